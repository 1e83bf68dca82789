import { crds } from './crd.ts';
import type { KubernetesObject } from './object.ts';
import type { Resource } from './resource.ts';

/** The built-in kinds, and those of the CustomResourceDefinitions among the objects. */
export const resources = (objects: Iterable<KubernetesObject>): readonly Resource[] => [
  ...builtIn,
  ...crds(objects),
];

const resource = (line: string): Resource => {
  const [apiVersion = '', kind = '', plural = '', scope] = line.split(' ');
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  return { group, version, kind, plural, namespaced: scope === 'namespaced' };
};

const builtIn = `
v1 ConfigMap configmaps namespaced
v1 Namespace namespaces cluster
v1 Node nodes cluster
v1 PersistentVolumeClaim persistentvolumeclaims namespaced
v1 Pod pods namespaced
v1 Secret secrets namespaced
v1 Service services namespaced
apiextensions.k8s.io/v1 CustomResourceDefinition customresourcedefinitions cluster
apps/v1 Deployment deployments namespaced
apps/v1 ReplicaSet replicasets namespaced
apps/v1 StatefulSet statefulsets namespaced
authorization.k8s.io/v1 SelfSubjectAccessReview selfsubjectaccessreviews cluster
batch/v1 CronJob cronjobs namespaced
batch/v1 Job jobs namespaced
storage.k8s.io/v1 StorageClass storageclasses cluster
`
  .trim()
  .split('\n')
  .map(resource);
