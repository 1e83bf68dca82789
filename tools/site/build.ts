import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { missingAnchors } from './anchors.ts';
import { apiPage } from './api.ts';
import { type Page, workspace } from './pages.ts';
import { documents, rulePages } from './rules.ts';
import { sidebarOf } from './sidebar.ts';

const directory = import.meta.dirname;
const source = join(directory, 'dist/source');
const site = join(workspace, 'dist/site');

/** Starts a program of `tools/site/node_modules`. */
const start = (program: string, ...args: readonly string[]): void => {
  execFileSync(join(directory, 'node_modules/.bin', program), args, {
    cwd: directory,
    stdio: 'inherit',
  });
};

const write = ({ path, text }: Page): void => {
  const file = join(source, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

rmSync(source, { recursive: true, force: true });
start('typedoc', '--options', 'typedoc.json');
const api = globSync('api/**/*.md', { cwd: source })
  .toSorted()
  .map((path) => apiPage({ path, text: readFileSync(join(source, path), 'utf8') }));
const packages = api.filter(({ path }) => /^api\/[^/]+\/src\/index\.md$/.test(path));
const pages = documents();
for (const page of [...pages, ...rulePages(), ...api]) write(page);
cpSync(join(workspace, 'docs/data-flow.svg'), join(source, 'docs/data-flow.svg'));
writeFileSync(join(directory, 'dist/sidebar.json'), JSON.stringify(sidebarOf(pages, packages)));
start('vitepress', 'build', '.');

const missing = missingAnchors(site);
if (missing.length > 0) {
  console.error(
    `These links name sections that do not exist; correct them:\n${missing.join('\n')}`,
  );
  process.exitCode = 1;
} else
  console.log(
    `The site is in dist/site. Look at it: tools/site/node_modules/.bin/vitepress preview tools/site`,
  );
