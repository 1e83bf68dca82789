import { expect, test } from 'vitest';
import { findings, set } from '../testing/cluster.ts';

test('R9 a pod on the network of the host', () => {
  expect(
    findings('R9', set('Deployment msp/web', 'spec.template.spec.hostNetwork', true)),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: hostNetwork: baseline refuses pods in a namespace of the host; remove it (charts/core/templates/deployment.yaml). [R9]",
    ]
  `);
});

test('R9 a pod with a path of the host', () => {
  expect(
    findings(
      'R9',
      set('Deployment msp/web', 'spec.template.spec.volumes.0', {
        name: 'files',
        hostPath: { path: '/var' },
      }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: volume files: baseline refuses a path of the host; use a claim (charts/core/templates/deployment.yaml). [R9]",
    ]
  `);
});

test('R9 a pod with an unsafe sysctl', () => {
  expect(
    findings(
      'R9',
      set('Deployment msp/web', 'spec.template.spec.securityContext.sysctls', [
        { name: 'kernel.msgmax', value: '1' },
      ]),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: sysctl kernel.msgmax: baseline refuses an unsafe sysctl; remove it (charts/core/templates/deployment.yaml). [R9]",
    ]
  `);
});

test('R9 a container with privileges, a port of the host and a capability', () => {
  expect(
    findings(
      'R9',
      set('Deployment msp/web', 'spec.template.spec.containers.0.securityContext.privileged', true),
      set('Deployment msp/web', 'spec.template.spec.containers.0.ports.0.hostPort', 3000),
      set(
        'Deployment msp/web',
        'spec.template.spec.containers.0.securityContext.capabilities.add',
        ['NET_ADMIN'],
      ),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container web: baseline refuses a privileged container; remove it (charts/core/templates/deployment.yaml). [R9]",
      "error Deployment msp/web: container web: baseline refuses a port of the host; use a Service of type NodePort (charts/core/templates/deployment.yaml). [R9]",
      "error Deployment msp/web: container web: baseline refuses the capabilities NET_ADMIN; remove them (charts/core/templates/deployment.yaml). [R9]",
    ]
  `);
});

test('R9 a container of another chart, too', () => {
  expect(
    findings(
      'R9',
      set('HelmRelease releases/workflows', 'spec.chart.spec.sourceRef.kind', 'HelmRepository'),
      set('Deployment msp/temporal', 'spec.template.spec.hostPID', true),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/temporal: hostPID: baseline refuses pods in a namespace of the host; remove it (charts/workflows/templates/deployment.yaml). [R9]",
    ]
  `);
});

test('R10 a container without a numeric user', () => {
  expect(
    findings(
      'R10',
      set('Deployment msp/web', 'spec.template.spec.securityContext.runAsUser', undefined),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container gate: restricted demands runAsUser with a number that is not 0; set it (charts/core/templates/deployment.yaml). [R10]",
      "error Deployment msp/web: container web: restricted demands runAsUser with a number that is not 0; set it (charts/core/templates/deployment.yaml). [R10]",
    ]
  `);
});

test('R10 a container without any security context', () => {
  expect(
    findings(
      'R10',
      set('Deployment msp/web', 'spec.template.spec.containers.0.securityContext', undefined),
      set('Deployment msp/web', 'spec.template.spec.securityContext', undefined),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container gate: restricted demands runAsNonRoot: true, runAsUser with a number that is not 0 and seccompProfile.type: RuntimeDefault; set it (charts/core/templates/deployment.yaml). [R10]",
      "error Deployment msp/web: container web: restricted demands runAsNonRoot: true, runAsUser with a number that is not 0, allowPrivilegeEscalation: false, capabilities.drop: [ALL] and seccompProfile.type: RuntimeDefault; set it (charts/core/templates/deployment.yaml). [R10]",
    ]
  `);
});

test('R10 a container as root', () => {
  expect(
    findings(
      'R10',
      set('Deployment msp/web', 'spec.template.spec.containers.0.securityContext.runAsUser', 0),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: container web: restricted demands runAsUser with a number that is not 0; set it (charts/core/templates/deployment.yaml). [R10]",
    ]
  `);
});

test('R10 a volume that restricted does not allow', () => {
  expect(
    findings(
      'R10',
      set('Deployment msp/web', 'spec.template.spec.volumes.1', {
        name: 'tmp',
        nfs: { server: 'a', path: '/' },
      }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment msp/web: volume tmp: restricted does not allow a volume of type nfs; use one of configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected, secret (charts/core/templates/deployment.yaml). [R10]",
    ]
  `);
});

test('R10 a container of another chart may run as it does', () => {
  const foreign = set(
    'HelmRelease releases/workflows',
    'spec.chart.spec.sourceRef.kind',
    'HelmRepository',
  );
  const bare = set('Deployment msp/temporal', 'spec.template.spec.securityContext', undefined);
  expect(findings('R10', bare)).toHaveLength(1);
  expect(findings('R10', bare, foreign)).toEqual([]);
});
