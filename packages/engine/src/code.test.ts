import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { codeOf } from './code.ts';

const files = { 'package.json': '{}', 'src/index.ts': 'x', 'src/rules/a.ts': 'y' };

const code = async (more: Readonly<Record<string, string>> = {}) =>
  codeOf(pathToFileURL(join(await workspace({ ...files, ...more }), 'src/index.ts')).href);

test('codeOf changes with a module and with the version of a dependency', async () => {
  const one = await code();
  expect(await code()).toBe(one);
  expect(await code({ 'src/rules/a.ts': 'yy' })).not.toBe(one);
  expect(await code({ 'src/rules/b.ts': 'z' })).not.toBe(one);
  expect(await code({ 'package.json': '{"dependencies": {"yaml": "2.9.2"}}' })).not.toBe(one);
});

test('codeOf does not change with a test', async () => {
  expect(await code({ 'src/a.test.ts': 'z' })).toBe(await code());
});
