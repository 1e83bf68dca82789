import type { Manifest } from '@helm-charts/types';
import { copyAnnotation } from '../resource-set/copy.ts';

/**
 * The ids of a Secret or ConfigMap that a controller fills in the cluster, because an annotation says so, and of the copies
 * that a controller makes of it: `Secret demo/app`.
 */
export const filledBy = ({ apiVersion, kind, metadata, ...rest }: Manifest): readonly string[] => {
  if (apiVersion !== 'v1' || (kind !== 'Secret' && kind !== 'ConfigMap')) return [];
  const annotations = metadata.annotations ?? {};
  const isFilled =
    Object.keys(annotations).some((name) => fillers.some((pattern) => pattern.test(name))) ||
    rest.type === 'kubernetes.io/service-account-token';
  return [
    ...(isFilled ? [`${kind} ${metadata.namespace ?? 'default'}/${metadata.name}`] : []),
    ...(copiers.some(([name, value]) => value.test(annotations[name] ?? ''))
      ? [`${kind} */${metadata.name}`]
      : []),
  ];
};

/** Whether a controller fills an object. */
export const isFilled = (object: Manifest): boolean =>
  filledBy(object).some((id) => !id.includes('*'));

/** The annotations of objects that a controller fills. */
const fillers: readonly RegExp[] = [
  new RegExp(`^${copyAnnotation}$`),
  /^fluxcd\.controlplane\.io\/convertKubeConfigFrom$/,
  /^reflector\.v1\.k8s\.emberstack\.com\/reflects$/,
  /^replicator\.v1\.mittwald\.de\/replicate-from$/,
  /^secret-generator\.v1\.mittwald\.de\/(autogenerate|type)$/,
];

/** The annotations of objects that a controller copies to other namespaces. */
const copiers: readonly (readonly [string, RegExp])[] = [
  ['reflector.v1.k8s.emberstack.com/reflection-auto-enabled', /^true$/],
  ['replicator.v1.mittwald.de/replicate-to', /./],
  ['replicator.v1.mittwald.de/replicate-to-matching', /./],
];
