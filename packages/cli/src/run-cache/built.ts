import { dirname } from 'node:path';
import { readFileSync } from '@helm-charts/engine/state';
import type { Seen } from './record.ts';

/** What the modules of a built program are made of. All paths are absolute. */
export interface Parts {
  readonly inputs: Readonly<Record<string, Seen>>;
  /** The paths of the inputs of a module, by its path. */
  readonly modules: Readonly<Record<string, readonly string[]>>;
  /** The paths of the inputs of all modules. */
  readonly all: readonly string[];
}

/** The file with the parts, where this program was built from the sources of this repository (tools/program/build.ts). */
declare const builtFrom: string | undefined;

/**
 * Returns what a module that was built is made of, by path, when it is loaded; undefined for a module that was not built. The
 * inputs of all modules are those of the first one.
 */
export const openParts = (): ((
  module: string,
) => Iterable<readonly [string, Seen]> | undefined) => {
  if (typeof builtFrom === 'undefined') return () => undefined;
  const folder = dirname(builtFrom);
  const { inputs, modules, all } = JSON.parse(readFileSync(builtFrom, 'utf8')) as Parts;
  let rest = all;
  return (module) => {
    if (!module.startsWith(folder)) return undefined;
    const paths = [...rest, ...(modules[module] ?? [])];
    rest = [];
    return paths.flatMap((path) => (inputs[path] === undefined ? [] : [[path, inputs[path]]]));
  };
};
