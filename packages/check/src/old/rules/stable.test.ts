import { expect, test } from 'vitest';
import { add, findings, set, writing } from '../testing/cluster.ts';
import { rendered } from '../testing/parts.ts';

test('R3 a template with a random text', () => {
  expect(
    findings(
      'R3',
      writing('core', 'templates/all.yaml', 'a: b\npassword: {{ randAlphaNum 32 | quote }}\n'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error charts/core/templates/all.yaml:2: randAlphaNum gives another result each time, so every reconciliation is an upgrade; take the value from the values or a Secret. [R3]",
    ]
  `);
});

test('R3 words in a text and names of values are no calls', () => {
  const text = 'a: {{ "now" }} {{ .Values.now }} {{ $now }} and now\n';
  expect(findings('R3', writing('core', 'templates/all.yaml', text))).toEqual([]);
});

test('R3 a Secret that a chart renders', () => {
  expect(
    findings('R3', add(rendered('core', 'v1', 'Secret', 'app', { data: {} }))),
  ).toMatchInlineSnapshot(`
    [
      "error Secret msp/app: a Secret of a chart stands in every record of the release and goes back with a rollback; make it once, outside Helm, and name it in the values (charts/core/templates/secret.yaml). [R3]",
    ]
  `);
});

test('R34 pods with the date of the rendering', () => {
  expect(
    findings(
      'R34',
      set('Deployment msp/web', 'spec.template.metadata.annotations.built', '2026-11-24T19:00:00Z'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: pod, built: "2026-11-24T19:00:00Z" changes with each rendering, so every reconciliation restarts the pods; write a hash of what the pods read (charts/core/templates/deployment.yaml). [R34]",
    ]
  `);
});

test('R34 pods with the revision of the release', () => {
  expect(
    findings(
      'R34',
      set(
        'Deployment msp/web',
        ['spec', 'template', 'metadata', 'annotations', 'example.com/revision'],
        '7',
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: pod, example.com/revision: "7" changes with each rendering, so every reconciliation restarts the pods; write a hash of what the pods read (charts/core/templates/deployment.yaml). [R34]",
    ]
  `);
});
