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

test('R21 a variable, a port and a mount path twice in one container', () => {
  expect(
    findings(
      'R21',
      set('Deployment msp/web', 'spec.template.spec.containers.0.env', [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' },
      ]),
      set('Deployment msp/web', 'spec.template.spec.containers.0.ports', [
        { containerPort: 3000 },
        { containerPort: 3000, protocol: 'TCP' },
      ]),
      set('Deployment msp/web', 'spec.template.spec.containers.0.volumeMounts', [
        { name: 'tmp', mountPath: '/a' },
        { name: 'files', mountPath: '/a' },
      ]),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container web: it has the variable A twice, and server-side apply keeps one; remove the other (charts/core/templates/deployment.yaml). [R21]",
      "error Deployment msp/web: container web: it has the port 3000/TCP twice, and server-side apply keeps one; remove the other (charts/core/templates/deployment.yaml). [R21]",
      "error Deployment msp/web: container web: it has the mount path /a twice, and server-side apply keeps one; remove the other (charts/core/templates/deployment.yaml). [R21]",
    ]
  `);
});

test('R21 a volume twice in one pod', () => {
  expect(
    findings(
      'R21',
      set('Deployment msp/web', 'spec.template.spec.volumes', [
        { name: 'tmp', emptyDir: { sizeLimit: '1Mi' } },
        { name: 'tmp', emptyDir: { sizeLimit: '1Mi' } },
      ]),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: volume tmp: the pod has two volumes of this name; rename one (charts/core/templates/deployment.yaml). [R21]",
    ]
  `);
});

test('R21 a port twice in one Service', () => {
  expect(
    findings(
      'R21',
      set('Service msp/web', 'spec.ports', [
        { name: 'a', port: 3000 },
        { name: 'b', port: 3000 },
      ]),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Service msp/web: it has the port 3000/TCP twice; remove one (charts/core/templates/service.yaml). [R21]",
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
