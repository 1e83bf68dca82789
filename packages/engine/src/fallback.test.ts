import { chmod, copyFile, open, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { Failure, orFail, printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import type { Backend, Rendering } from './backend.ts';
import { withFallback } from './fallback.ts';
import { defaultLimits } from './limits.ts';
import { openNative } from './native/backend.ts';
import { nativeProgram } from './native/program.ts';
import { openPrograms } from './programs/backend.ts';
import { renderingOf } from './rendering.ts';
import { good, releasesOf } from './testing/hostile.ts';

/** A copy of the native program that is spoilt, as a backend that helm and kubectl replace, or nothing. */
const spoilt = async (
  spoil: (path: string) => Promise<void>,
  isNamed = false,
): Promise<{ readonly backend: Backend; readonly path: string; readonly wanted: Rendering }> => {
  const { workspaceRoot, releases } = await releasesOf({ good });
  const path = join(await workspace({}), 'engine');
  await copyFile(orFail(await nativeProgram()), path);
  await spoil(path);
  const settings = { workspaceRoot, signal: undefined, limits: defaultLimits };
  const backend = withFallback({
    backend: openNative(path, settings),
    path,
    replacement: 'helm and kubectl',
    open: isNamed ? undefined : () => openPrograms(settings),
  });
  const [release] = releases;
  if (release === undefined) throw new Error('there is one');
  return { backend, path, wanted: renderingOf(release, { kubeVersion: '1.36.3', helm: '4.2.3' }) };
};

/** In an ELF header, the machine is at byte 18; 183 is arm64. */
const forAnotherPlatform = async (path: string): Promise<void> => {
  const file = await open(path, 'r+');
  await file.write(Buffer.from([183, 0]), 0, 2, 18);
  await file.close();
};

test.each([
  ['truncated', (path: string) => truncate(path, 2 ** 20), /damaged or for another platform/],
  ['empty', (path: string) => truncate(path, 0), /damaged or for another platform/],
  [
    'overwritten',
    (path: string) => writeFile(path, 'no program'),
    /damaged or for another platform/,
  ],
  ['for another platform', forAnotherPlatform, /damaged or for another platform/],
  ['not executable', (path: string) => chmod(path, 0o644), /it is not executable/],
])(
  'helm and kubectl replace a native program that is %s, with a warning',
  async (_, spoil, reason) => {
    const { backend, path, wanted } = await spoilt(spoil);
    const outcomes = await Promise.all([backend.render(wanted), backend.render(wanted)]);
    expect(outcomes.map(({ text }) => text)).toEqual(Array(2).fill(expect.stringContaining(good)));
    const [warning = '', ...others] = backend.findings.map(printFinding);
    expect(others).toEqual([]);
    expect(warning).toMatch(reason);
    expect(warning).toContain(`warning ${path}: the native engine cannot be used: `);
    expect(warning).toContain('helm and kubectl replace it');
  },
  60_000,
);

test('nothing replaces a native program that somebody asked for by name', async () => {
  const { backend, path, wanted } = await spoilt((file) => chmod(file, 0o644), true);
  const failure = await backend.render(wanted).catch((error: unknown) => error);
  if (!(failure instanceof Failure)) throw new Error('it should have failed', { cause: failure });
  expect(failure.message.replace(path, 'engine')).toMatchInlineSnapshot(
    `"error engine: the native engine cannot be used: it is not executable; install @helm-charts/engine again. [environment]"`,
  );
  expect(failure.exitCode).toBe(3);
});
