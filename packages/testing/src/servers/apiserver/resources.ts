import { crds } from './crd.ts';
import type { KubernetesObject } from './object.ts';
import type { Resource } from './resource.ts';

/** The kinds that are built in, and those of the CustomResourceDefinitions among the objects. */
export const resources = (objects: Iterable<KubernetesObject>): readonly Resource[] => [
  ...builtIn,
  ...crds(objects),
];

const resource = (line: string): Resource => {
  const [apiVersion = '', kind = '', plural = '', scope, status, shortNames] = line.split(' ');
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  return {
    group,
    version,
    kind,
    plural,
    namespaced: scope === 'namespaced',
    shortNames: shortNames?.split(',') ?? [],
    hasStatus: status === 'status',
    custom: false,
  };
};

const builtIn = `
v1 ConfigMap configmaps namespaced - cm
v1 Event events namespaced - ev
v1 Namespace namespaces cluster status ns
v1 Node nodes cluster status no
v1 PersistentVolume persistentvolumes cluster status pv
v1 PersistentVolumeClaim persistentvolumeclaims namespaced status pvc
v1 Pod pods namespaced status po
v1 Secret secrets namespaced -
v1 Service services namespaced status svc
v1 ServiceAccount serviceaccounts namespaced - sa
apiextensions.k8s.io/v1 CustomResourceDefinition customresourcedefinitions cluster status crd,crds
apps/v1 DaemonSet daemonsets namespaced status ds
apps/v1 Deployment deployments namespaced status deploy
apps/v1 ReplicaSet replicasets namespaced status rs
apps/v1 StatefulSet statefulsets namespaced status sts
authorization.k8s.io/v1 SelfSubjectAccessReview selfsubjectaccessreviews cluster -
autoscaling/v2 HorizontalPodAutoscaler horizontalpodautoscalers namespaced status hpa
batch/v1 CronJob cronjobs namespaced status cj
batch/v1 Job jobs namespaced status
coordination.k8s.io/v1 Lease leases namespaced -
networking.k8s.io/v1 Ingress ingresses namespaced status ing
networking.k8s.io/v1 IngressClass ingressclasses cluster -
networking.k8s.io/v1 NetworkPolicy networkpolicies namespaced - netpol
policy/v1 PodDisruptionBudget poddisruptionbudgets namespaced status pdb
rbac.authorization.k8s.io/v1 ClusterRole clusterroles cluster -
rbac.authorization.k8s.io/v1 ClusterRoleBinding clusterrolebindings cluster -
rbac.authorization.k8s.io/v1 Role roles namespaced -
rbac.authorization.k8s.io/v1 RoleBinding rolebindings namespaced -
storage.k8s.io/v1 StorageClass storageclasses cluster - sc
`
  .trim()
  .split('\n')
  .map(resource);
