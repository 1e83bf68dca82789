import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { generate, render } from '@helm-charts/pipeline';
import { expect, onTestFinished, test } from 'vitest';
import { installPage } from './install.ts';

const workspace = resolve(import.meta.dirname, '../..');
const page = installPage();

/** A folder with these files, below this repository, so that its packages are found. */
const folderOf = (files: Readonly<Record<string, string>>): string => {
  mkdirSync(join(workspace, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(workspace, 'dist/install-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};

test('the sources that docs/install.md shows compile', () => {
  const folder = folderOf({
    'package.json': '{ "type": "module" }',
    'tsconfig.json': '{ "extends": "../../tsconfig.base.json", "include": ["."] }',
    'src/chart.ts': page.file('src/chart.ts'),
    'helm-charts.config.ts': page.file('helm-charts.config.ts'),
  });
  const tsc = join(workspace, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
});

test('the chart of docs/install.md renders with the result that the page shows', async () => {
  const project = {
    workspace: folderOf({ 'src/chart.ts': page.file('src/chart.ts') }),
    root: '',
  };
  expect(await generate(project)).toMatchObject({ findings: [], exitCode: 0 });
  const { summary, findings } = await render(project);
  expect(findings).toEqual([]);
  expect(page.text).toContain(`npx helm-charts render     # ${summary}\n`);
});
