import type { ManifestDocument } from '@helm-charts/kubernetes';
import { type Finding, type Manifest, objectIdOf } from '@helm-charts/types';

/**
 * Leaves out the findings about kinds that the Flux Operator adds to the schemas of Alert and Receiver (flux-operator:
 * internal/builder/templates.go). A tree that names them is for a cluster with the Flux Operator, which often is not in the tree.
 */
export const withOperatorKinds = (
  findings: readonly Finding[],
  documents: readonly ManifestDocument[],
): readonly Finding[] => {
  const allowed = new Set(
    documents.flatMap(({ manifest }) =>
      referencesOf(manifest).flatMap(({ pointer, kind }) =>
        added.has(String(kind)) ? [keyOf(objectIdOf(manifest), pointer)] : [],
      ),
    ),
  );
  return findings.filter(
    ({ rule, object, pointer = '' }) => rule !== 'schema' || !allowed.has(keyOf(object, pointer)),
  );
};

const added: ReadonlySet<string> = new Set([
  'FluxInstance',
  'ResourceSet',
  'ResourceSetInputProvider',
]);

/** The CustomResourceDefinition of Alert or Receiver, as JSON, with the kinds that the Flux Operator adds. */
export const operatorDefinition = (text: string): string =>
  JSON.stringify(
    JSON.parse(text, (key, value: unknown) =>
      key === 'enum' && Array.isArray(value) && value.includes('HelmRelease')
        ? [...value, ...added]
        : value,
    ),
  );

/** The kinds that an Alert or a Receiver refers to. */
const referencesOf = ({ apiVersion, kind, spec }: Manifest) => {
  if (!apiVersion.startsWith('notification.toolkit.fluxcd.io/')) return [];
  const field = kind === 'Alert' ? 'eventSources' : 'resources';
  const list = (spec as Readonly<Record<string, unknown>> | undefined)?.[field];
  return (Array.isArray(list) ? list : []).map((one: unknown, index) => ({
    pointer: `/spec/${field}/${index}/kind`,
    kind: (one as { readonly kind?: unknown } | null)?.kind,
  }));
};

const keyOf = (object: Finding['object'], pointer: string): string =>
  `${JSON.stringify(object)} ${pointer}`;
