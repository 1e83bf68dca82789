import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

test('a dry run of a release raises every published package and the lockfile, and writes nothing', () => {
  const before = changed();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      'node_modules/nx/dist/bin/nx.js',
      'release',
      '9.8.7',
      '--groups=packages',
      '--dry-run',
      '--skip-publish',
    ],
    { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26, env: { ...process.env, NO_COLOR: '1' } },
  );
  expect(status, stdout + stderr).toBe(0);
  const updated = [...stderr.matchAll(/^UPDATE (\S+)/gm)].map(([, file]) => file);
  expect(stdout + stderr).toContain('CREATE CHANGELOG.md');
  expect(updated.toSorted()).toEqual([...published(), 'package-lock.json'].toSorted());
  const ofPackages = /"(?:@helm-charts\/[^"]+|kubeconform-wasm)": "9\.8\.7"/;
  expect(stdout + stderr).toMatch(ofPackages);
  expect(changed()).toBe(before);
});

/** The package.json of every package that is not private. */
const published = (): readonly string[] =>
  globSync(['packages/*/package.json', 'schemas/package.json'], { cwd: root }).filter((file) => {
    const manifest = JSON.parse(readFileSync(join(root, file), 'utf8')) as { private?: boolean };
    return manifest.private !== true;
  });

const changed = (): string =>
  execFileSync(
    'git',
    ['status', '--porcelain', '--', 'packages', 'schemas/package.json', '*.json'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
