import { readFile } from 'node:fs/promises';
import type { LoadHook } from 'node:module';
import { transform } from 'esbuild';

/** Loads a TypeScript file as an ECMAScript module, whatever its package.json says. */
export const load: LoadHook = async (url, context, next) => {
  if (!/^file:.*\.ts$/.test(url) || url.includes('/node_modules/')) return next(url, context);
  const text = await readFile(new URL(url), 'utf8');
  const { code } = await transform(text, {
    loader: 'ts',
    format: 'esm',
    sourcemap: 'inline',
    sourcefile: url,
  });
  return { format: 'module', source: code, shortCircuit: true };
};
