import { setImmediate } from 'node:timers/promises';
import { type Finding, groupBy } from '@helm-charts/types';
import type { Place } from '../place.ts';
import { changedOf } from './cached.ts';
import { compilePlaces } from './compile-places.ts';
import { findCompiler } from './compiler.ts';
import { nearestConfig } from './tsconfig.ts';

/** The places of a workspace that are checked together. */
interface Batch {
  readonly places: Place[];
  readonly found: Promise<ReadonlyMap<Place, readonly Finding[]>>;
}

/** The batches that more places can join, by workspace. */
const open = new Map<string, Batch>();

/**
 * Returns the compiler errors of a chart's or profile's sources as findings. Sources without findings are compiled
 * again only if a file that the compiler read, a file of this check or an installed package has changed. Without
 * TypeScript in the workspace there is a warning. Places that are asked for at about the same time are compiled together, since they
 * import the same packages.
 */
export const typeFindings = async (place: Place): Promise<readonly Finding[]> => {
  const batch = open.get(place.workspace) ?? begin(place.workspace);
  batch.places.push(place);
  return (await batch.found).get(place) ?? [];
};

const begin = (workspace: string): Batch => {
  const places: Place[] = [];
  const batch = { places, found: check(workspace, places) };
  open.set(workspace, batch);
  return batch;
};

const check = async (workspace: string, places: readonly Place[]): Batch['found'] => {
  const changed: Place[] = [];
  try {
    await setImmediate();
    for (let done = 0; done < places.length; ) {
      const asked = places.slice(done);
      done = places.length;
      changed.push(...(await changedOf(asked)));
    }
  } finally {
    open.delete(workspace);
  }
  const compiler = findCompiler(workspace);
  if (compiler === undefined) return new Map(places.map((place) => [place, [notInstalled]]));
  const groups = groupBy(changed, ({ directory }) => nearestConfig(directory, workspace));
  const found = [...groups.values()].map((group) => compilePlaces(compiler, group));
  return new Map((await Promise.all(found)).flat());
};

const notInstalled: Finding = {
  rule: 'types',
  severity: 'warning',
  message: 'TypeScript is not installed, so the types of the sources are not checked',
  fix: 'run "npm i -D typescript"',
  unseen: { what: 'validated', reason: 'types' },
};
