import { expect, test } from 'vitest';
import { type Change, findings, good, set, writing } from '../testing/cluster.ts';

/** The good profile was the release before. */
const after: Change = (subject) => ({
  ...subject,
  previous: { objects: good.cluster.objects, charts: good.charts },
});

test('R32 another template under the same version', () => {
  expect(
    findings('R32', after, writing('core', 'templates/all.yaml', 'replicas: 3\n')),
  ).toMatchInlineSnapshot(`
    [
      "error charts/core: what it renders has changed since the release before, and its version is 1.0.0 still; raise the version in src/chart.ts. [R32]",
    ]
  `);
});

test('R32 another template under another version', () => {
  const raised = writing('core', 'Chart.yaml', 'name: core\nversion: 1.0.1\n');
  expect(findings('R32', after, raised, writing('core', 'templates/all.yaml', 'a: b\n'))).toEqual(
    [],
  );
});

test('R33 another selector of a Deployment', () => {
  expect(
    findings('R33', after, set('Deployment msp/web', 'spec.selector.matchLabels.tier', 'web')),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: spec.selector: it differs from the release before, and Kubernetes refuses the change; keep it, or give the object another name (charts/core/templates/deployment.yaml). [R33]",
    ]
  `);
});

test('R33 another Service of a StatefulSet', () => {
  expect(
    findings('R33', after, set('StatefulSet msp/db', 'spec.serviceName', 'database')),
  ).toMatchInlineSnapshot(`
    [
      "error StatefulSet msp/db: spec.serviceName: it differs from the release before, and Kubernetes refuses the change; keep it, or give the object another name (charts/core/templates/statefulset.yaml). [R33]",
    ]
  `);
});

test('R33 another size of a claim', () => {
  expect(
    findings(
      'R33',
      after,
      set('PersistentVolumeClaim msp/files', 'spec.resources.requests.storage', '2Gi'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error PersistentVolumeClaim msp/files: spec.resources: it differs from the release before, and Kubernetes refuses the change; keep it, or give the object another name (charts/core/templates/persistentvolumeclaim.yaml). [R33]",
    ]
  `);
});

test('R33 a Service that gets an address', () => {
  expect(
    findings('R33', after, set('Service msp/web', 'spec.clusterIP', 'None')),
  ).toMatchInlineSnapshot(`
    [
      "error Service msp/web: spec.clusterIP: it differs from the release before, and Kubernetes refuses the change; keep it, or give the object another name (charts/core/templates/service.yaml). [R33]",
    ]
  `);
});

test('R33 another template of a Job of the same name', () => {
  expect(
    findings(
      'R33',
      after,
      set('Job msp/bootstrap-0123456789', 'spec.template.spec.containers.0.image', 'a:1'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Job msp/bootstrap-0123456789: spec.template: it differs from the release before, and Kubernetes refuses the change; keep it, or give the object another name (charts/core/templates/job.yaml). [R33]",
    ]
  `);
});

test('R33 another name or namespace of a release', () => {
  const id = 'HelmRelease releases/core';
  expect(
    findings(
      'R33',
      after,
      set(id, 'spec.releaseName', 'main'),
      set(id, 'spec.targetNamespace', 'other'),
      set(id, 'spec.storageNamespace', 'other'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error HelmRelease releases/core: spec.releaseName: it was core in the release before, and Flux uninstalls what has another name; keep it (flux-profiles/site). [R33]",
      "error HelmRelease releases/core: spec.targetNamespace: it was msp in the release before, and Flux uninstalls what has another name; keep it (flux-profiles/site). [R33]",
      "error HelmRelease releases/core: spec.storageNamespace: it was releases in the release before, and Flux uninstalls what has another name; keep it (flux-profiles/site). [R33]",
    ]
  `);
});

test('R33 what may change', () => {
  const allowed = [
    set('Deployment msp/web', 'spec.template.spec.containers.0.image', 'a:1'),
    set('StatefulSet msp/db', 'spec.template.spec.containers.0.image', 'a:1'),
    set('StatefulSet msp/db', 'spec.replicas', 0),
    set('Job msp/bootstrap-0123456789', 'metadata.name', 'bootstrap-9876543210'),
  ];
  expect(findings('R33', after, ...allowed)).toEqual([]);
});
