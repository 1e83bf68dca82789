import type { ManifestDocument } from '@helm-charts/kubernetes';
import {
  type Cluster,
  type ClusterObject,
  type ClusterRelease,
  inNamespace,
  isNamespaced,
  model,
  positionOf,
} from '@helm-charts/kubernetes';
import { type Finding, manifestId } from '@helm-charts/types';
import type { BuiltTree } from './build/tree.ts';
import { isFlux } from './kinds.ts';
import type { FluxRelease } from './release.ts';
import { placeOf } from './sources/place.ts';

/** A release, its chart as it was prepared, and the objects that it installs, after post-rendering. */
export interface InstalledRelease {
  readonly release: FluxRelease;
  /** Absolute. */
  readonly chartDirectory: string;
  readonly documents: readonly ManifestDocument[];
}

/**
 * Puts together everything that a profile brings into a cluster: what Flux applies, then what each
 * release installs, every object in the namespace that it ends up in.
 */
export const clusterOf = (
  { layers }: BuiltTree,
  installed: readonly InstalledRelease[],
): Cluster => {
  const applied = layers.flatMap(({ documents }) => documents);
  const all = [...applied, ...installed.flatMap(({ documents }) => documents)];
  const hasNamespace = isNamespaced(all.map(({ manifest }) => manifest));
  const objectOf = (
    { manifest, source }: ManifestDocument,
    namespace: string,
    release?: string,
  ): ClusterObject => ({
    manifest: hasNamespace(manifest) ? inNamespace(manifest, namespace) : manifest,
    ...(release !== undefined && { release }),
    position: positionOf(source),
  });
  const objects = [
    ...applied.map((document) => objectOf(document, 'default')),
    ...installed.flatMap(({ release, documents }) =>
      documents.map((document) =>
        objectOf(document, release.namespace, release.helmRelease.metadata.name),
      ),
    ),
  ];
  return {
    ...model(objects),
    releases: installed.map(releaseOf),
    flux: applied.map(({ manifest }) => manifest).filter(isFlux),
  };
};

const releaseOf = ({
  release: { helmRelease, values = {}, dependsOn },
  chartDirectory,
}: InstalledRelease): ClusterRelease => ({
  name: helmRelease.metadata.name,
  namespace: helmRelease.metadata.namespace ?? 'default',
  helmRelease,
  chartDirectory,
  values,
  dependsOn,
});

/**
 * Objects that two Kustomizations apply, and Secrets that somebody wrote into the repository in
 * plain text.
 */
export const appliedProblems = ({ layers }: BuiltTree): readonly Finding[] => {
  const first = new Map<string, string>();
  return layers.flatMap(({ appliedBy = 'the bootstrap', documents }) =>
    documents.flatMap(({ manifest, origin }): Finding[] => {
      const id = manifestId(manifest);
      const key = `${manifest.apiVersion} ${id}`;
      const other = first.get(key);
      first.set(key, other ?? appliedBy);
      const place = placeOf(manifest, [], origin);
      return [
        ...(other === undefined || other === appliedBy
          ? []
          : [
              {
                rule: 'duplicate',
                severity: 'error' as const,
                ...place,
                message: `it is applied by ${other} and by ${appliedBy}, which would take it from each other`,
                fix: 'rename or remove one',
              },
            ]),
        ...(isPlainSecret(manifest)
          ? [
              {
                rule: 'secret-in-git',
                severity: 'error' as const,
                ...place,
                message: 'it is committed to Git in plain text',
                fix: 'create it outside of Git, or encrypt it',
              },
            ]
          : []),
      ];
    }),
  );
};

/** A Secret with data that SOPS did not encrypt. */
const isPlainSecret = ({
  kind,
  apiVersion,
  data,
  stringData,
  sops,
}: ManifestDocument['manifest']): boolean =>
  kind === 'Secret' &&
  apiVersion === 'v1' &&
  sops === undefined &&
  [data, stringData].some((values) => Object.keys(values ?? {}).length > 0);
