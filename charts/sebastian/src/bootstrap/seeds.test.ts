import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder, removeFolder } from '@helm-charts/testing/servers';
import { expect, onTestFinished, test } from 'vitest';
import { seedsFolderOf } from './seeds.ts';
import type { Settings } from './settings.ts';

const choose = async (files: readonly string[], product: string): Promise<string> => {
  const seedsFolder = await makeFolder('seeds');
  onTestFinished(() => removeFolder(seedsFolder));
  for (const file of files) {
    await mkdir(dirname(join(seedsFolder, file)), { recursive: true });
    await writeFile(join(seedsFolder, file), '');
  }
  // Nothing else is read.
  const settings = { seedsFolder, product } as Settings;
  try {
    return seedsFolderOf(settings).replace(seedsFolder, '@');
  } catch (error) {
    return String(error).replaceAll(seedsFolder, '@');
  }
};

test('the folder with seeds is the configured one, or the one of the product below it', async () => {
  const products = ['psa/01_roles.cjs', 'algadesk/01_roles.cjs', 'lib/grants.cjs'];
  expect(await choose(products, 'psa')).toBe('@/psa');
  expect(await choose(products, 'algadesk')).toBe('@/algadesk');
  expect(await choose([...products, '01_all.js'], 'psa')).toBe('@');
});

test('a folder without a file of seeds is refused', async () => {
  const neither = 'Error: neither @ nor @/psa has a file with seeds';
  expect(await choose([], 'psa')).toBe(neither);
  expect(await choose(['algadesk/01_roles.cjs', 'psa/readme.md'], 'psa')).toBe(neither);
});
