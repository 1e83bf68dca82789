export {
  type Chart,
  type ChartDefinition,
  defineChart,
  defineLibrary,
  type LibraryDefinition,
  type Manifests,
  type Scenarios,
  type ValuesOf,
} from './chart.ts';
export {
  type ChartCrd,
  type ChartMetadata,
  defaultKubeVersion,
  type Maintainer,
} from './chart-metadata.ts';
export type {
  Build,
  Expansion,
  ExpansionStep,
  InputProvider,
  ReplacedFile,
  Transformation,
} from './data/build.ts';
export { parseDuration } from './data/duration.ts';
export { type ExitCode, Failure, orFail } from './data/failure.ts';
export {
  type Checked,
  type Finding,
  keysOf,
  type ObjectId,
  type Position,
  pointerOf,
  printFinding,
  printObjectId,
  printPlace,
  printPosition,
  type UnseenMark,
  type UnseenReason,
} from './data/finding.ts';
export { groupBy } from './data/group.ts';
export type { Json, JsonObject } from './data/json.ts';
export { fieldPath } from './data/path.ts';
export {
  type Capabilities,
  type Manifest,
  manifestId,
  objectIdOf,
  type Release,
  type TargetCluster,
  type TargetVersions,
} from './data/release.ts';
export { closest } from './data/suggest.ts';
export {
  type Dependencies,
  type Dependency,
  type DependencyOptions,
  dependency,
  type ImportedValue,
  type Subchart,
  subchart,
} from './dependency.ts';
export { addressSecrets, type ProfileAddress, type SiteAddress } from './flux/address.ts';
export {
  type AirGap,
  type AirGapDefinition,
  airGapFolders,
  cosignVerification,
  type SignatureKeys,
} from './flux/air-gap.ts';
export { certificateSecrets, type ProfileCertificate } from './flux/certificate.ts';
export {
  extendProfile,
  type ProfileExtension,
  type ReleaseChanges,
} from './flux/extend-profile.ts';
export {
  type ImagePlace,
  type ImageReference,
  imagePlaces,
  imageText,
  type ProfileImages,
  placeholderTag,
  unchosenImages,
} from './flux/images.ts';
export type { NetworkDefinition, NetworkPolicy } from './flux/network.ts';
export {
  type FluxObject,
  gitRepository,
  helmRepository,
  kustomization,
  namespace,
  ociRepository,
  type PodSecurity,
} from './flux/object.ts';
export {
  defineProfile,
  type InstalledRelease,
  type ObjectNames,
  type Profile,
  type ProfileCluster,
  type ProfileDefinition,
  type Releases,
} from './flux/profile.ts';
export {
  type CrdPolicy,
  install,
  type PostRendererPatch,
  type ProfileRelease,
  type ReleaseOptions,
  siteAddress,
  type ValuesNames,
} from './flux/release.ts';
export { isRemote, type RemoteChart, remoteChart } from './flux/remote-chart.ts';
export type { DataClaim, ProfileSecret, Rotation } from './flux/secret.ts';
export { type Component, component, named } from './kubernetes/component.ts';
export { type CustomKind, custom } from './kubernetes/custom.ts';
export {
  type ConfigKey,
  type Credential,
  configKey,
  credential,
  credentials,
  environment,
  type Setting,
} from './kubernetes/environment.ts';
export type { Hook, HookDeletePolicy, HookEvent } from './kubernetes/hook.ts';
export { apiVersions, type Kinds } from './kubernetes/kinds.ts';
export { type Body, type Kind, type ManifestTemplate, manifest } from './kubernetes/manifest.ts';
export {
  type Container,
  type ContainerSecurity,
  imageName,
  type Pod,
  type PodSecurityContext,
  type PodTemplate,
  restrictedContainer,
  restrictedPod,
} from './kubernetes/pod.ts';
export { clusterKinds } from './kubernetes/scope.ts';
export { generatedSecret } from './kubernetes/secret.ts';
export { type Rule, rule } from './rule.ts';
export type { WithSubcharts } from './subchart-values.ts';
export { product, sum } from './template/arithmetic.ts';
export { apiAvailable, type KubernetesRange, kubernetesVersion } from './template/capabilities.ts';
export {
  and,
  type Condition,
  equals,
  implies,
  isSet,
  lessThan,
  not,
  or,
  type Test,
} from './template/condition.ts';
export {
  type Each,
  type Either,
  each,
  ifSet,
  match,
  orDefault,
  type Spread,
  spread,
  type When,
  when,
  whenCase,
} from './template/control.ts';
export type { Expression, Operand, Variable } from './template/expression.ts';
export {
  type ExtraObject,
  type ExtraObjects,
  extraManifests,
  extraObjects,
} from './template/extra.ts';
export { file, type Hole } from './template/file.ts';
export { helper } from './template/helper.ts';
export { type Helpers, include } from './template/include.ts';
export { type Merge, type Mergeable, merge } from './template/merge.ts';
export { type Names, names, release } from './template/name.ts';
export { originOf } from './template/origin.ts';
export { type ChoiceRef, expressionOf, type Ref, type Refs, refs } from './template/ref.ts';
export type { Fields, Item, Templated } from './template/templated.ts';
export { hash, join, type Printable, text } from './template/text.ts';
export { type ChoiceOf, choice, type Shapes } from './values/choice.ts';
export { type ListOptions, list, type MapOptions, map, optional } from './values/collection.ts';
export { type Fragments, fragment, type Opaque, raw } from './values/fragment.ts';
export {
  type Described,
  hasDefault,
  type JsonSchema,
  type Node,
  type OptionalNode,
  type Options,
  propertiesOf,
  requiredOf,
  type ValueOf,
} from './values/node.ts';
export { type Members, type ObjectOf, object } from './values/object.ts';
export type { Overlay, OverlayOf } from './values/overlay.ts';
export {
  type Image,
  image,
  type Resources,
  resources,
  type SecretRef,
  secretRef,
} from './values/parts.ts';
export {
  boolean,
  host,
  integer,
  type NumberOptions,
  number,
  oneOf,
  port,
  quantity,
  type StringOptions,
  string,
} from './values/scalar.ts';
export { templated } from './values/templated.ts';
