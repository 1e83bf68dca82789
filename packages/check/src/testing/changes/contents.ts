import { add, set } from '../shop.ts';
import { advice, container, type Harm, harm, pod, web } from './harm.ts';

/** Lists, passwords and bindings. */
export const objects: readonly Harm[] = [
  harm(
    'list-duplicate',
    'a variable twice',
    add(web, `${container}.env`, { name: 'MODE', value: 'test' }),
  ),
  harm(
    'list-duplicate',
    'a mount path twice',
    add(web, `${container}.volumeMounts`, { name: 'tmp', mountPath: '/reports' }),
  ),
  harm(
    'secret-in-variable',
    'a password in a URL',
    add(web, `${container}.env`, {
      name: 'DATABASE_URL',
      value: 'postgres://web:hunter22@db.example.com/shop',
    }),
  ),
  harm(
    'secret-in-variable',
    'a password in a variable',
    add(web, `${container}.env`, { name: 'DB_PASSWORD', value: 'hunter22' }),
  ),
  harm(
    'secret-in-config-map',
    'a password in a ConfigMap',
    set('ConfigMap settings', 'data.DB_PASSWORD', 'hunter22'),
  ),
  harm(
    'secret-in-argument',
    'a password in an argument',
    set(web, `${container}.args`, ['--db-password=hunter22']),
  ),
  harm(
    'binding-everyone',
    'a role for everyone',
    set('RoleBinding report', 'roleRef', {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'edit',
    }),
    set('RoleBinding report', 'subjects', [
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:authenticated' },
    ]),
  ),
];

/** What Pod Security refuses, and practice. */
export const security: readonly Harm[] = [
  advice(
    'host-path',
    'hostPath',
    add(web, `${pod}.volumes`, { name: 'node', hostPath: { path: '/var/lib' } }),
  ),
  advice('host-namespace', 'the network of the node', set(web, `${pod}.hostNetwork`, true)),
  advice(
    'privileged-container',
    'privileged',
    set(web, `${container}.securityContext.privileged`, true),
  ),
  advice('run-as-non-root', 'root', set(web, `${pod}.securityContext.runAsNonRoot`, undefined)),
  advice(
    'added-capability',
    'SYS_ADMIN',
    set(web, `${container}.securityContext.capabilities.add`, ['SYS_ADMIN']),
  ),
  advice('proc-mount', 'procMount', set(web, `${container}.securityContext.procMount`, 'Unmasked')),
  advice(
    'selinux-options',
    'spc_t',
    set(web, `${pod}.securityContext.seLinuxOptions`, { type: 'spc_t' }),
  ),
  advice('memory-limit', 'no limits', set(web, `${container}.resources.limits`, undefined)),
  advice(
    'image-tag',
    'the tag latest',
    set(web, `${container}.image`, 'ghcr.io/example/web:latest'),
  ),
  advice('image-tag', 'no tag', set(web, `${container}.image`, 'ghcr.io/example/web')),
  advice(
    'readiness-probe',
    'no readiness probe',
    set(web, `${container}.readinessProbe`, undefined),
  ),
  advice(
    'binding-cluster-admin',
    'cluster-admin',
    set('RoleBinding report', 'roleRef', {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'cluster-admin',
    }),
  ),
  advice(
    'rollout-shared-claim',
    'two pods that write to a claim',
    set(web, `${pod}.volumes.0.persistentVolumeClaim.readOnly`, undefined),
    set(web, `${container}.volumeMounts.0.readOnly`, undefined),
  ),
];
