import { isObject } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import type { Lookup } from '../lookup.ts';

/**
 * The annotation of a ConfigMap or Secret of a ResourceSet that names the object of the same kind whose data it gets
 * (flux-operator: docs/api/v1/resourceset.md, "Copying ConfigMaps and Secrets").
 */
export const copyAnnotation = 'fluxcd.controlplane.io/copyFrom';

/** Copies the data that the annotation names, if the tree has it. */
export const copyFrom = (object: Manifest, lookup: Lookup): Manifest => {
  const { kind, apiVersion, metadata } = object;
  const [namespace = '', name] = metadata.annotations?.[copyAnnotation]?.split('/') ?? [];
  if (name === undefined || apiVersion !== 'v1') return object;
  if (kind !== 'ConfigMap' && kind !== 'Secret') return object;
  const source = lookup(kind, namespace, name);
  if (source === undefined) return object;
  const { data, binaryData, stringData, sops } = source;
  const copied = Object.fromEntries(
    Object.entries({ data, binaryData, stringData, sops }).filter(([, value]) => isObject(value)),
  );
  return { ...object, ...copied };
};
