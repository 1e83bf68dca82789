import type {
  IMutatingAdmissionPolicy,
  IMutatingAdmissionPolicyBinding,
  IMutatingWebhookConfiguration,
  IValidatingAdmissionPolicy,
  IValidatingAdmissionPolicyBinding,
  IValidatingWebhookConfiguration,
} from 'kubernetes-models/admissionregistration.k8s.io/v1';
import type { ICustomResourceDefinition } from 'kubernetes-models/apiextensions.k8s.io/v1';
import type { IAPIService } from 'kubernetes-models/apiregistration.k8s.io/v1';
import type {
  IControllerRevision,
  IDaemonSet,
  IDeployment,
  IReplicaSet,
  IStatefulSet,
} from 'kubernetes-models/apps/v1';
import type { IHorizontalPodAutoscaler as IHorizontalPodAutoscalerV1 } from 'kubernetes-models/autoscaling/v1';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { ICronJob, IJob } from 'kubernetes-models/batch/v1';
import type { ICertificateSigningRequest } from 'kubernetes-models/certificates.k8s.io/v1';
import type { ILease } from 'kubernetes-models/coordination.k8s.io/v1';
import type { IEndpointSlice } from 'kubernetes-models/discovery.k8s.io/v1';
import type { IEvent } from 'kubernetes-models/events.k8s.io/v1';
import type {
  IFlowSchema,
  IPriorityLevelConfiguration,
} from 'kubernetes-models/flowcontrol.apiserver.k8s.io/v1';
import type {
  IIngress,
  IIngressClass,
  IIPAddress,
  INetworkPolicy,
  IServiceCIDR,
} from 'kubernetes-models/networking.k8s.io/v1';
import type { IRuntimeClass } from 'kubernetes-models/node.k8s.io/v1';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import type {
  IClusterRole,
  IClusterRoleBinding,
  IRole,
  IRoleBinding,
} from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import type {
  IDeviceClass,
  IResourceClaim,
  IResourceClaimTemplate,
  IResourceSlice,
} from 'kubernetes-models/resource.k8s.io/v1';
import type { IPriorityClass } from 'kubernetes-models/scheduling.k8s.io/v1';
import type {
  ICSIDriver,
  ICSINode,
  ICSIStorageCapacity,
  IStorageClass,
  IVolumeAttachment,
  IVolumeAttributesClass,
} from 'kubernetes-models/storage.k8s.io/v1';
import type {
  IConfigMap,
  IEvent as ICoreEvent,
  IEndpoints,
  ILimitRange,
  INamespace,
  INode,
  IPersistentVolume,
  IPersistentVolumeClaim,
  IPod,
  IPodTemplate,
  IReplicationController,
  IResourceQuota,
  ISecret,
  IService,
  IServiceAccount,
} from 'kubernetes-models/v1';

/**
 * The built-in kinds of Kubernetes 1.36 that an object of a chart can have. A kind alone has the version that the API server
 * prefers; where it serves several, the others have theirs in front: `autoscaling/v1/HorizontalPodAutoscaler`.
 */
