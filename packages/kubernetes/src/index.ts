export type { Address } from './address.ts';
export type { Cluster, ClusterObject, ClusterRelease } from './cluster.ts';
export { type Connection, connectionsOf, portsOf } from './connection.ts';
export {
  isManifest,
  type ManifestDocument,
  missingFields,
  parseManifests,
  positionOf,
} from './documents.ts';
export type { Edge } from './edge.ts';
export {
  type FieldPath,
  isObject,
  listAt,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
  stringsAt,
  valueAt,
} from './fields.ts';
export { groupOf, keyFor, keyOf, namespaceOf } from './identity.ts';
export { type Model, model } from './model.ts';
export { oncePerText } from './once-per-text.ts';
export { type Container, commandOf, listensOn, type Pod } from './pod.ts';
export type { Reference, ReferenceKind } from './reference.ts';
export { inNamespace, isNamespaced } from './scope.ts';
export { type Service, selects, serviceOf, targetPort } from './service.ts';
export { isStandIn, isUnknownText, standIn } from './stand-in.ts';
export { apisOf } from './target/apis.ts';
export {
  defaultTarget,
  printTarget,
  readTarget,
  schemasOf,
  targetOf,
} from './target/resolve.ts';
export type { FluxVersion, KubernetesVersion, Target } from './target/target.ts';
export { fluxVersions, kubernetesVersions } from './target/versions.ts';
export type { Variable } from './variable.ts';
export type { Volume } from './volume.ts';
export { writeYaml } from './write-yaml.ts';
export { type ParsedDocument, parseYaml, parseYamlStream } from './yaml.ts';
export { type LocatedYaml, parseLocatedStream, parseLocatedYaml } from './yaml-located.ts';
