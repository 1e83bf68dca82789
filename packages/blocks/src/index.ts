export { claim, claimed, volume } from './claim.ts';
export { extraEnvironment, extraVariables } from './environment.ts';
export { networkPolicy, type Visitors } from './network.ts';
export { everyPodSetting, type PodOf, pod, pods } from './pod.ts';
export { asks, connects, type Patience, probes, requests, serves } from './probe.ts';
export { replicas, type ScalingDescriptions, scale, scaling, scalingRules } from './scaling.ts';
export { configFiles, memory, scratch, secretFiles } from './volume.ts';
export {
  type DeploymentOf,
  deployment,
  job,
  type ServicePort,
  service,
  serviceAccount,
  statefulSet,
} from './workload.ts';
