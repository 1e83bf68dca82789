import { stringAt, valueAt } from '@helm-charts/kubernetes';
import type { Finding, Manifest } from '@helm-charts/types';
import { pathWithin } from '../path.ts';
import type { Origin } from '../sources/origin.ts';
import { placeOf } from '../sources/place.ts';

/** The id of the source of a profile: `GitRepository flux-system/appliance`. */
export type SourceId = string;

/** The directory that a Kustomization applies; undefined if a finding says why there is none. */
export interface Followed {
  /** Relative to the workspace. */
  readonly path: string | undefined;
  readonly findings: readonly Finding[];
}

/** The source of a Flux Kustomization. */
export const sourceOf = (kustomization: Manifest): SourceId => {
  const reference = valueAt(kustomization.spec, 'sourceRef');
  const namespace = stringAt(reference, 'namespace') || (kustomization.metadata.namespace ?? '');
  return `${stringAt(reference, 'kind') ?? 'nowhere'} ${namespace}/${stringAt(reference, 'name') ?? ''}`;
};

/**
 * The directory of a Flux Kustomization, relative to the workspace; undefined if it is outside the
 * workspace.
 */
export const directoryOf = (kustomization: Manifest, workspaceRoot: string): string | undefined =>
  pathWithin(workspaceRoot, stringAt(kustomization.spec, 'path') ?? '');

/**
 * Finds the directory that a Flux Kustomization applies. `home` is the source that contains the
 * workspace; if it is undefined, every GitRepository is assumed to contain it.
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
      'the Kustomization is suspended, so Flux applies nothing of it and nothing of it is checked',
    );
  }
  const source = sourceOf(kustomization);
  if (home === undefined ? !source.startsWith('GitRepository ') : source !== home) {
    return skipped(
      'warning',
      'sourceRef',
      `its source ${source} is not available locally, so nothing of it is built or checked, and references to its objects are reported as missing`,
    );
  }
  const path = directoryOf(kustomization, workspaceRoot);
  if (path === undefined)
    return skipped('error', 'path', 'the path is outside the repository, so Flux rejects it');
  return { path, findings: [] };
};
