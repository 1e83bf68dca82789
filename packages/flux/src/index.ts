export { appliedProblems } from './applied.ts';
export type { BuildResult, LayerDocument } from './build/layer.ts';
export { advance, isDone, type Needs, type Plan, plan, type Results } from './build/plan.ts';
export { applierOf, type BuiltTree, type Layer, type Tree } from './build/tree.ts';
export type { ChartSource } from './charts/context.ts';
export { type LockedChart, withoutSlash } from './charts/lock.ts';
export { pickVersion } from './charts/version.ts';
export { clustersOf, type InstalledRelease } from './cluster.ts';
export { missingHealthChecks } from './health-checks.ts';
export type { Assumptions } from './in-cluster/in-cluster.ts';
export { releaseName, releaseNamespace, storageName, storageNamespace } from './name.ts';
export { type OrderEntry, orderOf } from './order/order.ts';
export { pathWithin } from './path.ts';
export {
  finishPostRendering,
  type PostRendering,
  preparePostRendering,
} from './postrender.ts';
export type { FluxRelease } from './release.ts';
export { type ResolvedTree, resolve } from './resolve.ts';
export type { FileKind, Files } from './sources/files.ts';
export type { Found, Sources } from './sources/find.ts';
export type { Origin } from './sources/origin.ts';
export { placeOf } from './sources/place.ts';
export type { FindCopy, LocalCopy } from './sources/remote.ts';
export { mergeMaps } from './values/merge.ts';
export type { Values } from './values/mutable.ts';
export { parseOverlay } from './values/overlay.ts';
export { mergeValues } from './values/values.ts';
export { writtenValue } from './values/written.ts';
