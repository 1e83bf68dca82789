import {
  generatedSecret,
  hash,
  manifest,
  object,
  raw,
  secretRef,
  spread,
  text,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { chartOf, refused } from '../testing/chart.ts';
import { kubernetes } from '../testing/kubernetes.ts';
import { container, deployment, said, web, workload, wrong } from './testing.ts';

test('a field of another type, a value that a field does not admit, and a missing field are findings', () => {
  expect(
    container((v) => ({
      env: [{ name: 'PORT', value: v.port }],
      ports: [
        { name: 'http', containerPort: '80' },
        { name: 'udp', containerPort: 53, protocol: 'udp' },
      ],
      resources: { limits: { memory: '12 MB' } },
      imagePullPolicy: 'Alwys',
      command: 'web',
      livenessProbe: { exec: ['a'] },
      volumeMounts: [{ name: 'a' }],
    })),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment web: spec.template.spec.containers[0].env[0].value: this field is a text, and the chart writes an integer; make it a text: text\`\${…}\`. [field-type]",
      "error Deployment web: spec.template.spec.containers[0].ports[0].containerPort: this field is an integer, and the chart writes a text, "80"; write an integer. [field-type]",
      "error Deployment web: spec.template.spec.containers[0].ports[1].protocol: "udp" is not one of the values of this field, so the API server refuses the object; did you mean UDP? [field-value]",
      "error Deployment web: spec.template.spec.containers[0].resources.limits.memory: "12 MB" does not have the form of this field, so the API server refuses the object; write a quantity, for example 250m or 64Mi. [field-value]",
      "error Deployment web: spec.template.spec.containers[0].imagePullPolicy: "Alwys" is not one of the values of this field, so the API server refuses the object; did you mean Always? [field-value]",
      "error Deployment web: spec.template.spec.containers[0].command: this field is a list, and the chart writes a text, "web"; write a list. [field-type]",
      "error Deployment web: spec.template.spec.containers[0].livenessProbe.exec: this field is an object, and the chart writes a list; write an object. [field-type]",
      "error Deployment web: spec.template.spec.containers[0].volumeMounts[0].mountPath: this field is missing, and the API server requires it; set mountPath. [field-missing]",
      "error Deployment web: spec.template.spec.containers[0].volumeMounts[0].name: the pod has no volume "a", so the API server refuses it; add the volume, under the same condition as the mount. [mount-without-volume]",
    ]
  `);
  expect(
    container(() => ({ ports: [{ name: 'http', containerPort: 80, protocol: 'UDP' }] })),
  ).toEqual([]);
});

test('a reference fits where its type does', () => {
  expect(
    container((v) => ({
      env: [{ name: 'PORT', value: text`${v.port}` }],
      ports: [{ name: 'http', containerPort: v.port }],
      args: [text`--port=${v.port}`, hash(['a'])],
    })),
  ).toEqual([]);
  expect(container((v) => ({ args: [spread(wrong(v.store))] }))).toMatchInlineSnapshot(`
    [
      "error Deployment web: spec.template.spec.containers[0].args[0]: this field is a list, and the chart writes an object; write a list. [field-type]",
    ]
  `);
});

test('a number of the wrong type, and an object where a text belongs', () => {
  expect(
    said(() => ({ a: manifest('Deployment', web, wrong({ spec: workload({ replicas: 1.5 }) })) })),
  ).toEqual([
    'error Deployment web: spec.replicas: this field is an integer, and the chart writes a number, 1.5; write an integer. [field-type]',
  ]);
  expect(container((v) => ({ workingDir: v.store }))).toEqual([
    'error Deployment web: spec.template.spec.containers[0].workingDir: this field is a text, and the chart writes an object; write a text. [field-type]',
  ]);
});

test('a value that may be anything, and the data of a Secret that the chart makes, are left to Helm', () => {
  const values = object('Settings.', {
    extra: raw<object>({}, 'Anything.'),
    credentials: secretRef('Credentials.', ['password']),
  });
  expect(
    refused(
      chartOf({
        values,
        manifests: (v) => ({
          a: deployment({ resources: v.extra, workingDir: wrong(v.extra) }),
          b: generatedSecret(web, v.credentials),
        }),
      }),
      { definitions: kubernetes },
    ),
  ).toEqual([]);
});
