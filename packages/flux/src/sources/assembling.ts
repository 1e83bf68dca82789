import { join, relative, resolve } from 'node:path';
import { stringAt } from '@helm-charts/kubernetes';
import { manifestId } from '@helm-charts/types';
import { artifactOf } from './artifact.ts';
import type { Assembled, AssemblyCopy } from './assembly.ts';
import type { Found } from './find.ts';
import type { Generated, StatedCopy } from './generated.ts';
import type { Clues, HomeOf } from './homes.ts';
import type { SourceId } from './source.ts';

/** Finds a path of an artifact, which does not leave its root, after it has put the artifact together. */
type FindAssembled = (source: SourceId, artifact: Generated, path: string) => Found;

/**
 * Puts the artifacts of ArtifactGenerators together, each once, from the sources that are in the repository (absolute) and
 * from other artifacts. Undefined without an assembler.
 */
export const assembling = (
  repository: string,
  { assembler, files, objects }: Clues,
  homeOf: HomeOf,
  find: (source: SourceId) => Found,
): FindAssembled | undefined => {
  if (assembler === undefined || files === undefined) return undefined;
  const known = new Map<SourceId, Assembled | 'elsewhere'>();
  const objectOf = new Map(objects.map((object) => [manifestId(object), object]));
  const filesOf = (source: SourceId): Pick<AssemblyCopy, 'root' | 'isIgnored'> | undefined => {
    const home = homeOf(source);
    if (home !== undefined) {
      const ignore = stringAt(objectOf.get(source)?.spec, 'ignore');
      const root = resolve(repository, home);
      return { root, isIgnored: artifactOf(root, files, ignore) };
    }
    const found = find(source);
    if (found.kind !== 'here') return undefined;
    return { root: resolve(repository, found.path), isIgnored: () => false };
  };
  const assemble = (id: SourceId, stated: readonly StatedCopy[]): Assembled | 'elsewhere' => {
    const copies: AssemblyCopy[] = [];
    for (const [index, copy] of stated.entries()) {
      if (copy.source === undefined) {
        return { problem: `copy[${index}] from "${copy.from}" names no source of the generator` };
      }
      const local = filesOf(copy.source);
      if (local === undefined) return 'elsewhere';
      copies.push({ ...copy, ...local });
    }
    return assembler.assemble({ id, copies });
  };
  return (source, { stated }, path) => {
    const made = known.get(source);
    // An artifact that is made from itself never is.
    if (made === undefined) known.set(source, 'elsewhere');
    const result = made ?? assemble(source, stated);
    known.set(source, result);
    if (result === 'elsewhere') return { kind: 'elsewhere', source };
    if ('problem' in result) return { kind: 'broken', problem: result.problem };
    return { kind: 'here', path: relative(repository, join(result.directory, path)) };
  };
};
