import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/** Packages in CommonJS that many renders need for nothing, and that export an object. */
const lazy = /^(?:semver|tar-stream|yaml)$/;

/**
 * Lets packages of others run when a module first uses one of their exports. An import alone would run all their modules, which
 * takes as long as a small render.
 */
export const librariesWhenUsed = (): Plugin => ({
  name: 'libraries when used',
  setup: (build) => {
    build.onResolve({ filter: lazy }, ({ path, namespace, importer, resolveDir }) =>
      namespace === 'file' && !/[\\/]node_modules[\\/]/.test(importer)
        ? { path, namespace: whenUsed, pluginData: resolveDir }
        : undefined,
    );
    build.onLoad({ filter: lazy, namespace: whenUsed }, ({ path, pluginData }) => {
      const resolveDir = String(pluginData);
      const library: unknown = createRequire(join(resolveDir, 'index.js'))(path);
      const names = JSON.stringify(Object.getOwnPropertyNames(library));
      const contents = `for (const name of ${names})
  Object.defineProperty(exports, name, { enumerable: true, get: () => require('${path}')[name] });`;
      return { contents, resolveDir };
    });
  },
});

/** The namespace of these modules. They are no files. */
export const whenUsed = 'when-used';
