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

/** A release, its prepared chart, and the objects that it installs, after post-rendering. */
export interface InstalledRelease {
  readonly release: FluxRelease;
  /** Absolute. */
  readonly chartDirectory: string;
  readonly documents: readonly ManifestDocument[];
}

/**
 * Collects all objects of a profile: first those that kustomize-controller applies, then those that
 * each release installs, each with its namespace in the cluster.
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
 * Reports objects that two Kustomizations apply, and plain-text Secrets in the repository.
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
                message: `${other} and ${appliedBy} both apply the object, so each overwrites the other`,
                fix: 'rename or remove one',
              },
            ]),
        ...(isPlainSecret(manifest)
          ? [
              {
                rule: 'secret-in-git',
                severity: 'error' as const,
                ...place,
                message:
                  'the Secret is committed to Git in plain text, so everyone with access to the repository can read it',
                fix: 'delete it and create it outside of Git, or encrypt it with SOPS',
              },
            ]
          : []),
      ];
    }),
  );
};

/** Whether a Secret has data that SOPS has not encrypted. */
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
