import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { expect, onTestFinished, test } from 'vitest';
import { engineWasm, installedModule } from './module.ts';

/** Looks for the module of version 1.2.3 beside an installed package that has these files. */
const search = (files: Readonly<Record<string, string>>): string | undefined => {
  const folder = mkdtempSync(join(tmpdir(), 'module-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const directory = join(folder, 'node_modules/@helm-charts/engine-wasm');
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return installedModule({
    published: engineWasm,
    from: join(folder, 'module.js'),
    version: '1.2.3',
  });
};

const failed = (files: Readonly<Record<string, string>>): Failure => {
  try {
    throw new Error(search(files));
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
};

const manifest = (version: string) => ({ 'package.json': JSON.stringify({ version }) });

test('the module is that of its package', () => {
  const path = search({ ...manifest('1.2.3'), 'engine.wasm': '' });
  expect(path).toMatch(/node_modules.@helm-charts.engine-wasm.engine\.wasm$/);
});

test('a package that is missing, or has no module, has none', () => {
  for (const files of [{}, manifest('1.2.3')]) expect(search(files)).toBeUndefined();
});

test('a package of another version is refused with both versions', () => {
  const { exitCode, message } = failed({ ...manifest('1.3.0'), 'engine.wasm': '' });
  expect(exitCode).toBe(3);
  expect(message).toMatchInlineSnapshot(
    `"error @helm-charts/engine-wasm: the package with the WebAssembly engine has version 1.3.0 but @helm-charts/engine has version 1.2.3, and only equal versions work together; install it again with npm i -D @helm-charts/engine-wasm@1.2.3. [environment]"`,
  );
});
