import { resolve } from 'node:path';
import type { Finding, Manifest } from '@helm-charts/types';
import { isObject, listAt, stringAt, valueAt } from '../fields.ts';
import type { SourceId } from '../follow.ts';
import type { Lookup } from '../lookup.ts';
import { pathWithin } from '../path.ts';
import type { FieldPath } from '../written/origin.ts';
import { type LockedChart, withoutSlash } from './lock.ts';
import { pickVersion } from './version.ts';

/** Where the chart of a HelmRelease is, and what Flux changes in it before it is rendered. */
export interface ChartSource {
  /** The directory of a chart, absolute, or the digest of a package: `sha256:…`. */
  readonly location: { readonly directory: string } | { readonly digest: string };
  /** What Flux adds to the chart's version behind a `+`. */
  readonly metadata: string | undefined;
  /** The version that the chart must have. */
  readonly version: string | undefined;
  /** Files whose values replace the chart's own. */
  readonly valuesFiles: readonly string[];
  /** What the paths of these files begin at: the repository, absolute, or the chart. */
  readonly valuesRoot: string | undefined;
  readonly ignoresMissing: boolean;
}

/** What charts can be found in. */
export interface ChartContext {
  readonly workspaceRoot: string;
  readonly lookup: Lookup;
  readonly lock: readonly LockedChart[];
  /** The source that holds the workspace; undefined if every GitRepository does. */
  readonly home: SourceId | undefined;
  /** Whether Flux leaves a path out of its artifact. */
  readonly isIgnored: (path: string) => boolean;
}

/** Reports a problem at a field of the HelmRelease. */
export type Report = (
  rule: string,
  severity: Finding['severity'],
  path: FieldPath,
  message: string,
) => void;

/**
 * Finds the chart of a HelmRelease as source-controller would: a path of the Git repository, a
 * version of a HelmRepository, or what an OCIRepository points at. Nothing is fetched: what comes
 * from a network must be in the lock. Undefined after a report.
 */
export const resolveChart = (
  helmRelease: Manifest,
  context: ChartContext,
  report: Report,
): ChartSource | undefined => {
  const namespace = helmRelease.metadata.namespace ?? 'default';
  const reference = valueAt(helmRelease.spec, 'chartRef');
  if (reference === undefined) {
    const spec = valueAt(helmRelease.spec, 'chart', 'spec');
    return ofTemplate(spec, ['spec', 'chart', 'spec'], namespace, context, report);
  }
  const kind = stringAt(reference, 'kind') ?? 'nothing';
  const name = stringAt(reference, 'name') ?? '';
  const where = stringAt(reference, 'namespace') || namespace;
  const object = context.lookup(kind, where, name);
  const path = ['spec', 'chartRef'];
  if (object === undefined) {
    report(
      'chart',
      'error',
      path,
      `nothing installs ${kind} ${where}/${name}, which holds its chart; add it.`,
    );
    return undefined;
  }
  if (kind === 'HelmChart') return ofTemplate(object.spec, path, where, context, report);
  if (kind === 'OCIRepository') return ofRegistry(object, path, context, report);
  report('not-rendered', 'warning', path, notAtHand(`${kind} ${where}/${name}`));
  return undefined;
};

