import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure, printFinding } from '@helm-charts/types';
import { expect, onTestFinished, test } from 'vitest';
import { installedProgram } from './installed.ts';

/** A module in a folder with an installed package of the program, which has these files. */
const moduleBeside = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'installed-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const directory = join(folder, 'node_modules/@helm-charts/engine-darwin-arm64');
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return join(folder, 'module.js');
};

const search = (files: Readonly<Record<string, string>>) =>
  installedProgram({
    platform: { os: 'darwin', cpu: 'arm64' },
    from: moduleBeside(files),
    version: '1.2.3',
  });

const manifest = (version: string) => ({ 'package.json': JSON.stringify({ version }) });

test('the program is that of the package of the platform', () => {
  const { value, findings } = search({ ...manifest('1.2.3'), 'helm-charts-engine': '' });
  expect(value).toMatch(/node_modules.@helm-charts.engine-darwin-arm64.helm-charts-engine$/);
  expect(findings).toEqual([]);
});

test('a package that is not installed is a warning with the command that installs it', () => {
  const { value, findings } = search({});
  expect(value).toBeUndefined();
  expect(findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "warning @helm-charts/engine-darwin-arm64: the package with the native engine is not installed; install it with npm i -D @helm-charts/engine-darwin-arm64@1.2.3, or install without --omit=optional. [environment]",
    ]
  `);
});

test('a package without its program is a warning that names it', () => {
  const { value, findings } = search(manifest('1.2.3'));
  expect(value).toBeUndefined();
  expect(findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "warning @helm-charts/engine-darwin-arm64: it has no helm-charts-engine; install it again with npm i -D @helm-charts/engine-darwin-arm64@1.2.3. [environment]",
    ]
  `);
});

test('a package of another version is refused with both versions', () => {
  const failure = (() => {
    try {
      return search({ ...manifest('1.3.0'), 'helm-charts-engine': '' });
    } catch (error) {
      return error;
    }
  })();
  expect(failure).toBeInstanceOf(Failure);
  expect((failure as Failure).exitCode).toBe(3);
  expect((failure as Failure).message).toMatchInlineSnapshot(
    `"error @helm-charts/engine-darwin-arm64: it has version 1.3.0 but @helm-charts/engine has version 1.2.3, and only equal versions work together; install it again with npm i -D @helm-charts/engine-darwin-arm64@1.2.3. [environment]"`,
  );
});

test('a platform without a package is a warning', () => {
  const { findings } = installedProgram({
    platform: { os: 'freebsd', cpu: 'x64' },
    from: moduleBeside({}),
    version: '1.2.3',
  });
  expect(findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "warning @helm-charts/engine-freebsd-x64: there is no native engine for freebsd on x64. [environment]",
    ]
  `);
});
