export {
  type BuiltProfile,
  buildProfile,
  type Layer,
  type ProfileSource,
} from './build.ts';
export { type ManifestDocument, type ParsedManifests, parseManifests } from './documents.ts';
export type { Kustomize, KustomizeBuild, LayerDocument } from './layer.ts';
export type { Lookup } from './lookup.ts';
export { releaseName, releaseNamespace } from './name.ts';
export { type ParsedOverlay, parseOverlay } from './overlay.ts';
export { type ResolvedRelease, resolveRelease } from './release.ts';
export { type ResolvedProfile, resolveProfile } from './resolve.ts';
export { type MergedValues, mergeValues } from './values.ts';
export type { Origin } from './written/origin.ts';
