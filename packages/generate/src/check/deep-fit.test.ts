import { integer, list, manifest, map, object, oneOf, string } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { chartOf, refused } from '../testing/chart.ts';
import { kubernetes } from '../testing/kubernetes.ts';
import { deployment, web, wrong } from './testing.ts';

test('what a value may hold fits the field that takes it whole', () => {
  const more = object('Settings.', {
    numbers: map('Numbers.', integer('Number.')),
    ports: list('Ports.', integer('Port.')),
    policy: oneOf('Policy.', ['Always', 'Sometimes'], { default: 'Always' }),
    labels: map('Labels.', string('Label.')),
  });
  const found = refused(
    chartOf({
      values: more,
      manifests: (v) => ({
        a: manifest('ConfigMap', web, { data: wrong(v.numbers) }),
        b: deployment({ args: v.ports, imagePullPolicy: v.policy, command: v.ports }),
        c: manifest('Secret', web, { stringData: v.labels }),
      }),
    }),
    { definitions: kubernetes },
  );
  expect(found).toMatchInlineSnapshot(`
    [
      "error ConfigMap web: data[*]: this field is a text, and the chart writes an integer; make it a text: text\`\${…}\`. [field-type]",
      "error Deployment web: spec.template.spec.containers[0].args[*]: this field is a text, and the chart writes an integer; make it a text: text\`\${…}\`. [field-type]",
      "error Deployment web: spec.template.spec.containers[0].imagePullPolicy: the value may be Sometimes, which this field does not admit, so the API server refuses the object; remove it from the value, or map it with match or when. [field-value]",
      "error Deployment web: spec.template.spec.containers[0].command[*]: this field is a text, and the chart writes an integer; make it a text: text\`\${…}\`. [field-type]",
    ]
  `);
});

test('what the items and members of a value hold is checked to their innermost parts', () => {
  const more = object('Settings.', {
    env: list(
      'Variables.',
      object('A variable.', { name: string('Name.'), value: integer('Value.') }),
    ),
    good: list('Variables.', object('A variable.', { name: string('Name.') })),
  });
  expect(
    refused(
      chartOf({
        values: more,
        manifests: (v) => ({
          a: deployment({ env: v.env, envFrom: [] }),
          b: manifest('Pod', web, { spec: { containers: [{ name: 'web', env: v.good }] } }),
        }),
      }),
      { definitions: kubernetes },
    ),
  ).toEqual([
    `error Deployment web: spec.template.spec.containers[0].env[*].value: this field is a text, and the chart writes an integer; make it a text: text\`\${…}\`. [field-type]`,
  ]);
});
