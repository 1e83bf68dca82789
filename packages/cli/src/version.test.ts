import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { run } from './run.ts';

const { version } = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../package.json'), 'utf8'),
) as { version: string };

/** What the program prints with some arguments. */
const printed = (...args: readonly string[]): string =>
  execFileSync(
    process.execPath,
    [resolve(import.meta.dirname, '../bin/helm-charts.cjs'), ...args],
    { encoding: 'utf8' },
  );

test('prints its version, and those of what it runs and of its target', async () => {
  const [own, others] = printed('--version').split('\n');
  expect(own).toBe(`helm-charts ${version}`);
  expect(others).toBe(
    'Helm 4.2.3 and kustomize 5.8.1, for Kubernetes 1.36.3 and Flux 2.9 unless --target names others',
  );
  expect(await run(['render', '--version'], '/')).toEqual({
    output: `${own}\n${others}\n`,
    errors: '',
    exitCode: 0,
  });
});

test('the engine is built with the version of Helm that is printed', () => {
  const modules = readFileSync(resolve(import.meta.dirname, '../../engine/go/go.mod'), 'utf8');
  const [, helm] = /helm\.sh\/helm\/v4 v(\S+)/.exec(modules) ?? [];
  expect(printed('--version')).toContain(`Helm ${helm} `);
});
