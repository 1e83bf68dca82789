import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The root of the repository. */
export const workspace = resolve(import.meta.dirname, '../..');

/** The directories of all packages. */
export const packages: readonly string[] = globSync('{packages/*,schemas}/package.json', {
  cwd: workspace,
})
  .map(dirname)
  .toSorted();

/** The READMEs of all packages, which need not exist. */
export const packagePages: readonly string[] = packages.map((directory) =>
  join(directory, 'README.md'),
);

/** The Markdown files that people write. */
export const pages: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...globSync('docs/*.md', { cwd: workspace }).toSorted(),
  ...packagePages,
];

/** The text of a page. */
export const read = (page: string): string => readFileSync(join(workspace, page), 'utf8');
