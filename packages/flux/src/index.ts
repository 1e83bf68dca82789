export {
  type BuiltProfile,
  buildProfile,
  type Kustomize,
  type Layer,
  type ProfileSource,
} from './build.ts';
export { type ManifestDocument, type ParsedManifests, parseManifests } from './documents.ts';
export { isObject, listAt, stringAt, valueAt } from './fields.ts';
export { releaseName, releaseNamespace } from './name.ts';
export { type ParsedOverlay, parseOverlay } from './overlay.ts';
export { type ResolvedRelease, resolveRelease } from './release.ts';
export { type ResolvedProfile, resolveProfile } from './resolve.ts';
export { type Lookup, type MergedValues, mergeValues } from './values.ts';
