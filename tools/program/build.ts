import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Metafile } from 'esbuild';
import type { Parts } from '../../packages/cli/src/run-cache/built.ts';
import type { Seen } from '../../packages/cli/src/run-cache/record.ts';
import { digestOfFolder, filesOfFolder } from '../../packages/engine/src/code.ts';
import { digest, stateOf } from '../../packages/engine/src/state.ts';
import { librariesWhenUsed, whenUsed } from '../pack/libraries.ts';
import { entriesOf, manifestsOf } from './entries.ts';
import { externalPackages, ownPlaces } from './plugins.ts';
import { newest, type Program, programFolder } from './program.ts';

/**
 * Builds the program of a repository (absolute) into a folder of its own. Programs that run now keep their files: those of
 * earlier builds are removed after a day. Nothing is built of files that have changed within the tick of a clock (milliseconds):
 * they may change again without another time. The default is the coarsest one of a file system in use, that of FAT.
 * @throws If a source cannot be compiled, or the folder cannot be written.
 */
export const buildProgram = async (root: string, clockTick = 2000): Promise<void> => {
  const start = Date.now();
  const programs = programFolder(root);
  const folder = join(programs, randomUUID());
  const entries = entriesOf(root);
  const external = new Set<string>();
  const builtFrom = join(folder, 'inputs.json');
  const builtCode = codeOf(root);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { ...entries },
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    // Of other characters V8 takes two bytes for each one of a module.
    charset: 'ascii',
    legalComments: 'none',
    conditions: ['@helm-charts/source'],
    // Packages in CommonJS require modules of Node.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
    },
    define: { builtFrom: JSON.stringify(builtFrom), builtCode: JSON.stringify(builtCode) },
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    metafile: true,
    logLevel: 'silent',
    plugins: [librariesWhenUsed(), externalPackages(external), ownPlaces()],
  });
  const files = Object.keys(metafile.inputs).filter(isFile);
  const read = [...files.map((path) => join(root, path)), ...external];
  const code = Object.keys(builtCode).flatMap(filesOfFolder);
  const inputs = inputsOf([...read.map(decisive), ...code, ...manifestsOf(root), installed(root)]);
  // A file that has changed since may have another content than the one that was built.
  const isSettled = [...inputs.keys()].every((path) => stateOf(path).changed < start - clockTick);
  if (!isSettled) return rmSync(folder, { recursive: true });
  // Node reads a module twice to find out which kind it is.
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  const modules = Object.entries(entries).map(([output, source]): [string, string] => [
    pathToFileURL(source).href,
    pathToFileURL(join(folder, `${output}.js`)).href,
  ]);
  // A program that cannot be loaded would break every command.
  for (const [, url] of modules) await import(url);
  const stamps = Object.fromEntries([...inputs].map(([path, { stamp }]) => [path, stamp ?? '']));
  const program: Program = { root, stamps, modules: Object.fromEntries(modules) };
  writeFileSync(builtFrom, JSON.stringify(partsOf(root, metafile, inputs)));
  writeFileSync(join(folder, newest), JSON.stringify(program));
  renameSync(join(folder, newest), join(programs, newest));
  removeOlder(programs, start - day);
};

/** Objects that are defined, and modules that were made, are inputs, too. */
const isFile = (path: string): boolean => !path.startsWith('<') && !path.startsWith(`${whenUsed}:`);

/** In milliseconds. */
const day = 86_400_000;

/** The fingerprints of the code that caches depend on, which would take long to compute in each run. */
const codeOf = (root: string): Readonly<Record<string, string>> => {
  const folders = ['engine', 'kubernetes', 'kubeconform-wasm'].map((name) =>
    join(root, 'packages', name, 'src'),
  );
  return Object.fromEntries(folders.map((folder) => [folder, digestOfFolder(folder)]));
};

/** What says whether a file has changed: for a package of others its package.json. */
const decisive = (path: string): string =>
  path.replace(/(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/].*/, '$1/package.json');

/** What npm has installed. */
const installed = (root: string): string => join(root, 'node_modules/.package-lock.json');

const inputsOf = (paths: readonly string[]): ReadonlyMap<string, Seen> =>
  new Map(
    paths.map((path) => {
      const { kind, stamp } = stateOf(path);
      return [
        path,
        { kind, stamp, digest: kind === 'none' ? undefined : digest(readFileSync(path)) },
      ];
    }),
  );

/** What each module is made of. A file that no module has a line of may still decide which lines they have. */
const partsOf = (root: string, { outputs }: Metafile, inputs: ReadonlyMap<string, Seen>): Parts => {
  const modules = Object.entries(outputs).map(([output, { inputs }]) => {
    const paths = Object.keys(inputs).filter(isFile);
    return [join(root, output), paths.map((path) => decisive(join(root, path)))] as const;
  });
  const known = new Set(modules.flatMap(([, paths]) => paths));
  return {
    inputs: Object.fromEntries(inputs),
    modules: Object.fromEntries(modules),
    all: [...inputs.keys()].filter((path) => !known.has(path)),
  };
};

const removeOlder = (programs: string, time: number): void => {
  for (const name of readdirSync(programs)) {
    const path = join(programs, name);
    if (statSync(path).mtimeMs < time) rmSync(path, { recursive: true, force: true });
  }
};

const [root] = process.argv.slice(2);
if (import.meta.main && root !== undefined) await buildProgram(root);
