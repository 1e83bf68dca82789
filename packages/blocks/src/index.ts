export { claim, claimVolume, volume, volumeMembers } from './claim.ts';
export { extraEnvironment, extraVariables } from './environment.ts';
export { networkPolicy, type Visitors, visitorRule } from './network.ts';
export { everyPodSetting, type PodOf, pod, pods } from './pod.ts';
export { execProbe, grpcProbe, httpProbe, type ProbeOptions, probes, tcpProbe } from './probe.ts';
export { type Permissions, rbac } from './rbac.ts';
export {
  hasSeveralPods,
  replicas,
  type ScalingDescriptions,
  scale,
  scaling,
  scalingRules,
} from './scaling.ts';
export { headlessService, type ServiceOptions, type ServicePort, service } from './service.ts';
export { type ClaimTemplate, type StatefulSetOf, statefulSet } from './stateful-set.ts';
export { topologyKey, topologySpread } from './topology-spread.ts';
export { configMapVolume, emptyDir, memoryEmptyDir, secretVolume } from './volume.ts';
export {
  type DaemonSetOf,
  type DeploymentOf,
  daemonSet,
  deployment,
  job,
  serviceAccount,
  testPod,
} from './workload.ts';
