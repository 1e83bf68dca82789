import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { foldersOf } from './folders.ts';

/** A workspace with these files, which is removed after the test. */
const workspaceOf = (files: Readonly<Record<string, string>>) => {
  const workspace = mkdtempSync(join(tmpdir(), 'folders-'));
  onTestFinished(() => rmSync(workspace, { recursive: true }));
  const write = (name: string, text: string) => writeFileSync(join(workspace, name), text);
  for (const [name, text] of Object.entries(files)) write(name, text);
  return { workspace, write };
};

test('a workspace without a configuration has the default folders', async () => {
  expect(await foldersOf(workspaceOf({}).workspace)).toEqual({});
});

test('a configuration is loaded again only if something that it reads has changed', async () => {
  vi.stubEnv('DEPLOY', 'deploy');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { workspace, write } = workspaceOf({
    'package.json': '{ "type": "module" }',
    'profiles.ts': "export const profiles = ['sites/*'];",
    'helm-charts.config.ts': `import { appendFileSync } from 'node:fs';
import { profiles } from './profiles.ts';
appendFileSync(new URL('loads', import.meta.url), 'x');
export default { charts: [process.env.DEPLOY ?? 'charts'], profiles, appliance: 'site' };`,
  });
  const loads = () => readFileSync(join(workspace, 'loads'), 'utf8').length;
  const folders = { charts: ['deploy'], profiles: ['sites/*'] };
  // Files that have just changed may change again unseen.
  expect(await foldersOf(workspace)).toEqual(folders);
  await setTimeout(2100);
  for (const times of [2, 2]) {
    expect(await foldersOf(workspace)).toEqual(folders);
    expect(loads()).toBe(times);
  }
  vi.stubEnv('DEPLOY', 'apps');
  expect(await foldersOf(workspace)).toEqual({ ...folders, charts: ['apps'] });
  write('profiles.ts', "export const profiles = ['clusters/*'];");
  expect(await foldersOf(workspace)).toEqual({ charts: ['apps'], profiles: ['clusters/*'] });
  expect(loads()).toBe(4);
});

test('a wrong configuration is refused', async () => {
  const text = "export default { charts: 'deploy' };";
  const { workspace } = workspaceOf({ 'helm-charts.config.ts': text });
  await expect(foldersOf(workspace)).rejects.toThrow(
    'its "charts" is not a list of directories; write: charts: [\'deploy/*\']',
  );
});
