export type { Credential } from './credentials/credential.ts';
export type { Environment } from './credentials/environment.ts';
export { type FindCredential, findCredentialIn } from './credentials/find.ts';
export { findRepository, type KnownRepository } from './credentials/repositories.ts';
export {
  type Conflict,
  type Problem,
  type ProblemKind,
  RegistryFailure,
  type RegistryProblem,
} from './problem.ts';
export { downloadBlob, streamBlob } from './read/blob.ts';
export { getManifest, headManifest, type Manifest } from './read/manifest.ts';
export {
  type ImageIndex,
  type ImageManifest,
  isIndex,
  mediaTypes,
  parseManifest,
} from './read/manifest-content.ts';
export { choosePlatform, getImage, type Image } from './read/platform.ts';
export { listReferrers, referrersTag } from './read/referrers.ts';
export { listTags } from './read/tags.ts';
export { type Downloaded, downloadUrl } from './read/url.ts';
export {
  type Descriptor,
  type Digest,
  digestOf,
  isDigest,
  type Platform,
} from './reference/digest.ts';
export {
  parseReference,
  printReference,
  type Reference,
  type Repository,
  tagOf,
} from './reference/reference.ts';
export { parseRepositoryUrl } from './repository/address.ts';
export { type ChartIndex, type ChartVersion, readChartIndex } from './repository/chart-index.ts';
export { downloadChart } from './repository/chart-package.ts';
export { type Client, type ClientOptions, openClient } from './transport/client.ts';
export { defaultLimits, type Limits } from './transport/limits.ts';
export { type BlobPush, pushBlob } from './write/blob.ts';
export { type BlobSource, bytesBlob, descriptorOf, fileBlob } from './write/blob-source.ts';
export { hasBlob } from './write/has-blob.ts';
export {
  descriptorOfManifest,
  type ManifestSource,
  manifestSource,
  putManifest,
} from './write/manifest.ts';
export { type Artifact, type Pushed, pushOnce, type Tagged } from './write/push.ts';
export { putReferrer } from './write/referrer.ts';
