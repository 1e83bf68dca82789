import type { FieldPath } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';
import type { SourceId } from '../build/follow.ts';
import type { Lookup } from '../lookup.ts';
import type { LockedChart } from './lock.ts';

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
  fix?: string,
) => void;
