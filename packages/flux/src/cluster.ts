import {
  type Cluster,
  type ClusterObject,
  type ClusterRelease,
  inNamespace,
  isNamespaced,
  model,
} from '@helm-charts/kubernetes';
import { type Finding, manifestId, type Position } from '@helm-charts/types';
import type { BuiltProfile } from './build/build.ts';
import type { ManifestDocument } from './documents.ts';
import { isFlux } from './kinds.ts';
import type { ResolvedRelease } from './release.ts';

/** A release and the objects that it installs, after post-rendering. */
export interface InstalledRelease {
  readonly resolved: ResolvedRelease;
  readonly documents: readonly ManifestDocument[];
}

/**
 * Puts together everything that a profile brings into a cluster: what Flux applies, then what each
 * release installs, every object in the namespace that it ends up in.
 */
export const clusterOf = (
  { layers }: BuiltProfile,
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
    ...installed.flatMap(({ resolved, documents }) =>
      documents.map((document) =>
        objectOf(document, resolved.release.namespace, resolved.helmRelease.metadata.name),
      ),
    ),
  ];
  return {
    ...model(objects),
    releases: installed.map(({ resolved }) => releaseOf(resolved)),
    flux: applied.map(({ manifest }) => manifest).filter(isFlux),
  };
};

/** The place that a source names: `file` or `file:line`. */
const positionOf = (source: string): Position => {
  const [, file = source, line] = /^(.*):(\d+)$/.exec(source) ?? [];
  return { file, ...(line !== undefined && { line: Number(line) }) };
};

const releaseOf = ({ helmRelease, release, dependsOn }: ResolvedRelease): ClusterRelease => ({
  name: helmRelease.metadata.name,
  namespace: helmRelease.metadata.namespace ?? 'default',
  helmRelease,
  chartDirectory: release.chart,
  values: release.values,
  dependsOn,
});

/**
 * Objects that two Kustomizations apply, and Secrets that somebody wrote into the repository in
 * plain text.
 */
export const appliedProblems = ({ layers }: BuiltProfile): readonly Finding[] => {
  const first = new Map<string, string>();
  return layers.flatMap(({ appliedBy = 'the bootstrap', documents }) =>
    documents.flatMap(({ manifest, origin }): Finding[] => {
      const id = manifestId(manifest);
      const key = `${manifest.apiVersion} ${id}`;
      const other = first.get(key);
      first.set(key, other ?? appliedBy);
      const where = origin.at();
      const twice = `${id} is applied by ${other} and by ${appliedBy}, which would take it from each other; rename or remove one.`;
      const plain = `${id} is in the repository for everybody to read; create it outside of Git, or encrypt it.`;
      return [
        ...(other === undefined || other === appliedBy ? [] : [error('duplicate', where, twice)]),
        ...(isPlainSecret(manifest) ? [error('secret', where, plain)] : []),
      ];
    }),
  );
};

const error = (rule: string, where: string, message: string): Finding => ({
  rule,
  severity: 'error',
  where,
  message,
});

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
