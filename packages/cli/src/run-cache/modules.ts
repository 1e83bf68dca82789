import * as module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Observations } from './observations.ts';

/** Observes the modules that this process loads, and where Node looks for their packages. Needs Node 22.15 or later. */
export const observeModules = (observed: Observations): void => {
  const folders = new Set<string>();
  /** A package.json or a node_modules nearer to a module changes what its imports mean. */
  const observeFolder = (folder: string): void => {
    if (folders.has(folder)) return;
    folders.add(folder);
    observed.load(join(folder, 'package.json'));
    observed.kind(join(folder, 'node_modules'));
    if (dirname(folder) !== folder) observeFolder(dirname(folder));
  };
  // Another file may take the place of a module that is not found.
  module.registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = orElse(() => next(specifier, context), observed.lose);
      if (resolved.url.startsWith('file:')) {
        const path = fileURLToPath(resolved.url);
        observed.load(path);
        observeFolder(dirname(path));
      }
      return resolved;
    },
  });
};

const orElse = <T>(work: () => T, failed: () => void): T => {
  try {
    return work();
  } catch (error) {
    failed();
    throw error;
  }
};
