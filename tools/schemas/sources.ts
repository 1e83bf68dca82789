/** Kinds that are taken from a Go module into one folder of schemas/. */
export interface Source {
  /** The folder below schemas/. */
  readonly folder: 'kubernetes-1.36' | 'flux-2.9';
  readonly format: 'openapi' | 'crd';
  /** apiVersion, then the kinds of it. */
  readonly kinds: Readonly<Record<string, readonly string[]>>;
}

/** What each Go module contributes; its version stands in schemas/lock.json. */
export const sources: Readonly<Record<string, Source>> = {
  'k8s.io/kubernetes': {
    folder: 'kubernetes-1.36',
    format: 'openapi',
    kinds: {
      v1: [
        'ConfigMap',
        'Endpoints',
        'Event',
        'LimitRange',
        'Namespace',
        'Node',
        'PersistentVolume',
        'PersistentVolumeClaim',
        'Pod',
        'PodTemplate',
        'ReplicationController',
        'ResourceQuota',
        'Secret',
        'Service',
        'ServiceAccount',
      ],
      'admissionregistration.k8s.io/v1': [
        'MutatingAdmissionPolicy',
        'MutatingAdmissionPolicyBinding',
        'MutatingWebhookConfiguration',
        'ValidatingAdmissionPolicy',
        'ValidatingAdmissionPolicyBinding',
        'ValidatingWebhookConfiguration',
      ],
      'apiextensions.k8s.io/v1': ['CustomResourceDefinition'],
      'apiregistration.k8s.io/v1': ['APIService'],
      'apps/v1': ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
      'autoscaling/v1': ['HorizontalPodAutoscaler'],
      'autoscaling/v2': ['HorizontalPodAutoscaler'],
      'batch/v1': ['CronJob', 'Job'],
      'certificates.k8s.io/v1': ['CertificateSigningRequest'],
      'coordination.k8s.io/v1': ['Lease'],
      'discovery.k8s.io/v1': ['EndpointSlice'],
      'events.k8s.io/v1': ['Event'],
      'flowcontrol.apiserver.k8s.io/v1': ['FlowSchema', 'PriorityLevelConfiguration'],
      'networking.k8s.io/v1': [
        'IPAddress',
        'Ingress',
        'IngressClass',
        'NetworkPolicy',
        'ServiceCIDR',
      ],
      'node.k8s.io/v1': ['RuntimeClass'],
      'policy/v1': ['PodDisruptionBudget'],
      'rbac.authorization.k8s.io/v1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
      'resource.k8s.io/v1': [
        'DeviceClass',
        'ResourceClaim',
        'ResourceClaimTemplate',
        'ResourceSlice',
      ],
      'scheduling.k8s.io/v1': ['PriorityClass'],
      'storage.k8s.io/v1': [
        'CSIDriver',
        'CSINode',
        'CSIStorageCapacity',
        'StorageClass',
        'VolumeAttachment',
        'VolumeAttributesClass',
      ],
    },
  },
  'github.com/fluxcd/helm-controller': {
    folder: 'flux-2.9',
    format: 'crd',
    kinds: { 'helm.toolkit.fluxcd.io/v2': ['HelmRelease'] },
  },
  'github.com/fluxcd/kustomize-controller': {
    folder: 'flux-2.9',
    format: 'crd',
    kinds: { 'kustomize.toolkit.fluxcd.io/v1': ['Kustomization'] },
  },
  'github.com/fluxcd/notification-controller': {
    folder: 'flux-2.9',
    format: 'crd',
    kinds: {
      'notification.toolkit.fluxcd.io/v1': ['Receiver'],
      'notification.toolkit.fluxcd.io/v1beta3': ['Alert', 'Provider'],
    },
  },
  'github.com/fluxcd/source-controller': {
    folder: 'flux-2.9',
    format: 'crd',
    kinds: {
      'source.toolkit.fluxcd.io/v1': [
        'Bucket',
        'ExternalArtifact',
        'GitRepository',
        'HelmChart',
        'HelmRepository',
        'OCIRepository',
      ],
    },
  },
};
