import { expect, test } from 'vitest';
import { add, apply, findings, set } from '../testing/cluster.ts';
import { rendered } from '../testing/parts.ts';

test('R1 two releases that claim one name are both named', () => {
  expect(
    findings('R1', add(rendered('workflows', 'apps/v1', 'Deployment', 'web', {}))),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: release core (charts/core/templates/deployment.yaml) and release workflows both claim it, and each overwrites the other; rename one (charts/workflows/templates/deployment.yaml). [R1]",
    ]
  `);
});

test('R1 a chart that defines an object twice', () => {
  expect(
    findings('R1', add(rendered('core', 'apps/v1', 'Deployment', 'web', {}))),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: release core defines it twice, also in charts/core/templates/deployment.yaml; rename one (charts/core/templates/deployment.yaml). [R1]",
    ]
  `);
});

test('R1 a release and the profile define one object', () => {
  expect(
    findings(
      'R1',
      apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'redis', namespace: 'msp' } }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error ConfigMap msp/redis: the profile (flux-profiles/site) and release core both claim it, and each overwrites the other; rename one (charts/core/templates/configmap.yaml). [R1]",
    ]
  `);
});

test('R22 a selector with a version', () => {
  expect(
    findings(
      'R22',
      set(
        'Deployment msp/web',
        ['spec', 'selector', 'matchLabels', 'app.kubernetes.io/version'],
        '1.2.3',
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: spec.selector["app.kubernetes.io/version"]: a version changes, and this must not: the next upgrade is refused or restarts what did not change; remove the label (charts/core/templates/deployment.yaml). [R22]",
    ]
  `);
});

test('R22 pods of a StatefulSet with the version of the chart', () => {
  expect(
    findings(
      'R22',
      set(
        'StatefulSet msp/db',
        ['spec', 'template', 'metadata', 'labels', 'helm.sh/chart'],
        'core-1.0.0',
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error StatefulSet msp/db: spec.template.metadata.labels["helm.sh/chart"]: a version changes, and this must not: the next upgrade is refused or restarts what did not change; remove the label (charts/core/templates/statefulset.yaml). [R22]",
    ]
  `);
});

test('R22 the label of the chart with a plus sign', () => {
  expect(
    findings(
      'R22',
      set('Deployment msp/web', ['metadata', 'labels', 'helm.sh/chart'], 'core-1.0.0+0cc9a8446c95'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: metadata.labels["helm.sh/chart"]: a label may hold no "+", which Flux appends to the chart's version; write replace "+" "_" (charts/core/templates/deployment.yaml). [R22]",
    ]
  `);
});
