import type { FieldPath } from '@helm-charts/kubernetes';
import { stringAt, valueAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import type { LockedChart } from './lock.ts';
import { withoutSlash } from './lock.ts';
import { pickVersion } from './version.ts';

/** A chart that Flux gets from a Helm repository or a registry. */
export interface ChartRequest {
  /** The source and the name of the chart in the lock file. */
  readonly source: string;
  readonly name: string;
  /** A HelmRepository with an index, a HelmRepository in a registry, or an OCIRepository. */
  readonly from: 'index' | 'registry' | 'artifact';
  /** What `wanted` is: a version or a range, a tag, a digest of a manifest. */
  readonly by: 'version' | 'tag' | 'digest';
  readonly wanted: string;
  /** Tags that it does not match are left out. */
  readonly filter?: RegExp;
  /** The media type of the layer with the chart; undefined for the first one. */
  readonly layer?: string;
  /** Whether the registry speaks plain HTTP. */
  readonly isInsecure: boolean;
  /** The Secret with the credentials, `namespace/name`, which only the cluster has. */
  readonly secret?: string;
}

/** A request and the field of the HelmRelease that it comes from. */
export interface PlacedRequest extends ChartRequest {
  readonly path: FieldPath;
}

/** The media type of a chart in a registry (helm: pkg/registry/constants.go, ChartLayerMediaType). */
export const chartLayer = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/** Picks what Flux would pick of the versions of a chart. */
export const pickChart = <One extends Pick<LockedChart, 'version' | 'revision'>>(
  { by, wanted, filter }: ChartRequest,
  candidates: readonly One[],
): One | undefined => {
  switch (by) {
    case 'digest':
      return candidates.find(({ revision }) => revision === wanted);
    case 'tag':
      return candidates.find(({ version }) => version === wanted);
    case 'version': {
      const filtered = candidates.filter(({ version }) => filter?.test(version) ?? true);
      return pickVersion(filtered, wanted);
    }
  }
};

/** The entries of a lock file for a chart, of all versions. */
export const lockedVersions = (
  { source, name, from }: Pick<ChartRequest, 'source' | 'name' | 'from'>,
  lock: readonly LockedChart[],
): readonly LockedChart[] =>
  lock.filter((one) => one.source === source && (from === 'artifact' || one.name === name));

/** The request of a HelmChart or of the chart template of a HelmRelease to a HelmRepository. */
export const requestToRepository = (
  spec: unknown,
  repository: Manifest,
  url: string,
): ChartRequest => {
  const name = stringAt(spec, 'chart') ?? '';
  const isRegistry = url.startsWith('oci://');
  return {
    source: withoutSlash(url) + (isRegistry ? `/${name}` : ''),
    name,
    from: isRegistry ? 'registry' : 'index',
    by: 'version',
    wanted: stringAt(spec, 'version') || '*',
    ...accessOf(repository),
  };
};

/**
 * The request of an OCIRepository. A digest takes precedence over a range, and a range over a tag. Undefined if its
 * filter is not a regular expression of JavaScript; Flux uses those of Go.
 */
export const requestToArtifact = (repository: Manifest): ChartRequest | undefined => {
  const { spec } = repository;
  const source = withoutSlash(stringAt(spec, 'url') ?? '');
  const [digest, range] = [stringAt(spec, 'ref', 'digest'), stringAt(spec, 'ref', 'semver')];
  const filter = expressionOf(stringAt(spec, 'ref', 'semverFilter') ?? '');
  if (filter === undefined) return undefined;
  const layer = stringAt(spec, 'layerSelector', 'mediaType');
  return {
    source,
    name: source.replace(/^.*\//, ''),
    from: 'artifact',
    by: digest ? 'digest' : range ? 'version' : 'tag',
    wanted: digest || range || stringAt(spec, 'ref', 'tag') || 'latest',
    filter,
    ...(layer && { layer }),
    ...accessOf(repository),
  };
};

const accessOf = ({ spec, metadata }: Manifest): Pick<ChartRequest, 'isInsecure' | 'secret'> => {
  const secret = stringAt(spec, 'secretRef', 'name');
  return {
    isInsecure: valueAt(spec, 'insecure') === true,
    ...(secret && { secret: `${metadata.namespace ?? 'default'}/${secret}` }),
  };
};

const expressionOf = (text: string): RegExp | undefined => {
  try {
    return new RegExp(text);
  } catch {
    return undefined;
  }
};
