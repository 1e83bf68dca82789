import { hash, spread, text } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { container, wrong } from './testing.ts';

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
      "error Deployment web: spec.template.spec.containers[0].ports[1].protocol: "udp" is none of the values of this field, so the API server refuses the object; did you mean UDP? [field-value]",
      "error Deployment web: spec.template.spec.containers[0].resources.limits.memory: "12 MB" does not have the form of this field, so the API server refuses the object; write a quantity, for example 250m or 64Mi. [field-value]",
      "error Deployment web: spec.template.spec.containers[0].imagePullPolicy: "Alwys" is none of the values of this field, so the API server refuses the object; did you mean Always? [field-value]",
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
