import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What this program reads of a package.json. */
interface Manifest {
  readonly exports?: Readonly<Record<string, { readonly '@helm-charts/source'?: string } | string>>;
}

/** The package.json of each package of a repository. */
export const manifestsOf = (root: string): readonly string[] =>
  readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name, 'package.json'))
    .filter((file) => existsSync(file));

/**
 * The sources that others than the program import, by the names of the modules that they are built to: those of main.ts, and
 * what packages export to charts, profiles and the configuration.
 */
export const entriesOf = (root: string): Readonly<Record<string, string>> => {
  const entries: Record<string, string> = {};
  for (const file of [...ownModules, ...manifestsOf(root).flatMap(exportsOf)]) {
    const path = file.startsWith(root) ? file : join(root, 'packages', file);
    entries[path.slice(join(root, 'packages/').length).replace(/\.ts$/, '')] = path;
  }
  return entries;
};

/** What main.ts imports when a run was not recorded. */
const ownModules = ['cli/src/run.ts', 'cli/src/run-cache/observe.ts'];

const exportsOf = (manifest: string): readonly string[] => {
  if (others.test(manifest)) return [];
  const { exports = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
  return Object.values(exports).flatMap((one) => {
    const source = typeof one === 'string' ? undefined : one['@helm-charts/source'];
    const path = join(manifest, '..', source ?? '');
    return source === undefined || !existsSync(path) ? [] : [path];
  });
};

/** Programs, plugins, tools for tests, and what no render needs. */
const others = /[\\/](?:appliance|cli|nx|oci|release|testing)[\\/]package\.json$/;
