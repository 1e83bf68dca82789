import type { Engine } from '@helm-charts/engine';
import { type ClusterObject, inNamespace, isNamespaced } from '@helm-charts/kubernetes';
import {
  type Checked,
  type FluxObject,
  isRemote,
  type JsonObject,
  type Manifest,
  type ProfileRelease,
  type TargetCluster,
} from '@helm-charts/types';
import { readFiles } from '../files.ts';

/** A release of a profile, and where its chart is. */
export interface Source {
  readonly name: string;
  readonly release: ProfileRelease;
  readonly namespace: string;
  /** Of its chart, absolute. */
  readonly directory: string;
  /** Of the profile. */
  readonly version: string;
  readonly cluster: TargetCluster;
}

/**
 * Whether the objects of a release are not known: it has a chart that others publish, whose package may not be on this machine. The
 * generated files must not depend on that.
 */
export const isOpaque = ({ release }: Source): boolean => isRemote(release.chart);

/** The objects of releases. An opaque release is one Pod with the label and the values of the release. */
export const objectsOf = async (
  sources: readonly Source[],
  workspace: string,
  engine: Engine,
): Promise<Checked<readonly ClusterObject[]>> => {
  const files = readFiles(workspace);
  const rendered = sources.filter((source) => !isOpaque(source));
  const results = await engine.render(
    rendered.map(({ name, release, namespace, directory, version, cluster }) => ({
      name,
      namespace,
      chart: directory,
      chartContent: files.content(directory),
      values: withVersion(release, version),
      cluster,
    })),
  );
  const findings = results.flatMap((result) => result.findings);
  if (results.some(({ value }) => value === undefined)) return { findings };
  const objects = [
    ...rendered.flatMap(({ namespace }, index) =>
      (results[index]?.value?.documents ?? []).map(
        ({ manifest }) => [manifest, namespace] as const,
      ),
    ),
    ...sources.flatMap((source) => {
      const own = isOpaque(source) ? [standIn(source)] : [];
      return [...own, ...source.release.objects.map(manifestOf)].map(
        (manifest) => [manifest, source.namespace] as const,
      );
    }),
  ];
  const hasNamespace = isNamespaced(objects.map(([manifest]) => manifest));
  return {
    value: objects.map(([manifest, namespace]) => ({
      manifest: hasNamespace(manifest) ? inNamespace(manifest, namespace) : manifest,
      position: { file: '' },
    })),
    findings,
  };
};

/** The values that the HelmRelease has; an overlay contains JSON values only. */
const withVersion = ({ values }: ProfileRelease, version: string): JsonObject => ({
  ...(values as JsonObject),
  global: { ...(values as { readonly global?: JsonObject }).global, release: version },
});

/** The type of Flux's objects leaves the name optional, which a definition always gives. */
const manifestOf = (object: FluxObject): Manifest => object as Manifest;

/** Charts give their pods this label (Helm docs, Labels and Annotations). */
const standIn = ({ name, release }: Source): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { 'app.kubernetes.io/instance': name } },
  spec: { containers: [{ name: 'values', args: textsIn(release.values) }] },
});

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};
