import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { librariesWhenUsed } from './libraries.ts';
import { type License, licensesOf, notice } from './third-party.ts';

/** What this program reads of a package.json. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, { readonly default: string }>>;
}

/** Packages of others that most renders load: they become part of the packages that import them. */
const joined = /^(?:ignore|p-queue|semver|tar-stream|yaml)$/;

/** Modules that are no exports, and that a package or its program loads by their file names. */
const programs = /^(?:main|typescript-loader|wasm\/worker)\.js$/;

/**
 * Joins the compiled modules of a package (`folder`) into one for each entry, and some for what entries share, so that its state
 * exists once. Node takes several times longer to load a module than to run most of them. Other packages of this repository
 * stay outside, since all share one copy.
 */
export const bundle = async (folder: string, project: string): Promise<void> => {
  const { name, exports } = read(join(project, 'package.json'));
  const modules = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.js'));
  const exported = new Set(
    Object.values(exports).map((one) => one.default.slice('./dist/'.length)),
  );
  const entries = modules.filter((file) => exported.has(file) || programs.test(file));
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: entries,
    outdir: folder,
    outbase: folder,
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Of other characters V8 takes two bytes for each one of a module.
    charset: 'ascii',
    metafile: true,
    logLevel: 'warning',
    // Packages in CommonJS require modules of Node.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
    },
    plugins: [
      librariesWhenUsed(),
      packagesOfOthers(project),
      ...(name === '@helm-charts/engine' ? [ownPlaces(folder)] : []),
    ],
  });
  for (const file of modules.filter((file) => !entries.includes(file))) rmSync(join(folder, file));
  const licenses = licensesIn(Object.keys(metafile.inputs).map((path) => join(folder, path)));
  if (licenses.length > 0) writeFileSync(join(folder, 'THIRD_PARTY.txt'), notice(name, licenses));
};

/** Joins some packages of others, those that the project has, and leaves all other packages outside. */
const packagesOfOthers = (project: string): Plugin => ({
  name: 'packages of others',
  setup: (build) => {
    build.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind, pluginData }) => {
      const isWithin = pluginData === project || /[\\/]node_modules[\\/]/.test(importer);
      if (kind === 'entry-point' || isWithin || isBuiltin(path)) return undefined;
      if (!joined.test(path)) return { path, external: true };
      return build.resolve(path, { resolveDir: project, kind, pluginData: project });
    });
  },
});

/**
 * Lets modules look for files from the folder that they had. Those of the engine look for programs; modules of other packages
 * look for what is in their package.
 */
const ownPlaces = (folder: string): Plugin => ({
  name: 'own places',
  setup: (build) => {
    build.onLoad({ filter: /\.js$/ }, async ({ path }) => {
      const place = relative(folder, path).replaceAll('\\', '/');
      if (place.startsWith('..') || !place.includes('/')) return undefined;
      const contents = (await readFile(path, 'utf8'))
        .replaceAll('import.meta.dirname', `(import.meta.dirname + '/${dirname(place)}')`)
        .replaceAll('import.meta.url', `new URL('${place}', import.meta.url).href`);
      return { contents, loader: 'js' };
    });
  },
});

/** The licenses of the packages that files belong to. */
const licensesIn = (files: readonly string[]): readonly License[] => {
  const roots = files.flatMap(
    (file) => /.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [],
  );
  return [...new Set(roots)].sort().flatMap((root) => {
    const { name, version } = read(join(root, 'package.json'));
    return licensesOf(`${name} ${version}`, root, root);
  });
};

const read = (manifest: string): Manifest => JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