const ofTemplate = (
  spec: unknown,
  path: FieldPath,
  namespace: string,
  context: ChartContext,
  report: Report,
): ChartSource | undefined => {
  const chart = stringAt(spec, 'chart') ?? '';
  const kind = stringAt(spec, 'sourceRef', 'kind') ?? 'nowhere';
  const name = stringAt(spec, 'sourceRef', 'name') ?? '';
  const where = stringAt(spec, 'sourceRef', 'namespace') || namespace;
  const id = `${kind} ${where}/${name}`;
  const valuesFiles = listAt(spec, 'valuesFiles').filter((file) => typeof file === 'string');
  const values = {
    valuesFiles,
    ignoresMissing: valueAt(spec, 'ignoreMissingValuesFiles') === true,
  };
  // The generation of an object that was never changed.
  const generation = valuesFiles.length > 0 ? ['1'] : [];

  if (kind === 'HelmRepository') {
    const repository = context.lookup(kind, where, name);
    const url = stringAt(repository?.spec, 'url');
    if (url === undefined) {
      report(
        'chart',
        'error',
        [...path, 'sourceRef'],
        `nothing installs ${id}, which holds its chart; add it.`,
      );
      return undefined;
    }
    const source = withoutSlash(url) + (url.startsWith('oci://') ? `/${chart}` : '');
    const range = stringAt(spec, 'version') || '*';
    const candidates = context.lock.filter((one) => one.source === source && one.name === chart);
    const locked = pickVersion(candidates, range);
    if (locked === undefined) {
      reportMissing(candidates, `${chart} ${range} of ${source}`, [...path, 'version'], report);
      return undefined;
    }
    return {
      ...placeOf(locked, context),
      ...values,
      metadata: generation[0],
      valuesRoot: undefined,
    };
  }
  if (kind !== 'GitRepository' || (context.home?.startsWith(kind) && context.home !== id)) {
    report('not-rendered', 'warning', [...path, 'sourceRef'], notAtHand(id));
    return undefined;
  }
  const inside = pathWithin(context.workspaceRoot, chart);
  if (inside === undefined) {
    report('chart', 'error', [...path, 'chart'], `its chart ${chart} lies outside the repository.`);
    return undefined;
  }
  const directory = resolve(context.workspaceRoot, inside);
  if (context.isIgnored(directory)) {
    report(
      'chart',
      'error',
      [...path, 'chart'],
      `its chart ${chart} is left out of what Flux takes from ${id}; correct spec.ignore or .sourceignore.`,
    );
    return undefined;
  }
  const isRevision = stringAt(spec, 'reconcileStrategy') === 'Revision';
  if (isRevision) {
    report(
      'chart',
      'warning',
      [...path, 'reconcileStrategy'],
      `with Revision each commit is a new version of its chart; it is rendered with ${unknown} in the place of the commit.`,
    );
  }
  const metadata = [...(isRevision ? [unknown] : []), ...generation].join('.') || undefined;
  const { workspaceRoot } = context;
  return {
    location: { directory },
    version: undefined,
    ...values,
    metadata,
    valuesRoot: workspaceRoot,
  };
};

/**
 * A digest wins over a range, a range over a tag. The version ends with the first 12 digits of the
 * digest (helm-controller: internal/controller/helmrelease_controller.go,
 * mutateChartWithSourceRevision), and a tag that is a version must be the chart's own.
 */
const ofRegistry = (
  repository: Manifest,
  path: FieldPath,
  context: ChartContext,
  report: Report,
): ChartSource | undefined => {
  const { spec } = repository;
  const url = withoutSlash(stringAt(spec, 'url') ?? '');
  const [digest, range] = [stringAt(spec, 'ref', 'digest'), stringAt(spec, 'ref', 'semver')];
  const tag = stringAt(spec, 'ref', 'tag') ?? 'latest';
  const filter = new RegExp(stringAt(spec, 'ref', 'semverFilter') ?? '');
  const candidates = context.lock.filter(({ source }) => source === url);
  const locked = digest
    ? candidates.find(({ revision }) => revision === digest)
    : range
      ? pickVersion(
          candidates.filter(({ version }) => filter.test(version)),
          range,
        )
      : candidates.find(({ version }) => version === tag);
  if (locked === undefined) {
    reportMissing(candidates, `${digest ?? range ?? tag} of ${url}`, path, report);
    return undefined;
  }
  return {
    ...placeOf(locked, context),
    valuesFiles: [],
    valuesRoot: undefined,
    ignoresMissing: false,
    metadata: (locked.revision ?? `sha256:${unknown}`).slice('sha256:'.length).slice(0, 12),
  };
};

/** Stands for a hash that is only known once something is published or committed. */
const unknown = '000000000000';

const placeOf = (
  { path, digest = '', version }: LockedChart,
  { workspaceRoot }: ChartContext,
): Pick<ChartSource, 'location' | 'version'> => ({
  location: path === undefined ? { digest } : { directory: resolve(workspaceRoot, path) },
  version,
});

/** Other versions in the lock mean that this one was forgotten; none, that nobody fetched the chart. */
const reportMissing = (
  candidates: readonly LockedChart[],
  what: string,
  path: FieldPath,
  report: Report,
): void => {
  if (candidates.length === 0) {
    report('not-rendered', 'warning', path, notAtHand(what));
    return;
  }
  const versions = candidates.map(({ version }) => version).join(', ');
  report(
    'chart',
    'error',
    path,
    `the lock has no chart ${what}, only ${versions}; lock it, or ask for one of these.`,
  );
};

const notAtHand = (what: string): string =>
  `its chart comes from ${what} and is not at hand; nothing of it is rendered or checked.`;

/** Whether a HelmRelease says at all where its chart is. */
export const hasChart = ({ spec }: Manifest): boolean =>
  isObject(valueAt(spec, 'chart')) !== isObject(valueAt(spec, 'chartRef'));
