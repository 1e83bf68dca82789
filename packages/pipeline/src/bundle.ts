import { createRequire } from 'node:module';
import { dirname, relative } from 'node:path';

const require = createRequire(import.meta.url);

/**
 * A program in TypeScript with everything that it imports, as one CommonJS file for Node 22 or later. The same sources give the same text on every
 * machine. Throws the error of esbuild.
 */
export const bundle = (file: string): string => {
  // Only few charts have programs.
  const { buildSync } = require('esbuild') as typeof import('esbuild');
  const folder = dirname(file);
  const { outputFiles } = buildSync({
    absWorkingDir: folder,
    entryPoints: [relative(folder, file)],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    charset: 'utf8',
    legalComments: 'none',
    // As the sources are imported when the chart is loaded.
    conditions: ['@helm-charts/source'],
    logLevel: 'silent',
  });
  return withoutPlaces(outputFiles[0]?.text ?? '');
};

/** The comments with which esbuild begins each file; where packages are installed may differ between machines. */
const withoutPlaces = (text: string): string =>
  text.replaceAll(/^\/\/ \.\.\/.*?node_modules\//gm, '// node_modules/');
