import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OnResolveArgs, Plugin, PluginBuild } from 'esbuild';

/** Packages of others that most renders load. Others are loaded when a command needs them. */
const joined = /^(?:ignore|p-queue|semver|tar-stream|yaml)(?:\/|$)/;
/** Packages of this repository that no render needs. They run from their sources. */
const apart = /^@helm-charts\/(?:appliance|nx|oci|release|testing)(?:\/|$)/;
const own = /^(?:@helm-charts\/|kubeconform-wasm$)/;

/** Leaves packages of others outside, by the files that the sources mean, and adds these files to `found`. */
export const externalPackages = (found: Set<string>): Plugin => ({
  name: 'external packages',
  setup: (build) => {
    build.onResolve({ filter: /^[^./]/ }, async (args) => {
      const { path, importer, pluginData } = args;
      if (apart.test(path)) return { path, external: true };
      const isAsked = pluginData === within || /[\\/]node_modules[\\/]/.test(importer);
      if (isAsked || isBuiltin(path) || own.test(path) || joined.test(path)) return undefined;
      if (args.kind === 'entry-point') return undefined;
      const resolved = await resolve(build, path, args);
      if (resolved === undefined) return { path, external: true };
      found.add(resolved);
      return { path: pathToFileURL(resolved).href, external: true };
    });
  },
});

/** Lets each source keep the place that it has: modules look for other files from there. */
export const ownPlaces = (): Plugin => ({
  name: 'own places',
  setup: (build) => {
    build.onLoad({ filter: /[\\/]packages[\\/][^\\/]+[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const [call, specifier = ''] of contents.matchAll(/import\.meta\.resolve\('(.+?)'\)/g)) {
        const from = {
          resolveDir: dirname(path),
          kind: 'import-statement',
          importer: path,
        } as const;
        const resolved = await resolve(build, specifier, from);
        if (resolved !== undefined) contents = contents.replaceAll(call, urlOf(resolved));
      }
      contents = contents
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.url', urlOf(path));
      return { contents, loader: 'ts' };
    });
  },
});

const urlOf = (path: string): string => JSON.stringify(pathToFileURL(path).href);

/** Marks a question of these plugins themselves. */
const within = Symbol('within');

const resolve = async (
  build: PluginBuild,
  path: string,
  { resolveDir, kind, importer }: Pick<OnResolveArgs, 'resolveDir' | 'kind' | 'importer'>,
): Promise<string | undefined> => {
  const result = await build.resolve(path, { resolveDir, kind, importer, pluginData: within });
  return result.errors.length > 0 || result.external ? undefined : result.path;
};
