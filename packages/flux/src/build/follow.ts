import { stringAt, valueAt } from '@helm-charts/kubernetes';
import type { Finding, Manifest, UnseenMark } from '@helm-charts/types';
import { pathWithin } from '../path.ts';
import type { Found, Sources } from '../sources/find.ts';
import type { Origin } from '../sources/origin.ts';
import { placeOf } from '../sources/place.ts';
import { referencedSource, type SourceId } from '../sources/source.ts';

/** The directory that a Kustomization applies; undefined if a finding says why there is none. */
export interface Followed {
  /** Relative to the workspace. */
  readonly path: string | undefined;
  readonly findings: readonly Finding[];
}

/** The source of a Flux Kustomization. */
export const sourceOf = (kustomization: Manifest): SourceId =>
  referencedSource(valueAt(kustomization.spec, 'sourceRef'), kustomization);

/**
 * The directory of a Flux Kustomization, relative to the workspace; undefined if it is outside the
 * workspace.
 */
export const directoryOf = (kustomization: Manifest, workspaceRoot: string): string | undefined =>
  pathWithin(workspaceRoot, stringAt(kustomization.spec, 'path') ?? '');

/** Whether a Kustomization is suspended, so that Flux applies nothing of it. */
export const isSuspended = ({ spec }: Manifest): boolean => valueAt(spec, 'suspend') === true;

/** Finds the path of a Kustomization in the repository. */
export const locateDirectory = (kustomization: Manifest, { find }: Sources): Found =>
  find(sourceOf(kustomization), stringAt(kustomization.spec, 'path') ?? '');

/** Finds the directory that a Flux Kustomization applies. */
export const follow = (kustomization: Manifest, origin: Origin, sources: Sources): Followed => {
  const skipped = (
    severity: Finding['severity'],
    said: Said,
    reason?: UnseenMark['reason'],
  ): Followed => {
    const place = placeOf(kustomization, ['spec', said.field], origin);
    const { message, fix } = said;
    const unseen = reason && ({ what: 'rendered', reason } as const);
    return {
      path: undefined,
      findings: [
        {
          rule: 'not-rendered',
          severity,
          ...place,
          message,
          ...(fix && { fix }),
          ...(unseen && { unseen }),
        },
      ],
    };
  };
  if (isSuspended(kustomization)) {
    const message =
      'the Kustomization is suspended, so Flux applies nothing of it and nothing of it is checked';
    return skipped('warning', { field: 'suspend', message }, 'suspended');
  }
  const source = sourceOf(kustomization);
  const found = locateDirectory(kustomization, sources);
  const unseen =
    'so nothing of it is built or checked, and references to its objects are reported as missing';
  switch (found.kind) {
    case 'here':
      return { path: found.path, findings: [] };
    case 'excluded': {
      const message = `the path is excluded from the artifact of ${source}, so Flux applies nothing`;
      const fix = 'correct spec.ignore or .sourceignore';
      return skipped('error', { field: 'path', message, fix });
    }
    case 'elsewhere': {
      const message = `its source ${found.source} is not available locally, ${unseen}`;
      const fix =
        'if it contains this repository, state its directory with sources in helm-charts.config.ts';
      return skipped('warning', { field: 'sourceRef', message, fix }, 'source');
    }
    case 'generated': {
      const message = `its source ${source} is made by an ArtifactGenerator with ${found.part}, which is not simulated, ${unseen}`;
      return skipped('warning', { field: 'sourceRef', message }, 'artifact');
    }
    case 'broken': {
      const message = `its source ${source} is not made by the ArtifactGenerator: ${found.problem}`;
      return skipped('error', { field: 'sourceRef', message });
    }
    case 'undefined': {
      const message = `nothing in the tree defines its source ${source}, ${unseen}`;
      const fix =
        found.similar === undefined
          ? 'add it, or state its directory with sources in helm-charts.config.ts'
          : `did you mean ${found.similar}?`;
      return skipped('error', { field: 'sourceRef', message, fix });
    }
  }
};

interface Said {
  /** The field of the spec that is the cause. */
  readonly field: string;
  readonly message: string;
  readonly fix?: string;
}
