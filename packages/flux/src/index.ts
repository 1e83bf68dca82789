export { appliedProblems } from './applied.ts';
export { hasApplyOption, isLeftOut, leftOut } from './apply-option.ts';
export type { BuildResult, LayerDocument } from './build/layer.ts';
export { advance, isDone, type Needs, type Plan, plan, type Results } from './build/plan.ts';
export { appliedDirectories, directoryReading } from './build/reads.ts';
export { applierOf, type BuiltTree, type Layer, type Tree } from './build/tree.ts';
export { constraintOf, parseVersion } from './charts/constraint.ts';
export type { ChartSource } from './charts/context.ts';
export {
  type ChartLock,
  type LockedChart,
  type LockedRemote,
  readLock,
  withoutSlash,
} from './charts/lock.ts';
export { describe, runFetch, writeVersion } from './charts/locked.ts';
export {
  type ChartRequest,
  chartLayer,
  lockedVersions,
  type PlacedRequest,
  pickChart,
} from './charts/request.ts';
export { pickVersion } from './charts/version.ts';
export { clustersOf, type InstalledRelease } from './cluster.ts';
export { missingHealthChecks } from './health-checks.ts';
export { isFilled } from './in-cluster/filled.ts';
export type { Assumptions } from './in-cluster/in-cluster.ts';
export { producedBy } from './in-cluster/producers.ts';
export { isHelmRelease, isKustomization } from './kinds.ts';
export { releaseName, releaseNamespace, storageName, storageNamespace } from './name.ts';
export { type OrderEntry, orderOf } from './order/order.ts';
export { pathWithin } from './path.ts';
export {
  finishPostRendering,
  type PostRendering,
  preparePostRendering,
} from './postrender.ts';
export type { FluxRelease } from './release.ts';
export { type RequestOfRelease, type ResolvedTree, resolve } from './resolve.ts';
export {
  type ExcludedFiles,
  excludedFrom,
  filesExcludedFrom,
  type IsIgnored,
  isNeverInArtifact,
} from './sources/artifact.ts';
export type {
  Assembled,
  Assembler,
  Assembly,
  AssemblyCopy,
} from './sources/assembly.ts';
export type { FileKind, Files } from './sources/files.ts';
export type { Found, Sources } from './sources/find.ts';
export { type GitReference, gitReference } from './sources/git-reference.ts';
export type { Origin } from './sources/origin.ts';
export { placeOf } from './sources/place.ts';
export type { FindCopy, LocalCopy } from './sources/remote.ts';
export { type RemoteUse, remoteUses } from './sources/remote-uses.ts';
export { mergeMaps } from './values/merge.ts';
export type { Values } from './values/mutable.ts';
export { parseOverlay } from './values/overlay.ts';
export { mergeValues } from './values/values.ts';
export { writtenValue } from './values/written.ts';
