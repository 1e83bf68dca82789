import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const workspace = resolve(import.meta.dirname, '../..');
let copy: string;

/** A copy of the workspace with a history of its own, in which pgbouncer was released and then changed. */
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'release-charts-'));
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: workspace,
    encoding: 'utf8',
  });
  for (const file of files.split('\n').filter((name) => name && existsSync(join(workspace, name))))
    cpSync(join(workspace, file), join(copy, file), { recursive: true });
  linkModules();
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'test');
  git('config', 'user.email', 'test@example.com');
  commit('start');
  git('tag', 'pgbouncer@0.1.0');
  edit('charts/pgbouncer/src/values.ts', (text) => text.replace('minimum: 1,', 'minimum: 2,'));
  edit('charts/pgbouncer/src/chart.ts', (text) =>
    text.replace(/appVersion: '.*'/, "appVersion: '9.9.9'"),
  );
  expect(run('helm-charts', 'generate', 'charts/pgbouncer').status).toBe(0);
  commit('change');
}, 120_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

const release = ['release', '--projects=pgbouncer', '--skip-publish'];

const changed = [
  'charts/pgbouncer/.generated.json',
  'charts/pgbouncer/Chart.yaml',
  'charts/pgbouncer/README.md',
  'charts/pgbouncer/src/chart.ts',
  'flux-profiles/ha-example/.generated.json',
  'flux-profiles/ha-example/airgap/charts.lock.json',
  'flux-profiles/ha-example/components/airgap/charts.yaml',
  'flux-profiles/talos-single-node/.generated.json',
  'flux-profiles/talos-single-node/airgap/charts.lock.json',
  'flux-profiles/talos-single-node/components/airgap/charts.yaml',
];

test('a dry run prints the version, all files and the changelog, and writes nothing', () => {
  const { status, output } = run('nx', ...release, '--dry-run');
  expect(status, output).toBe(0);
  const updated = [...output.matchAll(/^UPDATE (\S+)/gm)].map(([, file]) => file);
  expect(updated.toSorted()).toEqual(changed);
  expect(output).toContain('a major change since 0.1.0, so the version is 0.2.0');
  expect(output).toContain('+ - the application has version 9.9.9');
  expect(git('status', '--porcelain')).toBe('');
});

test('a release raises the version, writes the changelog and the pins of the profiles, and tags', () => {
  const { status, output } = run('nx', ...release);
  expect(status, output).toBe(0);
  expect(git('status', '--porcelain')).toBe('');
  expect(git('tag', '--points-at', 'HEAD').trim()).toBe('pgbouncer@0.2.0');
  const committed = git('show', '--name-only', '--format=', 'HEAD').trim().split('\n');
  expect(committed.toSorted()).toEqual([...changed, 'charts/pgbouncer/CHANGELOG.md'].toSorted());
  expect(read('charts/pgbouncer/Chart.yaml')).toContain('version: "0.2.0"');
  const lock: { charts: { name: string; version: string }[] } = JSON.parse(
    read('flux-profiles/talos-single-node/airgap/charts.lock.json'),
  );
  expect(lock.charts.find(({ name }) => name === 'pgbouncer')?.version).toBe('0.2.0');
  expect(read('flux-profiles/talos-single-node/components/airgap/charts.yaml')).toContain(
    'tag: "0.2.0"',
  );
  const changelog = read('charts/pgbouncer/CHANGELOG.md');
  const breaking = changelog.slice(changelog.indexOf('Breaking Changes'));
  expect(breaking).toContain('- the value pools.transaction.size has the minimum 2, was 1');
  expect(changelog).toMatch(
    /^## 0\.2\.0 .*\n\n### Minor changes\n\n- the application has version 9/,
  );
  const drift = run('helm-charts', 'generate', '--check');
  expect(drift.output).not.toContain('drift');
  expect(run('helm-charts', 'versions', 'charts/pgbouncer').output).toContain(
    '0.2.0, no change since 0.2.0',
  );
});

test('a chart whose version is no text is refused with a sentence, and nothing is written', () => {
  edit('charts/pgbouncer/src/chart.ts', (text) =>
    text
      .replace("version: '0.2.0'", "version: ['0.2', '0'].join('.')")
      .replace("'9.9.9'", "'9.9.10'"),
  );
  run('helm-charts', 'generate', 'charts/pgbouncer');
  commit('no literal');
  const { status, output } = run('nx', ...release);
  expect(status).toBe(1);
  expect(output).toContain("charts/pgbouncer/src/chart.ts has no version: '0.2.0'");
  expect(git('status', '--porcelain')).toBe('');
});

/** Packages of this repository are those of the copy, all others the installed ones. */
const linkModules = (): void => {
  const modules = join(workspace, 'node_modules');
  mkdirSync(join(copy, 'node_modules/@helm-charts'), { recursive: true });
  for (const name of readdirSync(modules)) {
    if (['.cache', '.bin', '@helm-charts'].includes(name)) continue;
    symlinkSync(join(modules, name), join(copy, 'node_modules', name));
  }
  for (const folder of ['.bin', '@helm-charts']) {
    mkdirSync(join(copy, 'node_modules', folder), { recursive: true });
    for (const name of readdirSync(join(modules, folder)))
      symlinkSync(
        readlinkSync(join(modules, folder, name)),
        join(copy, 'node_modules', folder, name),
      );
  }
  for (const name of readdirSync(join(workspace, 'packages'))) {
    const own = join(workspace, 'packages', name, 'node_modules');
    if (existsSync(own)) symlinkSync(own, join(copy, 'packages', name, 'node_modules'));
  }
};

const read = (path: string): string => readFileSync(join(copy, path), 'utf8');

const edit = (path: string, change: (text: string) => string): void =>
  writeFileSync(join(copy, path), change(read(path)));

const git = (...args: readonly string[]): string =>
  execFileSync('git', [...args], { cwd: copy, encoding: 'utf8' });

const commit = (message: string): void => {
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
};

const run = (command: string, ...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(command, [...args], {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: {
      ...process.env,
      NO_COLOR: '1',
      PATH: `${join(copy, 'node_modules/.bin')}:${process.env.PATH}`,
      NX_WORKSPACE_ROOT_PATH: copy,
    },
  });
  return { status, output: stdout + stderr };
};
