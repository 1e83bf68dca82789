import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commit, copyWorkspace } from './copy.ts';

let copy: string;

/** A copy of the workspace with a history of its own, in which pgbouncer was released and then changed. */
beforeAll(() => {
  copy = copyWorkspace();
  git('tag', 'pgbouncer@0.1.0');
  edit('charts/pgbouncer/src/values.ts', (text) => text.replace('minimum: 1,', 'minimum: 2,'));
  edit('charts/pgbouncer/src/chart.ts', (text) =>
    text.replace(/appVersion: '.*'/, "appVersion: '9.9.9'"),
  );
  expect(run('helm-charts', 'generate', 'charts/pgbouncer').status).toBe(0);
  commit(copy, 'change');
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
  commit(copy, 'no literal');
  const { status, output } = run('nx', ...release);
  expect(status).toBe(1);
  expect(output).toContain("charts/pgbouncer/src/chart.ts has no version: '0.2.0'");
  expect(git('status', '--porcelain')).toBe('');
});

const read = (path: string): string => readFileSync(join(copy, path), 'utf8');

const edit = (path: string, change: (text: string) => string): void =>
  writeFileSync(join(copy, path), change(read(path)));

const git = (...args: readonly string[]): string =>
  execFileSync('git', [...args], { cwd: copy, encoding: 'utf8' });

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
