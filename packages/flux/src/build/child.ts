import type { Finding, Manifest } from '@helm-charts/types';
import type { Sources } from '../sources/find.ts';
import { placeOf } from '../sources/place.ts';
import { follow } from './follow.ts';
import type { LayerDocument } from './layer.ts';
import type { Step } from './step.ts';

/**
 * A directory that Flux applies, and the Kustomization that applies it; undefined if `flux
 * bootstrap` applies it.
 */
interface AppliedPath {
  readonly path: string;
  readonly by: string | undefined;
}

/** The build step of a Flux Kustomization; undefined if a finding says why there is none. */
interface Child {
  readonly step: Step | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Returns the build step of a Flux Kustomization. Each directory is built once: a second
 * Kustomization that applies the same objects is a finding, and so is a Kustomization in a cycle.
 */
export const childStep = (
  { manifest, origin }: LayerDocument,
  from: Step,
  applied: readonly AppliedPath[],
  sources: Sources,
): Child => {
  const { path, findings } = follow(manifest, origin, sources);
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
    message: `it applies ${path}, which ${earlier.by ?? 'flux bootstrap'} already applies, so each would overwrite the objects of the other`,
    fix: 'give one of them another path',
  };
  return { step: undefined, findings: [...findings, twice] };
};

/** Whether a Kustomization applies the objects of its directory unchanged. */
const isUnchanged = ({ spec }: Manifest): boolean =>
  !['targetNamespace', 'namePrefix', 'nameSuffix', 'postBuild', 'patches', 'components'].some(
    (field) => spec !== undefined && Object.hasOwn(spec as object, field),
  );
