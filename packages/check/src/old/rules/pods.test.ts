import { expect, test } from 'vitest';
import { add, findings, set } from '../testing/cluster.ts';
import { rendered } from '../testing/parts.ts';

test('R11 a container that writes to its image', () => {
  expect(
    findings(
      'R11',
      set(
        'Deployment msp/web',
        'spec.template.spec.containers.0.securityContext.readOnlyRootFilesystem',
        undefined,
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container web: it can write to its image; set readOnlyRootFilesystem: true and mount an emptyDir where it writes (charts/core/templates/deployment.yaml). [R11]",
    ]
  `);
});

test('R11 a folder without a limit', () => {
  expect(
    findings('R11', set('Deployment msp/web', 'spec.template.spec.volumes.1.emptyDir', {})),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: volume tmp: nothing keeps it from filling the disk of the node; give its emptyDir a sizeLimit (charts/core/templates/deployment.yaml). [R11]",
    ]
  `);
});

test('R11 Postgres without shared memory', () => {
  expect(
    findings(
      'R11',
      set('StatefulSet msp/db', 'spec.template.spec.volumes.1.emptyDir', { sizeLimit: '256Mi' }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error StatefulSet msp/db: container postgres: parallel queries of Postgres need more than the 64 MiB of /dev/shm; mount an emptyDir with medium: Memory there (charts/core/templates/statefulset.yaml). [R11]",
    ]
  `);
});

test('R12 a pod with the variables of all Services', () => {
  expect(
    findings('R12', set('Deployment msp/web', 'spec.template.spec.enableServiceLinks', undefined)),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: enableServiceLinks: a Service named db would put DB_PORT=tcp://… into its environment; set it to false (charts/core/templates/deployment.yaml). [R12]",
    ]
  `);
});

test('R12 a pod with a token of the API', () => {
  expect(
    findings(
      'R12',
      set('Deployment msp/web', 'spec.template.spec.automountServiceAccountToken', undefined),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: automountServiceAccountToken: it gets a token of the API that it has no use for; set it to false (charts/core/templates/deployment.yaml). [R12]",
    ]
  `);
});

test('R12 an account with a role may have its token', () => {
  const binding = rendered('core', 'rbac.authorization.k8s.io/v1', 'RoleBinding', 'web', {
    subjects: [{ kind: 'ServiceAccount', name: 'web' }],
  });
  const automount = 'spec.template.spec.automountServiceAccountToken';
  expect(findings('R12', set('Deployment msp/web', automount, true), add(binding))).toEqual([]);
});

test('R13 a container without a limit of memory', () => {
  expect(
    findings(
      'R13',
      set('Deployment msp/web', 'spec.template.spec.containers.0.resources.limits', undefined),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container web: it has no resources.limits.memory, and is among the first that are killed; set it (charts/core/templates/deployment.yaml). [R13]",
    ]
  `);
});

test('R13 a container that waits first, without requests', () => {
  expect(
    findings(
      'R13',
      set(
        'Deployment msp/web',
        'spec.template.spec.initContainers.0.resources.requests',
        undefined,
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container gate: it has no resources.requests.cpu and requests.memory, and is among the first that are killed; set it (charts/core/templates/deployment.yaml). [R13]",
    ]
  `);
});

test('R13 Postgres with a limit above its request', () => {
  expect(
    findings(
      'R13',
      set('StatefulSet msp/db', 'spec.template.spec.containers.0.resources.limits.memory', '2Gi'),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error StatefulSet msp/db: container postgres: a pod of Postgres must be Guaranteed, and its limit of memory differs from its request; make them equal (charts/core/templates/statefulset.yaml). [R13]",
    ]
  `);
});
