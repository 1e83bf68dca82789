import { join } from 'node:path';
import { hasApplyOption, isFilled, isLeftOut } from '@helm-charts/flux';
import type { FieldPath, ManifestDocument } from '@helm-charts/kubernetes';
import { isObject, stringAt, valueAt } from '@helm-charts/kubernetes';
import { type Finding, keysOf, type Manifest, manifestId, type Position } from '@helm-charts/types';
import type { InstalledRelease } from '../releases.ts';
import type { Simulated } from '../simulate.ts';
import { templateLine } from './template-line.ts';

/** An object, and how it comes to its cluster. */
export interface Applied {
  readonly document: ManifestDocument;
  /** The cluster that it is applied to; a tree may have several, and each scenario of a chart has one. */
  readonly cluster: string;
  /** The namespace that it is applied to, if it names none. */
  readonly namespace: string;
  /** Whether server-side apply creates it, which refuses more than a plain creation. */
  readonly isServerSide: boolean;
  /** Whether it has only some fields of an object, which something else creates or fills, or Flux leaves it out. */
  readonly isPart: boolean;
  /** Whether its owner deletes and creates it again if the API server rejects an update. */
  readonly isForced: boolean;
  /** The line of a field in the file or the template of the object; undefined if it is in none. */
  readonly at: ((path: FieldPath) => Position) | undefined;
}

/** All objects of an input. `index` distinguishes the clusters of several inputs. */
export const appliedOf = (
  { built, installed, input }: Simulated,
  index: number,
): readonly Applied[] => {
  const clusterOf = new Map<string, string>();
  const forced = forcing(built.layers);
  const own = built.layers.flatMap(({ appliedBy, cluster = '', documents }) =>
    documents.map((document): Applied => {
      const { manifest, origin } = document;
      clusterOf.set(manifestId(manifest), cluster);
      return {
        document,
        cluster: `${index} ${cluster}`,
        namespace: 'default',
        isServerSide: true,
        isPart:
          isFilled(manifest) ||
          (appliedBy !== undefined &&
            (hasApplyOption(manifest, 'ssa', 'Merge') || isLeftOut(manifest))),
        isForced: hasApplyOption(manifest, 'force', 'enabled') || forced.has(appliedBy),
        at: origin.at,
      };
    }),
  );
  const ofReleases = installed.flatMap((release) => {
    const cluster = clusterOfRelease(release, clusterOf);
    return release.documents.map(
      (document): Applied => ({
        document,
        cluster: `${index} ${cluster}`,
        namespace: release.namespace,
        isServerSide: isServerSide(release),
        isPart: isFilled(document.manifest),
        isForced: false,
        at: lineIn(document, input),
      }),
    );
  });
  return [...own, ...ofReleases];
};

/** A finding at the line of its field. */
export const located = (finding: Finding, { at, document }: Applied): Finding =>
  at === undefined
    ? finding
    : { ...finding, position: at(pathOf(document.manifest, finding.pointer ?? '')) };

/** The line of a field in its template, if the chart is in the repository. */
const lineIn =
  ({ manifest, source }: ManifestDocument, { files, workspaceRoot }: Simulated['input']) =>
  (path: FieldPath): Position => {
    const text = files.text(join(workspaceRoot, source));
    const line = text === undefined ? undefined : templateLine(text, manifest, path);
    return { file: source, ...(line !== undefined && { line }) };
  };

const pathOf = (manifest: Manifest, pointer: string): FieldPath => {
  let value: unknown = manifest;
  return keysOf(pointer).map((key) => {
    const isIndex = Array.isArray(value);
    value = isIndex || isObject(value) ? (value as Readonly<Record<string, unknown>>)[key] : value;
    return isIndex ? Number(key) : key;
  });
};

/** The Kustomizations with `spec.force`. */
const forcing = (layers: Simulated['built']['layers']): ReadonlySet<string | undefined> =>
  new Set(
    layers
      .flatMap(({ documents }) => documents.map(({ manifest }) => manifest))
      .filter(({ kind, spec }) => kind === 'Kustomization' && valueAt(spec, 'force') === true)
      .map(({ metadata }) => `${metadata.namespace ?? 'default'}/${metadata.name}`),
  );

/** helm-controller: internal/action/install.go. Helm 4 and the controller apply objects server-side unless told otherwise. */
const isServerSide = ({ flux }: InstalledRelease): boolean =>
  valueAt(flux?.helmRelease.spec, 'install', 'serverSideApply') !== false;

/** A HelmRelease may name another cluster than the one that it is applied to. */
const clusterOfRelease = (
  { flux, label }: InstalledRelease,
  clusters: ReadonlyMap<string, string>,
): string => {
  if (flux === undefined) return label;
  const { helmRelease } = flux;
  const kubeConfig = valueAt(helmRelease.spec, 'kubeConfig');
  if (kubeConfig === undefined) return clusters.get(manifestId(helmRelease)) ?? '';
  return `${stringAt(helmRelease, 'metadata', 'namespace')} ${JSON.stringify(kubeConfig)}`;
};
