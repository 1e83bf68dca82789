import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
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

/** A workspace whose configuration leaves a mark each time that it is loaded. */
const markedWorkspace = () => {
  const { workspace, write } = workspaceOf({
    'package.json': '{ "type": "module" }',
    'profiles.ts': "export const profiles = ['sites/*'];",
    'helm-charts.config.ts': `import { appendFileSync } from 'node:fs';
import { profiles } from './profiles.ts';
appendFileSync(new URL('loads', import.meta.url), 'x');
export default { charts: [process.env.DEPLOY ?? 'charts'], profiles, appliance: 'site' };`,
  });
  const loads = () => readFileSync(join(workspace, 'loads'), 'utf8').length;
  return { workspace, write, loads };
};

test('a configuration is loaded again only if something that it reads has changed', async () => {
  vi.stubEnv('DEPLOY', 'deploy');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { workspace, write, loads } = markedWorkspace();
  // Until then a file might change again within one tick of the clock.
  await setTimeout(2100);
  for (let time = 0; time < 2; time += 1) {
    expect(await foldersOf(workspace)).toEqual({ charts: ['deploy'], profiles: ['sites/*'] });
    expect(loads()).toBe(1);
  }
  vi.stubEnv('DEPLOY', 'apps');
  expect(await foldersOf(workspace)).toEqual({ charts: ['apps'], profiles: ['sites/*'] });
  write('profiles.ts', "export const profiles = ['clusters/*'];");
  expect(await foldersOf(workspace)).toEqual({ charts: ['apps'], profiles: ['clusters/*'] });
  expect(loads()).toBe(3);
});

test('a configuration is loaded again as long as a file of it may change unseen', async () => {
  const { workspace, loads } = markedWorkspace();
  const later = Date.now() / 1000 + 3600;
  utimesSync(join(workspace, 'profiles.ts'), later, later);
  await foldersOf(workspace);
  await foldersOf(workspace);
  expect(loads()).toBe(2);
});

test('a wrong configuration is refused', async () => {
  const text = "export default { charts: 'deploy' };";
  const { workspace } = workspaceOf({ 'helm-charts.config.ts': text });
  await expect(foldersOf(workspace)).rejects.toThrow(
    'its "charts" is not a list of directories; write: charts: [\'deploy/*\']',
  );
});
