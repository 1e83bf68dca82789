import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addSchemas, dependencies } from '@helm-charts/pipeline';
import { beforeAll, describe, expect, test } from 'vitest';
import { moduleOf } from './module.ts';
import { pages, workspace } from './pages.ts';
import { commandsOf, type Snippet, snippetsOf } from './snippets.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const snippets = pages.flatMap(snippetsOf).filter(
  ({ page, language }) =>
    // The test of the tutorial compiles its files together and runs its commands.
    page !== 'docs/tutorial.md' && (language === 'ts' || language === 'js'),
);

/** What the compiler says of the examples of each page, as `<page>:<line>: <error>`. */
let errors: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  mkdirSync(join(workspace, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(workspace, 'dist/snippets-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('package.json', '{ "type": "module" }');
  write('helm-charts.config.ts', 'export default {};\n');
  // A chart that has what the examples import: a subchart and custom resources.
  write('charts/web/src/chart.ts', 'export {};\n');
  const root = 'charts/web';
  const added = [
    await dependencies(
      { workspace: folder, root },
      { kind: 'add', paths: [join(fixtures, 'postgresql')] },
    ),
    await addSchemas({
      workspace: folder,
      paths: ['servicemonitors.yaml', 'custom-resources.yaml'].map((name) => join(fixtures, name)),
    }),
  ];
  expect(added.flatMap(({ findings }) => findings)).toEqual([]);

  const files = new Map<string, Snippet>();
  for (const snippet of snippets) {
    const path = `${root}/src/${snippet.page.replaceAll(/\W/g, '-')}-${snippet.line}.${snippet.language}`;
    files.set(path, snippet);
    write(path, moduleOf(snippet));
  }
  write(
    'tsconfig.json',
    JSON.stringify({
      extends: '../../tsconfig.base.json',
      compilerOptions: { allowJs: true, checkJs: true, noUnusedLocals: false },
      include: ['charts/web/src'],
    }),
  );
  errors = Map.groupBy(
    (await compile(folder)).flatMap((line) => placed(line, files)),
    (line) => line.replace(/:.*/, ''),
  );
  return () => rmSync(folder, { recursive: true });
}, 120_000);

/** The lines that the compiler prints. */
const compile = (folder: string): Promise<readonly string[]> =>
  new Promise((resolve) => {
    const tsc = join(workspace, 'node_modules/typescript/bin/tsc');
    execFile(
      process.execPath,
      [tsc, '-p', folder, '--pretty', 'false'],
      { cwd: folder },
      (_, stdout) => resolve(stdout.split('\n')),
    );
  });

/** An error of the compiler at its line of the page. */
const placed = (line: string, files: ReadonlyMap<string, Snippet>): readonly string[] => {
  const [, path = '', row = '', code, message] =
    /^(.+?)\((\d+),\d+\): error (TS\d+): (.*)$/.exec(line) ?? [];
  // JavaScript has no types of parameters.
  if (message === undefined || (path.endsWith('.js') && code === 'TS7006')) return [];
  const snippet = files.get(path);
  if (snippet === undefined) return [`${path}:${row}: ${message}`];
  return [`${snippet.page}:${snippet.line + Number(row) - 1}: ${message}`];
};

test('the compiler compiled every example', () => {
  expect(snippets.length).toBeGreaterThan(100);
  expect([...errors.keys()].filter((page) => !pages.includes(page))).toEqual([]);
});

test.each([...new Set(snippets.map(({ page }) => page))])('the examples of %s compile', (page) => {
  expect(errors.get(page) ?? []).toEqual([]);
});

describe('commands of helm-charts', () => {
  let help: string;
  beforeAll(() => {
    help = execFileSync(join(workspace, 'node_modules/.bin/helm-charts'), ['--help'], {
      encoding: 'utf8',
    });
  });

  const withCommands = pages.filter((page) => commandsOf(page, 'helm-charts').length > 0);
  test.each(withCommands)('the help describes the commands and options in %s', (page) => {
    const unknown = commandsOf(page, 'helm-charts').flatMap(({ place, words }) => {
      const [name = '', action = ''] = words;
      const command = ['dependencies', 'schemas'].includes(name) ? `${name} ${action}` : name;
      const wanted = [
        ...(command.startsWith('-') ? [] : command.split('|')),
        ...words.filter((word) => /^--?[a-z]/.test(word)),
      ];
      return wanted
        .filter((word) => !new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(help))
        .map((word) => `${place}: ${word}`);
    });
    expect(unknown).toEqual([]);
  });
});
