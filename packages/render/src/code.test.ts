import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { codeOf } from './code.ts';
import { workspace } from './fixture.ts';

const code = async (files: Readonly<Record<string, string>>) =>
  codeOf(pathToFileURL(join(await workspace(files), 'index.ts')).href);

test('code is another with any change of a module, and the same with one of a test', async () => {
  const one = await code({ 'index.ts': 'x', 'rules/a.ts': 'y', 'a.test.ts': 'z' });
  expect(await code({ 'index.ts': 'x', 'rules/a.ts': 'y', 'a.test.ts': '' })).toBe(one);
  expect(await code({ 'index.ts': 'x', 'rules/a.ts': 'yy' })).not.toBe(one);
  expect(await code({ 'index.ts': 'x' })).not.toBe(one);
});
