import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, memoize } from '@helm-charts/engine';
import { userCache } from '@helm-charts/engine/user-cache';
import { isObject, parseYaml } from '@helm-charts/kubernetes';
import { isDirectory } from './place.ts';

/**
 * The cache of a workspace or repository (absolute): in node_modules, or in the cache folder of the user for a foreign
 * repository.
 */
export const cacheFolder = (root: string): string => {
  if (!isForeign(root)) return join(root, 'node_modules/.cache/helm-charts');
  const folder = userCache();
  try {
    // It has copies of what may be readable by its user alone.
    makeFolder(folder, { mode: 0o700 });
  } catch {
    // A cache that cannot be written is not used.
  }
  return folder;
};

/**
 * Whether a repository has neither charts or profiles in TypeScript nor packages of this project. Nothing is written into it
 * unless somebody asks for it. It is found out once, since a repository may have hundreds of charts.
 */
export const isForeign: (root: string) => boolean = memoize(
  (root: string): boolean =>
    !existsSync(join(root, 'node_modules/@helm-charts')) &&
    !dependsOnPackages(join(root, 'package.json')) &&
    !['src/chart.ts', 'src/profile.ts'].some((file) => existsSync(join(root, file))) &&
    !hasSources(join(root, 'charts'), 'src/chart.ts') &&
    !hasSources(join(root, 'flux-profiles'), 'src/profile.ts'),
);

const hasSources = (folder: string, file: string): boolean =>
  isDirectory(folder) && readdirSync(folder).some((name) => existsSync(join(folder, name, file)));

/** The packages may not be installed yet. */
const dependsOnPackages = (file: string): boolean => {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  // JSON is YAML, and an invalid file is nobody's error here.
  const { value } = parseYaml(text);
  if (!isObject(value)) return false;
  return ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']
    .flatMap((field) => (isObject(value[field]) ? Object.keys(value[field]) : []))
    .some((name) => name.startsWith('@helm-charts/'));
};
