import { globSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startAppliance } from '../../packages/appliance/src/testing/appliance.ts';
import { fluxManifest } from '../../packages/appliance/src/testing/manifest.ts';
import { read, workspace } from './pages.ts';

const page = read('docs/appliance.md');

/** The commands of the page's shell blocks, as arguments. */
const commands = [...page.matchAll(/^npx alga-appliance (.+)$/gm)].map(([, line = '']) =>
  line.split(' '),
);

/** The file with a tenant as the page has it. */
const [, tenantFile = ''] = /^```yaml\n(organisation: [\s\S]*?)^```$/m.exec(page) ?? [];

/** The page's files in a folder that is this workspace by its links. */
const workIn = (folder: string): string => {
  const directory = join(folder, 'workspace');
  mkdirSync(directory);
  for (const name of ['charts', 'flux-profiles', 'schemas', 'node_modules', 'package.json']) {
    symlinkSync(join(workspace, name), join(directory, name));
  }
  const files = {
    'flux.yaml': fluxManifest,
    'tenant.yaml': tenantFile,
    'passphrase.txt': 'four words and a number\n',
    'pgbouncer.yaml': 'replicas: 1\n',
    'images.yaml': 'server: { tag: 1a2b3c4d }\n',
  };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(directory, name), text, { mode: 0o600 });
  }
  return directory;
};

test('every command of docs/appliance.md works, in the order of the page', async () => {
  const options = { directory: workspace, profile: 'talos-single-node', hasTenant: true };
  await using appliance = await startAppliance(options);
  const { server, run, folder } = appliance;
  const metadata = { name: 'local-path' };
  server.put({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata });
  const directory = workIn(folder);
  expect(commands.length).toBeGreaterThan(8);
  for (const args of commands) {
    const { exitCode, said } = await run(args, { directory });
    expect([args.join(' '), exitCode, exitCode === 0 ? '' : said]).toEqual([args.join(' '), 0, '']);
  }
});

test('the failures of docs/appliance.md are said in these words', () => {
  const sources = globSync('packages/appliance/src/**/*.ts', { cwd: workspace })
    .filter((path) => !path.endsWith('.test.ts'))
    .map(read)
    .join('\n');
  const rows = [...page.matchAll(/^\| (\w+) \| `([^`]+)` \|/gm)];
  expect(rows.length).toBeGreaterThan(8);
  for (const [, layer = '', words = ''] of rows) {
    expect(sources, words).toContain(words);
    expect(sources, layer).toMatch(new RegExp(`['"]${layer}['"]`));
  }
});
