export { claim, claimVolume, volume } from './claim.ts';
export { extraEnvironment, extraVariables } from './environment.ts';
export { networkPolicy, type Visitors } from './network.ts';
export { everyPodSetting, type PodOf, pod, pods } from './pod.ts';
export { execProbe, grpcProbe, httpProbe, type Patience, probes, tcpProbe } from './probe.ts';
export { replicas, type ScalingDescriptions, scale, scaling, scalingRules } from './scaling.ts';
export { configMapVolume, emptyDir, memoryEmptyDir, secretVolume } from './volume.ts';
export {
  type DeploymentOf,
  deployment,
  job,
  type ServicePort,
  service,
  serviceAccount,
  statefulSet,
} from './workload.ts';
