import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findTool } from '@helm-charts/engine';
import { printReport } from '@helm-charts/pipeline';
import {
  distributionAccount,
  findDebianRegistry,
  startDistribution,
} from '@helm-charts/testing/registries';
import { makeCertificate, orSkip } from '@helm-charts/testing/servers';
import { expect, onTestFinished, test } from 'vitest';
import { push } from './push/push.ts';
import { writeKeys } from './testing/keys.ts';
import { repositoryIn, roots } from './testing/repository.ts';
import { verify } from './verify/verify.ts';

test('the registry of Debian takes signed charts over TLS with an account, Helm installs from it, and verify finds a changed byte', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'interoperability-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const program = await orSkip(context, (async () => findDebianRegistry())());
  const certificate = await orSkip(context, makeCertificate('127.0.0.1'));
  await using registry = await startDistribution({
    folder,
    program,
    certificate,
    hasAccount: true,
  });
  const { address } = registry;
  const authorityFile = join(folder, 'ca.crt');
  await writeFile(authorityFile, certificate.authority);
  const { username, password } = distributionAccount;
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  const logins = join(folder, 'config.json');
  await writeFile(logins, JSON.stringify({ auths: { [address]: { auth } } }));
  process.env.HELM_REGISTRY_CONFIG = logins;
  onTestFinished(() => void delete process.env.HELM_REGISTRY_CONFIG);

  const workspace = await repositoryIn(folder);
  const keys = await writeKeys(folder, 'cosign');
  const connection = { registry: `oci://${address}/site`, authorityFile };
  const pushing = async () =>
    printReport(
      await push(workspace, roots, { ...connection, release: 'a', signKey: keys.privateKey }),
    );
  expect(await pushing()).toContain('push: pushed 2 artifacts');
  expect(await pushing()).toContain('push: pushed 0 artifacts');

  const { path: helm } = await findTool('helm');
  const env = { PATH: process.env.PATH, HOME: folder };
  const chart = `oci://${address}/site/charts/web`;
  const from = ['--version', '1.0.0', '--ca-file', authorityFile, '--registry-config', logins];
  const shown = await promisify(execFile)(helm, ['show', 'chart', chart, ...from], { env });
  expect(shown.stdout).toContain('name: web');
  await promisify(execFile)(helm, ['pull', chart, ...from, '--destination', folder], { env });
  await promisify(execFile)(helm, ['template', 'web', chart, ...from], { env });

  const verifying = () => verify(workspace, [], { ...connection, keys: [keys.publicKey] });
  expect(await verifying()).toMatchObject({ exitCode: 0 });
  const pulled = await readFile(join(folder, 'web-1.0.0.tgz'));
  await changeBlob(join(folder, 'registry/data'), pulled);
  expect((await verifying()).exitCode).not.toBe(0);
});

/** Changes one byte of a blob in the folder of a registry. */
const changeBlob = async (data: string, content: Buffer): Promise<void> => {
  for (const file of await readdir(data, { recursive: true })) {
    const path = join(data, file);
    if (!path.endsWith('/data')) continue;
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes?.equals(content) !== true) continue;
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await writeFile(path, bytes);
    return;
  }
  throw new Error('the registry has no such blob');
};