export interface Kinds {
  readonly APIService: IAPIService;
  readonly CSIDriver: ICSIDriver;
  readonly CSINode: ICSINode;
  readonly CSIStorageCapacity: ICSIStorageCapacity;
  readonly CertificateSigningRequest: ICertificateSigningRequest;
  readonly ClusterRole: IClusterRole;
  readonly ClusterRoleBinding: IClusterRoleBinding;
  readonly ConfigMap: IConfigMap;
  readonly ControllerRevision: IControllerRevision;
  readonly CronJob: ICronJob;
  readonly CustomResourceDefinition: ICustomResourceDefinition;
  readonly DaemonSet: IDaemonSet;
  readonly Deployment: IDeployment;
  readonly DeviceClass: IDeviceClass;
  readonly EndpointSlice: IEndpointSlice;
  readonly Endpoints: IEndpoints;
  readonly Event: IEvent;
  readonly FlowSchema: IFlowSchema;
  readonly HorizontalPodAutoscaler: IHorizontalPodAutoscaler;
  readonly IPAddress: IIPAddress;
  readonly Ingress: IIngress;
  readonly IngressClass: IIngressClass;
  readonly Job: IJob;
  readonly Lease: ILease;
  readonly LimitRange: ILimitRange;
  readonly MutatingAdmissionPolicy: IMutatingAdmissionPolicy;
  readonly MutatingAdmissionPolicyBinding: IMutatingAdmissionPolicyBinding;
  readonly MutatingWebhookConfiguration: IMutatingWebhookConfiguration;
  readonly Namespace: INamespace;
  readonly NetworkPolicy: INetworkPolicy;
  readonly Node: INode;
  readonly PersistentVolume: IPersistentVolume;
  readonly PersistentVolumeClaim: IPersistentVolumeClaim;
  readonly Pod: IPod;
  readonly PodDisruptionBudget: IPodDisruptionBudget;
  readonly PodTemplate: IPodTemplate;
  readonly PriorityClass: IPriorityClass;
  readonly PriorityLevelConfiguration: IPriorityLevelConfiguration;
  readonly ReplicaSet: IReplicaSet;
  readonly ReplicationController: IReplicationController;
  readonly ResourceClaim: IResourceClaim;
  readonly ResourceClaimTemplate: IResourceClaimTemplate;
  readonly ResourceQuota: IResourceQuota;
  readonly ResourceSlice: IResourceSlice;
  readonly Role: IRole;
  readonly RoleBinding: IRoleBinding;
  readonly RuntimeClass: IRuntimeClass;
  readonly Secret: ISecret;
  readonly Service: IService;
  readonly ServiceAccount: IServiceAccount;
  readonly ServiceCIDR: IServiceCIDR;
  readonly StatefulSet: IStatefulSet;
  readonly StorageClass: IStorageClass;
  readonly ValidatingAdmissionPolicy: IValidatingAdmissionPolicy;
  readonly ValidatingAdmissionPolicyBinding: IValidatingAdmissionPolicyBinding;
  readonly ValidatingWebhookConfiguration: IValidatingWebhookConfiguration;
  readonly VolumeAttachment: IVolumeAttachment;
  readonly VolumeAttributesClass: IVolumeAttributesClass;
  readonly 'autoscaling/v1/HorizontalPodAutoscaler': IHorizontalPodAutoscalerV1;
  readonly 'v1/Event': ICoreEvent;
}

/** The API version of each kind. */
export const apiVersions: { readonly [K in keyof Kinds]: Kinds[K]['apiVersion'] } = {
  APIService: 'apiregistration.k8s.io/v1',
  CSIDriver: 'storage.k8s.io/v1',
  CSINode: 'storage.k8s.io/v1',
  CSIStorageCapacity: 'storage.k8s.io/v1',
  CertificateSigningRequest: 'certificates.k8s.io/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  ConfigMap: 'v1',
  ControllerRevision: 'apps/v1',
  CronJob: 'batch/v1',
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
  DaemonSet: 'apps/v1',
  Deployment: 'apps/v1',
  DeviceClass: 'resource.k8s.io/v1',
  EndpointSlice: 'discovery.k8s.io/v1',
  Endpoints: 'v1',
  Event: 'events.k8s.io/v1',
  FlowSchema: 'flowcontrol.apiserver.k8s.io/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  IPAddress: 'networking.k8s.io/v1',
  Ingress: 'networking.k8s.io/v1',
  IngressClass: 'networking.k8s.io/v1',
  Job: 'batch/v1',
  Lease: 'coordination.k8s.io/v1',
  LimitRange: 'v1',
  MutatingAdmissionPolicy: 'admissionregistration.k8s.io/v1',
  MutatingAdmissionPolicyBinding: 'admissionregistration.k8s.io/v1',
  MutatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
  Namespace: 'v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  Node: 'v1',
  PersistentVolume: 'v1',
  PersistentVolumeClaim: 'v1',
  Pod: 'v1',
  PodDisruptionBudget: 'policy/v1',
  PodTemplate: 'v1',
  PriorityClass: 'scheduling.k8s.io/v1',
  PriorityLevelConfiguration: 'flowcontrol.apiserver.k8s.io/v1',
  ReplicaSet: 'apps/v1',
  ReplicationController: 'v1',
  ResourceClaim: 'resource.k8s.io/v1',
  ResourceClaimTemplate: 'resource.k8s.io/v1',
  ResourceQuota: 'v1',
  ResourceSlice: 'resource.k8s.io/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  RuntimeClass: 'node.k8s.io/v1',
  Secret: 'v1',
  Service: 'v1',
  ServiceAccount: 'v1',
  ServiceCIDR: 'networking.k8s.io/v1',
  StatefulSet: 'apps/v1',
  StorageClass: 'storage.k8s.io/v1',
  ValidatingAdmissionPolicy: 'admissionregistration.k8s.io/v1',
  ValidatingAdmissionPolicyBinding: 'admissionregistration.k8s.io/v1',
  ValidatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
  VolumeAttachment: 'storage.k8s.io/v1',
  VolumeAttributesClass: 'storage.k8s.io/v1',
  'autoscaling/v1/HorizontalPodAutoscaler': 'autoscaling/v1',
  'v1/Event': 'v1',
};
