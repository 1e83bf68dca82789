import { add, remove, set } from '../shop.ts';
import { container, type Harm, harm, job, pod, web } from './harm.ts';

/** Names of objects that do not exist. */
export const references: readonly Harm[] = [
  harm(
    'reference-missing',
    'a missing ConfigMap',
    set('CronJob report', `${job}.containers.0.envFrom.0.configMapRef.name`, 'setings'),
  ),
  harm(
    'reference-missing',
    'a missing claim',
    set(web, `${pod}.volumes.0.persistentVolumeClaim.claimName`, 'report'),
  ),
  harm('reference-missing', 'a missing account', set(web, `${pod}.serviceAccountName`, 'webb')),
  harm(
    'reference-missing',
    'a missing projected ConfigMap',
    add(web, `${pod}.volumes`, {
      name: 'files',
      projected: { sources: [{ configMap: { name: 'pages' } }] },
    }),
  ),
  harm('reference-missing', 'the ConfigMap removed', remove('ConfigMap settings')),
  harm(
    'reference-key-missing',
    'a missing key',
    set(web, `${container}.env.0.valueFrom.configMapKeyRef.key`, 'MOED'),
  ),
  harm(
    'reference-key-missing',
    'a missing key of a volume',
    add(web, `${pod}.volumes`, {
      name: 'files',
      configMap: { name: 'settings', items: [{ key: 'page', path: 'page' }] },
    }),
  ),
  harm(
    'reference-key-missing',
    'a missing key of a subPath',
    add(web, `${pod}.volumes`, { name: 'files', configMap: { name: 'settings' } }),
    add(web, `${container}.volumeMounts`, { name: 'files', mountPath: '/a', subPath: 'page.html' }),
  ),
  harm(
    'class-missing',
    'an unknown StorageClass',
    set('PersistentVolumeClaim reports', 'spec.storageClassName', 'fast-nvme'),
  ),
  harm(
    'class-missing',
    'an unknown StorageClass of a template',
    set('StatefulSet cache', 'spec.volumeClaimTemplates.0.spec.storageClassName', 'fast-nvme'),
  ),
  harm(
    'class-missing',
    'an unknown PriorityClass',
    set(web, `${pod}.priorityClassName`, 'important'),
  ),
  harm('class-missing', 'an unknown RuntimeClass', set(web, `${pod}.runtimeClassName`, 'gvisor')),
  harm('role-missing', 'a missing Role', set('RoleBinding report', 'roleRef.name', 'reports')),
  harm(
    'role-missing',
    'a missing ClusterRole',
    set('RoleBinding report', 'roleRef', {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'reader',
    }),
  ),
  harm(
    'binding-subject',
    'a missing account of a binding',
    set('RoleBinding report', 'subjects.0.name', 'reporter'),
  ),
  harm(
    'binding-subject',
    'the namespace of another account',
    set('RoleBinding report', 'subjects.0.namespace', 'default'),
  ),
  harm('namespace-missing', 'the Namespace removed', remove('Namespace shop')),
  harm(
    'namespace-missing',
    'another namespace',
    set('ConfigMap settings', 'metadata.namespace', 'shpo'),
  ),
];
