import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '@helm-charts/types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRepeatable } from './repeatable.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'repeatable-'));
  mkdirSync(join(root, 'apps'));
  mkdirSync(join(root, 'web/src'), { recursive: true });
  writeFileSync(join(root, 'web/src/chart.ts'), '');
});
afterAll(() => rmSync(root, { recursive: true }));

const report = (exitCode: number, ...rules: readonly string[]) => ({
  summary: '',
  exitCode,
  findings: rules.map((rule): Finding => ({ rule, severity: 'error', message: '' })),
});

test.for<[string, ReturnType<typeof report>, readonly string[], boolean]>([
  ['without findings', report(0), ['web'], true],
  ['without directories', report(0), [], true],
  ['with findings for a tree', report(1, 'schema'), ['apps'], true],
  ['for a tree of which a part was not rendered', report(2, 'chart'), ['apps'], true],
  ['with findings for everything', report(1, 'schema'), [], false],
  ['with findings for a chart in TypeScript', report(1, 'schema'), ['apps', 'web'], false],
  ['that exceeded a limit', report(2, 'schema', 'limit'), ['apps'], false],
  ['whose engine crashed', report(2, 'engine'), ['apps'], false],
  ['with a problem of the machine', report(3, 'schema'), ['apps'], false],
])('tells whether an answer %s is repeatable', ([, report, directories, expected]) =>
  expect(isRepeatable([report], directories, root)).toBe(expected),
);
