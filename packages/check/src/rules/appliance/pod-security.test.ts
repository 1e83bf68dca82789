import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { appliance } from './index.ts';

const ids = [
  'run-as-non-root',
  'run-as-user',
  'privilege-escalation',
  'drop-capabilities',
  'seccomp-profile',
  'host-namespace',
];

/** The findings of the Pod Security rules, without the object. */
const found = (example: Parameters<typeof tryRule>[1]): readonly string[] =>
  appliance()
    .rules.filter(({ id }) => ids.includes(id))
    .flatMap((rule) => tryRule(rule, example))
    .map((finding) => printFinding(finding).replace(/^.*?securityContext/, 'securityContext'));

const pod = (context: string, container: string): string => `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  securityContext: ${context}
  containers: [{ name: web, image: nginx:1.29.3, securityContext: ${container} }]
`;

test('a container without a security context breaks five rules', () => {
  expect(found(pod('{}', '{}'))).toHaveLength(5);
});

test('a container inherits user and seccomp profile from its pod and may override them', () => {
  const context =
    '{ runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: RuntimeDefault } }';
  const own = 'allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }';
  expect(found(pod(context, `{ ${own} }`))).toEqual([]);
  expect(found(pod(context, `{ ${own}, runAsUser: 0 }`))).toMatchInlineSnapshot(`
    [
      "securityContext.runAsUser: container web has no runAsUser other than 0, so the user of its image applies, which the kubelet may reject; set runAsUser in the securityContext of the pod, for instance 1000. [run-as-user]",
    ]
  `);
});

test('a third-party chart must meet "baseline" but not "restricted"', () => {
  const applied = `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: theirs }
spec: { chart: { spec: { chart: web, sourceRef: { kind: HelmRepository, name: theirs } } } }
`;
  const objects = `
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { helm.toolkit.fluxcd.io/name: theirs } }
spec:
  hostPID: true
  containers: [{ name: web, image: nginx:1.29.3 }]
`;
  expect(found({ applied, objects })).toMatchInlineSnapshot(`
    [
      "error objects.yaml: Pod web: spec.hostPID: the pod uses a host namespace of its node, which Pod Security "baseline" rejects; remove hostPID. [host-namespace]",
    ]
  `);
});
