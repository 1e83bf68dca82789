import { readFile } from 'node:fs/promises';
import type { LoadHook } from 'node:module';
import { type TransformFailure, transform } from 'esbuild';
import type { SyntaxProblem } from './import-problem.ts';

/** Loads a TypeScript file as an ECMAScript module, with any package.json. */
export const load: LoadHook = async (url, context, next) => {
  if (!/^file:.*\.ts$/.test(url) || url.includes('/node_modules/')) return next(url, context);
  const text = await readFile(new URL(url), 'utf8');
  const { code } = await transform(text, {
    loader: 'ts',
    format: 'esm',
    sourcemap: 'inline',
    sourcefile: url,
    logLevel: 'silent',
  }).catch((failure: TransformFailure) => {
    throw syntaxError(url, failure);
  });
  return { format: 'module', source: code, shortCircuit: true };
};

/** Node passes the error with its fields to the importing thread. */
const syntaxError = (file: string, { errors: [first] }: TransformFailure): SyntaxError => {
  const syntax: SyntaxProblem = {
    file,
    line: first?.location?.line ?? 1,
    column: (first?.location?.column ?? 0) + 1,
  };
  return Object.assign(new SyntaxError(first?.text ?? 'this is not TypeScript'), { syntax });
};
