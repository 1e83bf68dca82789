import type { Finding, Manifest } from '@helm-charts/types';
import { placeOf } from '../sources/place.ts';
import { follow, type SourceId } from './follow.ts';
import type { LayerDocument } from './layer.ts';
import type { Step } from './step.ts';

/** A directory that is or will be applied; by the bootstrap where no Kustomization does. */
interface AppliedPath {
  readonly path: string;
  readonly by: string | undefined;
}

/** What follows from a Flux Kustomization; no step where a finding says why. */
interface Child {
  readonly step: Step | undefined;
  readonly findings: readonly Finding[];
}

/**
 * What is to be built because of a Flux Kustomization that a directory holds. A directory is built
 * once: a second Kustomization that would apply the same objects is a finding, and so is one that
 * leads back to a directory on the way to it.
 */
export const childStep = (
  { manifest, origin }: LayerDocument,
  from: Step,
  applied: readonly AppliedPath[],
  workspaceRoot: string,
  home: SourceId | undefined,
): Child => {
  const { path, findings } = follow(manifest, origin, workspaceRoot, home);
  if (path === undefined) return { step: undefined, findings };
  const within = [...from.within, from.path];
  const earlier = applied.find((one) => one.path === path);
  if (earlier === undefined || !(isUnchanged(manifest) || within.includes(path))) {
    return { step: { path, appliedBy: { manifest, origin }, within }, findings };
  }
  const twice: Finding = {
    rule: 'duplicate',
    severity: 'warning',
    ...placeOf(manifest, ['spec', 'path'], origin),
    message: `it applies ${path}, which ${earlier.by ?? 'the bootstrap'} applies already: each would take the objects from the other`,
    fix: 'give one of them another path',
  };
  return { step: undefined, findings: [...findings, twice] };
};

/** Whether a Kustomization applies the very objects of its directory. */
const isUnchanged = ({ spec }: Manifest): boolean =>
  !['targetNamespace', 'namePrefix', 'nameSuffix', 'postBuild', 'patches', 'components'].some(
    (field) => spec !== undefined && Object.hasOwn(spec as object, field),
  );
