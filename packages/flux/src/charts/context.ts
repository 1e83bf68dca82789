import type { FieldPath } from '@helm-charts/kubernetes';
import type { Finding, UnseenReason } from '@helm-charts/types';
import type { Lookup } from '../lookup.ts';
import type { Files } from '../sources/files.ts';
import type { Sources } from '../sources/find.ts';
import type { LockedChart } from './lock.ts';

/**
 * The location of a HelmRelease's chart, and the changes that Flux makes to it before rendering.
 */
export interface ChartSource {
  /** The directory of a chart, or the digest of a package: `sha256:…`. */
  readonly location: ChartDirectory | { readonly digest: string };
  /** The build metadata that Flux appends to the chart version after a `+`. */
  readonly metadata: string | undefined;
  /** The version that the chart must have. */
  readonly version: string | undefined;
  /** Files whose values replace the values.yaml of the chart. */
  readonly valuesFiles: readonly string[];
  /** The base directory of these files: the repository (absolute), or the chart if undefined. */
  readonly valuesRoot: string | undefined;
  readonly ignoresMissing: boolean;
}

interface ChartDirectory {
  /** Absolute. */
  readonly directory: string;
  /** `spec.ignore` of its source, which excludes files from the artifact, as `.sourceignore` files do; undefined for other sources. */
  readonly ignore?: string;
}

/** The inputs for finding charts. */
export interface ChartContext {
  readonly workspaceRoot: string;
  readonly files: Files;
  readonly lookup: Lookup;
  readonly lock: readonly LockedChart[];
  readonly sources: Sources;
  /** Whether the cluster may have objects that are not in the tree. */
  readonly isPartial: boolean;
}

/** Reports a problem at a field of the HelmRelease; `unseen` is the reason why the release is not rendered although nothing is wrong with it. */
export type Report = (
  rule: string,
  severity: Finding['severity'],
  path: FieldPath,
  message: string,
  fix?: string,
  unseen?: UnseenReason,
) => void;
