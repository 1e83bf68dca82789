import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadProfile } from '@helm-charts/pipeline';
import { type Cluster, startCluster } from '@helm-charts/testing/cluster';
import { eventually } from '@helm-charts/testing/eventually';
import { orSkip } from '@helm-charts/testing/servers';
import {
  defineChart,
  defineProfile,
  gitRepository,
  install,
  object,
  orFail,
  text,
} from '@helm-charts/types';
import { expect, onTestFinished, test } from 'vitest';
import { push } from '../push/push.ts';
import { writeCosignKeys, writeKeys } from '../testing/keys.ts';
import { commit, repositoryIn, write } from '../testing/repository.ts';
import { startSigstore, tokenOf } from '../testing/sigstore.ts';

test('source-controller accepts what is signed with the key, and nothing else', async (context) => {
  await using cluster = await orSkip(context, startCluster());
  const folder = await mkdtemp(join(tmpdir(), 'flux-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const workspace = await repositoryIn(folder);
  await write(
    workspace,
    'charts/other/Chart.yaml',
    'apiVersion: v2\nname: other\nversion: 1.0.0\n',
  );
  commit(workspace, 'other');
  const [keys, others] = [
    await writeKeys(folder, 'one'),
    await writeCosignKeys(folder, 'two', 'a passphrase'),
  ];
  const registry = `oci://${cluster.registry}/site`;
  const pushing = async (root: string, signKey?: string): Promise<void> => {
    const environment = { ...process.env, COSIGN_PASSWORD: 'a passphrase' };
    const options = { registry, plainHttp: true, signKey, environment };
    expect(await push(workspace, [root], options)).toMatchObject({ findings: [] });
  };
  await pushing('charts/api', keys.privateKey);
  await pushing('charts/web');
  await pushing('charts/other', others.privateKey);

  await writeSecret(cluster, [keys.publicKey]);
  const sources = sourcesOf(registry);
  expect(sources.map(({ metadata }) => metadata?.name)).toEqual(['api', 'web', 'other']);
  await cluster.apply(sources.map((one) => JSON.stringify(one)).join('\n---\n'));
  const signed = await cluster.ready('ocirepository/api', 'flux-system');
  expect(signed.status?.conditions).toContainEqual(
    expect.objectContaining({ type: 'SourceVerified', status: 'True' }),
  );
  for (const name of ['web', 'other']) await refused(cluster, name);

  // While a key is rotated, the Secret has both.
  await writeSecret(cluster, [keys.publicKey, others.publicKey]);
  await cluster.reconcile('ocirepository/other', 'flux-system');
  await refused(cluster, 'web');
  // What was pushed without a key can be signed later.
  await pushing('charts/web', others.privateKey);
  await cluster.reconcile('ocirepository/web', 'flux-system');
});

test('source-controller accepts a signed profile', async (context) => {
  await using cluster = await orSkip(context, startCluster());
  const folder = await mkdtemp(join(tmpdir(), 'flux-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const keys = await writeKeys(folder, 'one');
  // A copy outside of Git, since what is not committed can't be pushed.
  const [origin, workspace] = [resolve(import.meta.dirname, '../../../..'), join(folder, 'copy')];
  for (const path of ['charts', 'flux-profiles', 'helm-charts.config.ts', 'package.json'])
    await cp(join(origin, path), join(workspace, path), { recursive: true });
  await symlink(join(origin, 'node_modules'), join(workspace, 'node_modules'));
  const root = 'flux-profiles/talos-single-node';
  const registry = `oci://${cluster.registry}/site`;
  const pushing = (signKey?: string) =>
    push(workspace, [root], { registry, plainHttp: true, signKey });
  expect(await pushing()).toMatchObject({ findings: [] });
  await writeSecret(cluster, [keys.publicKey]);
  const { definition, name } = orFail(await loadProfile({ workspace: origin, root }));
  const { airGap } = defineProfile({
    ...definition,
    airGap: { registry, releases: {}, verify: { secret: 'cosign-pub' } },
  });
  await cluster.apply(JSON.stringify(overHttp(airGap!.source)));
  const { name: source = name } = airGap?.source.metadata ?? {};
  await refused(cluster, source);
  expect(await pushing(keys.privateKey)).toMatchObject({ findings: [] });
  await cluster.reconcile(`ocirepository/${source}`, 'flux-system');
});

test('source-controller accepts what an identity has signed without a key', async (context) => {
  await using cluster = await orSkip(context, startCluster());
  const folder = await mkdtemp(join(tmpdir(), 'flux-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await using sigstore = await startSigstore(folder);
  const [identityTokenFile, issuer] = [join(folder, 'token'), 'https://issuer.example.com'];
  await writeFile(identityTokenFile, tokenOf('release@example.com', issuer));
  const registry = `oci://${cluster.registry}/site`;
  const report = await push(await repositoryIn(folder), ['charts/api'], {
    ...{ registry, plainHttp: true, identityTokenFile },
    ...{ fulcio: sigstore.url, rekor: sigstore.url },
  });
  expect(report).toMatchObject({ findings: [] });
  const root = await readFile(sigstore.trustedRoot, 'utf8');
  await cluster.apply(secretOf('trusted-root', { 'trusted_root.json': root }));
  const [api] = sourcesOf(registry);
  const sourceOf = (name: string, subject: string) => ({
    ...api,
    metadata: { ...api?.metadata, name },
    spec: {
      ...api?.spec,
      verify: {
        provider: 'cosign',
        matchOIDCIdentity: [{ issuer: `^${issuer}$`, subject: `^${subject}$` }],
        trustedRootSecretRef: { name: 'trusted-root' },
      },
    },
  });
  await cluster.apply(JSON.stringify(sourceOf('right', 'release@example.com')));
  await cluster.apply(JSON.stringify(sourceOf('wrong', 'other@example.com')));
  await cluster.ready('ocirepository/right', 'flux-system');
  await refused(cluster, 'wrong');
});

/** The sources of a profile that names the keys. */
const sourcesOf = (registry: string) => {
  const { airGap } = defineProfile({
    name: 'site',
    version: '1.0.0',
    source: gitRepository('site', { url: 'https://git.example.com/site.git', interval: '1h' }),
    releaseNamespace: 'flux-system',
    targetNamespace: 'default',
    releases: Object.fromEntries(
      ['api', 'web', 'other'].map((name) => [
        name,
        install(chartOf(name), { timeout: '5m', values: {} }),
      ]),
    ),
    airGap: { registry, releases: {}, verify: { secret: 'cosign-pub' } },
  });
  return Object.values(airGap?.charts ?? {}).map(overHttp);
};

const overHttp = <Source extends { readonly spec?: object }>(source: Source) => ({
  ...source,
  spec: { ...source.spec, insecure: true },
});

const chartOf = (name: string) =>
  defineChart({
    name,
    description: 'A chart.',
    version: '1.0.0',
    appVersion: '1',
    values: object('Settings.', {}),
    scenarios: {},
    manifests: () => ({}),
    notes: () => text`Done.`,
  });

const writeSecret = async (cluster: Cluster, files: readonly string[]): Promise<void> => {
  const keys = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const stringData = Object.fromEntries(keys.map((key, at) => [`cosign-${at}.pub`, key]));
  await cluster.apply(secretOf('cosign-pub', stringData));
};

const secretOf = (name: string, stringData: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'flux-system' } },
    stringData,
  });

/** Waits until source-controller has refused a source because of its signature. */
const refused = (cluster: Cluster, name: string): Promise<void> =>
  eventually(async () => {
    const { status } = await cluster.get(`ocirepository/${name}`, 'flux-system');
    const ready = status?.conditions?.find(({ type }) => type === 'Ready');
    return [ready?.status, ready?.reason];
  }, ['False', 'VerificationError']);
