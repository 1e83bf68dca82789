import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOciRegistry } from '@helm-charts/testing/registries';
import { expect, onTestFinished, test } from 'vitest';
import { request } from '../../packages/appliance/src/arguments.ts';
import { run } from '../../packages/cli/src/run.ts';
import { commit, repositoryIn, write } from '../../packages/release/src/testing/repository.ts';
import { startSigstore, tokenOf } from '../../packages/release/src/testing/sigstore.ts';
import { read } from './pages.ts';

const page = read('docs/releases.md');

/** The lines of the shell blocks below "Sign and verify", and the commands in its sentences. */
const [, section = ''] = page.split('## Sign and verify');
const commands = [
  ...[...section.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.split('\n')),
  ...[...section.matchAll(/`((?:npx|cat) [^`]+)`/g)].map(([, text = '']) => text),
];
const starting = (start: string) => commands.filter((line) => line.startsWith(start));

test('docs/releases.md signs what it verifies', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signing-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await using registry = await startOciRegistry();
  await using sigstore = await startSigstore(folder);
  const workspace = await repositoryIn(folder);
  await write(workspace, '.gitignore', '*.key\n*.pub\ntoken\ntrusted_root.json\n');
  await copyFile(sigstore.trustedRoot, join(workspace, 'trusted_root.json'));
  await writeFile(
    join(workspace, 'token'),
    tokenOf('release@example.com', 'https://issuer.example.com'),
  );
  await write(workspace, 'helm-charts.config.ts', 'export default {};\n');
  commit(workspace, 'configuration');
  process.env.HELM_CHARTS_SIGN_PASSPHRASE = 'a passphrase';
  onTestFinished(() => {
    delete process.env.HELM_CHARTS_SIGN_PASSPHRASE;
  });
  const openssl = starting('openssl');
  expect(openssl).toHaveLength(2);
  for (const line of openssl)
    execFileSync('sh', ['-c', line], { cwd: workspace, stdio: ['ignore', 'ignore', 'pipe'] });
  // The program of a key management service.
  const program = join(workspace, 'kms.key');
  const sign = `require('node:crypto').createSign('SHA256').update(require('node:fs').readFileSync(0)).sign({ key: require('node:fs').readFileSync('${workspace}/sign.key'), passphrase: 'a passphrase' }, 'base64')`;
  await writeFile(program, `console.log(${sign})`);
  const own = [...starting('npx helm-charts push'), ...starting('npx helm-charts verify')];
  expect(own.length).toBeGreaterThan(4);
  for (const line of own) {
    const [, words = ''] = line.split('npx helm-charts ');
    const args = words
      .replaceAll('registry.example.com', registry.address)
      .replaceAll(/https:\/\/(?:fulcio|rekor)\.example\.com/g, sigstore.url)
      .match(/'[^']*'|\S+/g)
      ?.map((word) => word.replaceAll("'", ''))
      .map((word) =>
        word.startsWith('sign-with-kms') ? `"${process.execPath}" "${program}"` : word,
      );
    const named = line.includes('push') ? ['charts/api', 'charts/web'] : [];
    const answer = await run([...(args ?? []), ...named, '--plain-http'], workspace);
    expect([line, answer]).toEqual([line, expect.objectContaining({ exitCode: 0, errors: '' })]);
  }
});

test('docs/releases.md gives options that alga-appliance knows', () => {
  const own = starting('npx alga-appliance');
  expect(own.length).toBeGreaterThan(2);
  for (const line of own)
    expect([line, request(line.split(' ').slice(2))]).toEqual([
      line,
      expect.objectContaining({ kind: 'run' }),
    ]);
});
