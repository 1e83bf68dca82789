import { globSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiServer, makeCertificate } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { type Appliance, startAppliance } from '../../packages/appliance/src/testing/appliance.ts';
import { fluxManifest } from '../../packages/appliance/src/testing/manifest.ts';
import { read, workspace } from './pages.ts';

const page = read('docs/appliance.md');

/** The commands of the page's shell blocks, as arguments. */
const commands = [...page.matchAll(/^npx alga-appliance (.+)$/gm)].map(([, line = '']) =>
  line.split(' '),
);

/** The file with a tenant as the page has it. */
const [, tenantFile = ''] = /^```yaml\n(organisation: [\s\S]*?)^```$/m.exec(page) ?? [];

/** The values with a bucket as the page has them. */
const [, bucketFile = ''] = /^```yaml\n(backup:\n[\s\S]*?)^```$/m.exec(page) ?? [];

/** The page's files in a folder that is this workspace by its links. */
const workIn = async (folder: string): Promise<string> => {
  const directory = join(folder, 'workspace');
  mkdirSync(directory);
  // The copy of a site has only its own profile.
  mkdirSync(join(directory, 'flux-profiles'));
  for (const name of [
    'charts',
    'flux-profiles/talos-single-node',
    'schemas',
    'node_modules',
    'package.json',
  ]) {
    symlinkSync(join(workspace, name), join(directory, name));
  }
  const { certificate, key } = await makeCertificate('psa.example.com');
  const files = {
    'tls.crt': certificate,
    'tls.key': key,
    'flux.yaml': fluxManifest,
    'tenant.yaml': tenantFile,
    'passphrase.txt': 'four words and a number\n',
    'pgbouncer.yaml': 'replicas: 1\n',
    'alga-core.yaml': bucketFile,
    'backup.key': '-----BEGIN PRIVATE KEY-----\n',
    'images.yaml': 'server: { tag: 1a2b3c4d }\n',
  };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(directory, name), text, { mode: 0o600 });
  }
  return directory;
};

/** What a status, as a table or as JSON, says is not ready. Nothing listens at the address of a test. */
const openIn = (output: string): readonly string[] => {
  if (output.startsWith('{')) {
    const { findings } = JSON.parse(output) as { findings: readonly { object: Named }[] };
    return findings.map(({ object: { kind, namespace, name } }) => `${kind} ${namespace}/${name}`);
  }
  const lines = output.trimEnd().split('\n');
  return lines
    .filter((line) => !/^\S+ \S+ +ready\b/.test(line))
    .map((line) => line.split('  ')[0] ?? '');
};

interface Named {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** A CronJob that makes backups, with the controller of its Jobs. */
const playBackups = (server: ApiServer): void => {
  server.onChange(({ object }) => {
    if (object.kind !== 'Job' || object.status !== undefined) return;
    server.put({ ...object, status: { conditions: [{ type: 'Complete', status: 'True' }] } });
  });
  server.put({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: {
      name: 'alga-core-sebastian-backup',
      namespace: 'msp',
      annotations: { 'meta.helm.sh/release-name': 'alga-core' },
      labels: { 'app.kubernetes.io/component': 'backup' },
    },
    spec: { jobTemplate: { spec: {} } },
  });
};

const startMachine = async (): Promise<Appliance> => {
  const appliance = await startAppliance({
    directory: workspace,
    profile: 'talos-single-node',
    hasTenant: true,
  });
  const metadata = { name: 'local-path' };
  appliance.server.put({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata });
  playBackups(appliance.server);
  return appliance;
};

test('every command of docs/appliance.md works, in the order of the page', async () => {
  await using machines = new AsyncDisposableStack();
  let machine = machines.use(await startMachine());
  const directory = await workIn(machine.folder);
  expect(commands.length).toBeGreaterThan(8);
  for (const args of commands) {
    // Credentials and a backup at once are for a machine that takes the place of another.
    if (args.includes('--from') && args.includes('--backup')) {
      machine = machines.use(await startMachine());
    }
    if (args.includes('--watch')) {
      const stop = new AbortController();
      // Somebody presses Ctrl-C after the first lines.
      const { exitCode } = await machine.run(args, {
        directory,
        print: () => stop.abort(),
        signal: stop.signal,
      });
      expect(exitCode).toBe(130);
      continue;
    }
    const { exitCode, said, output } = await machine.run(args, { directory });
    if (args[0] === 'status') {
      expect(openIn(output), args.join(' ')).toEqual(['Service msp/alga-core-sebastian-tls']);
      continue;
    }
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
