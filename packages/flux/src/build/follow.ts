import { stringAt, valueAt } from '@helm-charts/kubernetes';
import type { Finding, Manifest } from '@helm-charts/types';
import { pathWithin } from '../path.ts';
import type { Origin } from '../sources/origin.ts';
import { placeOf } from '../sources/place.ts';

/** The source of a profile, as its Kustomizations name it: `GitRepository flux-system/appliance`. */
export type SourceId = string;

/** The directory that a Kustomization applies, undefined where a finding says why there is none. */
export interface Followed {
  /** Relative to the workspace. */
  readonly path: string | undefined;
  readonly findings: readonly Finding[];
}

/** What a Flux Kustomization is built from. */
export const sourceOf = (kustomization: Manifest): SourceId => {
  const reference = valueAt(kustomization.spec, 'sourceRef');
  const namespace = stringAt(reference, 'namespace') || (kustomization.metadata.namespace ?? '');
  return `${stringAt(reference, 'kind') ?? 'nowhere'} ${namespace}/${stringAt(reference, 'name') ?? ''}`;
};

/** The directory of a Flux Kustomization, relative to the workspace; undefined if it lies outside. */
export const directoryOf = (kustomization: Manifest, workspaceRoot: string): string | undefined =>
  pathWithin(workspaceRoot, stringAt(kustomization.spec, 'path') ?? '');

/**
 * Where a Flux Kustomization leads. `home` is the source that holds the workspace; where nobody
 * says so, every GitRepository is taken for it.
 */
export const follow = (
  kustomization: Manifest,
  origin: Origin,
  workspaceRoot: string,
  home: SourceId | undefined,
): Followed => {
  const skipped = (severity: Finding['severity'], field: string, message: string): Followed => ({
    path: undefined,
    findings: [
      {
        rule: 'not-rendered',
        severity,
        ...placeOf(kustomization, ['spec', field], origin),
        message,
      },
    ],
  });

  if (valueAt(kustomization.spec, 'suspend') === true) {
    return skipped(
      'warning',
      'suspend',
      'it is suspended, so Flux applies nothing and nothing is built',
    );
  }
  const source = sourceOf(kustomization);
  if (home === undefined ? !source.startsWith('GitRepository ') : source !== home) {
    return skipped(
      'warning',
      'sourceRef',
      `it comes from ${source} and is not at hand; nothing of it is built or checked, and what others need of it counts as missing`,
    );
  }
  const path = directoryOf(kustomization, workspaceRoot);
  if (path === undefined) return skipped('error', 'path', 'its path lies outside the repository');
  return { path, findings: [] };
};
