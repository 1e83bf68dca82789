import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, onTestFinished, test, vi } from 'vitest';

const program = resolve(import.meta.dirname, '../bin/helm-charts.cjs');

const start = (
  directory: string,
  environment: NodeJS.ProcessEnv = {},
  stdout: 'pipe' | number = 'pipe',
  output = 'dist/render',
): ChildProcess => {
  const child = spawn(process.execPath, [program, 'render', 'charts/web', '--output', output], {
    cwd: directory,
    env: { ...process.env, ...environment },
    detached: true,
    stdio: ['ignore', stdout, 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
};

/** The exit code, and what the program reports as errors. */
const ended = async (child: ChildProcess): Promise<readonly [unknown, string]> => {
  const [[code], errors] = await Promise.all([
    once(child, 'close'),
    child.stderr ? text(child.stderr) : '',
  ]);
  return [code, errors];
};

const chart = (): Promise<string> =>
  workspace({
    'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'charts/web/templates/web.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: "{{ .Values.a }}"}\n',
    ...Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [
        `charts/web/ci/${index}-values.yaml`,
        `a: ${index}\n`,
      ]),
    ),
  });

/** All files below a folder with their texts and times. */
const tree = (folder: string): readonly (readonly [string, string, number])[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((name) => {
      const path = join(folder, name);
      const { mtimeMs } = statSync(path);
      return [name, statSync(path).isFile() ? readFileSync(path, 'utf8') : '', mtimeMs];
    });

const begun = (directory: string): readonly string[] =>
  readdirSync(directory).filter((name) => name.startsWith('begun'));

test.runIf(process.platform === 'linux')(
  'a file system without new folders is one sentence, and no hang',
  async () => {
    const cache = { HELM_CHARTS_CACHE: '/proc/cache' };
    const [code, errors] = await ended(start(await chart(), cache, 'pipe', '/proc/charts/a'));
    expect(code).toBe(3);
    expect(errors).toMatch(/^error .*\/proc\/charts: this file system does not let anybody make /);
    expect(errors.match(/^error /gm)).toHaveLength(1);
  },
);

test('an interrupted render leaves the last good output', { timeout: 60_000 }, async () => {
  const directory = await chart();
  const [out, helm] = [join(directory, 'dist/render'), join(directory, 'slow-helm')];
  expect(await ended(start(directory))).toEqual([0, '']);
  const before = tree(out);
  expect(before).toHaveLength(11);
  // Some scenarios are rendered, and the next one takes longer than anybody waits.
  writeFileSync(
    helm,
    `#!/bin/sh
[ "$1" = version ] && { echo v4.2.3; exit; }
[ "$(ls ${directory} | grep -c begun)" -lt 3 ] || exec sleep 60
touch ${directory}/begun-$$
printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: other}\\n'
`,
  );
  chmodSync(helm, 0o755);
  writeFileSync(join(directory, 'charts/web/values.yaml'), 'b: 1\n');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const child = start(directory, { HELM_BIN: helm });
    await vi.waitFor(() => expect(begun(directory).length).toBeGreaterThanOrEqual(3), {
      timeout: 30_000,
      interval: 20,
    });
    child.kill(signal);
    const [code, errors] = await ended(child);
    expect(code).toBe(130);
    expect(errors).toMatch(/^error .*interrupted while rendering/m);
    expect(tree(out)).toEqual(before);
    for (const name of begun(directory)) rmSync(join(directory, name));
  }
});

test('a file in place of the output is a sentence, and exit code 3', async () => {
  const directory = await chart();
  writeFileSync(join(directory, 'dist'), 'a file');
  expect(await ended(start(directory))).toEqual([
    3,
    'error dist: a file is where a folder has to be; move or remove it. [environment]\ncharts/web: failed (exit code 3)\n',
  ]);
  expect(readFileSync(join(directory, 'dist'), 'utf8')).toBe('a file');
});

test('a cache that cannot be written is no failure', async () => {
  const directory = await chart();
  writeFileSync(join(directory, 'cache'), 'a file');
  expect(await ended(start(directory, { HELM_CHARTS_CACHE: 'cache' }))).toEqual([0, '']);
  expect(readdirSync(join(directory, 'dist/render/charts/web'))).toHaveLength(9);
});

test.skipIf(process.platform !== 'linux')(
  'output on a full disk is a sentence, and exit code 3',
  async () => {
    const [code, errors] = await ended(start(await chart(), {}, openSync('/dev/full', 'w')));
    expect([code, errors]).toEqual([
      3,
      'error no space is left on the disk; free some space. [environment]\n',
    ]);
  },
);
