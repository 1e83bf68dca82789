import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openParts } from './built.ts';
import type { Observations } from './observations.ts';

/** Observes the modules that this process loads, and where Node looks for their packages. Needs Node 22.15 or later. */
export const observeModules = (observed: Observations): void => {
  const folders = new Set<string>();
  /** A package.json or a node_modules nearer to a module changes what its imports mean. */
  const observeFolder = (folder: string): void => {
    if (folders.has(folder)) return;
    for (const one of [folder, ...above(folder)]) {
      if (folders.has(one)) return;
      folders.add(one);
      observed.load(join(one, 'package.json'));
      observed.kind(join(one, 'node_modules'));
    }
  };
  const inputsOf = openParts();
  const observeModule = (path: string): void => {
    const inputs = inputsOf(path);
    for (const [input, seen] of inputs ?? []) observed.note(input, seen);
    if (inputs !== undefined) return;
    observed.load(path);
    observeFolder(dirname(path));
  };
  module.registerHooks({
    resolve: (specifier, context, next) => {
      try {
        const resolved = next(specifier, context);
        if (resolved.url.startsWith('file:')) observeModule(fileURLToPath(resolved.url));
        return resolved;
      } catch (error) {
        const places = placesOf(specifier, context.parentURL);
        if (places === undefined || places.some((place) => existsSync(place))) observed.lose();
        else for (const place of places) observed.kind(place);
        throw error;
      }
    },
  });
};

/** Where Node looks for a package that is not installed; undefined if the specifier names no package. */
const placesOf = (specifier: string, parent = ''): readonly string[] | undefined => {
  const name = /^(@[^/]+\/)?[^/.#:@][^/:]*(?=\/|$)/.exec(specifier)?.[0];
  if (name === undefined || !parent.startsWith('file:')) return undefined;
  return above(fileURLToPath(parent)).map((folder) => join(folder, 'node_modules', name));
};

const above = (path: string): readonly string[] => {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...above(parent)];
};
