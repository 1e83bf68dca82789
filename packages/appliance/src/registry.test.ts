import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { type Appliance, startAppliance } from './testing/appliance.ts';

const directory = resolve(import.meta.dirname, '../../..');
const registry = 'oci://registry.site/alga';

const start = async (): Promise<Appliance> => {
  const appliance = await startAppliance({ directory, profile: 'talos-single-node' });
  const metadata = { name: 'local-path' };
  appliance.server.put({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata });
  return appliance;
};

const bootstrap = ({ run, folder }: Appliance, ...args: readonly string[]) =>
  run(['bootstrap', '--flux-manifest', join(folder, 'flux.yaml'), '--timeout', '10m', ...args]);

/** The sources as they are, by their names. */
const sources = ({ server }: Appliance): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...server.objects.values()]
      .filter(({ kind }) => kind === 'OCIRepository')
      .map(({ metadata, spec }) => [metadata.name, spec]),
  );

test('the registry of the site stands in the place of that of the profile', async () => {
  await using appliance = await start();
  expect((await bootstrap(appliance, '--registry', `${registry}/`)).exitCode).toBe(0);
  const found = sources(appliance);
  expect(Object.keys(found)).toHaveLength(7);
  expect(found['alga-appliance']).toMatchObject({ url: `${registry}/talos-single-node` });
  expect(found['alga-core']).toMatchObject({ url: `${registry}/charts/sebastian` });
  expect(found['alga-core']).toHaveProperty('insecure', false);
  const { server, run } = appliance;
  expect(server.objects.get('Kustomization flux-system/alga-appliance')?.spec).toMatchObject({
    sourceRef: { kind: 'OCIRepository' },
  });
  expect((await bootstrap(appliance, '--registry', registry)).said).toContain('nothing to do');
  expect((await run(['status'])).output).toContain('OCIRepository flux-system/alga-core');
});

test('deploy moves all sources, and brings charts to their versions', async () => {
  await using appliance = await start();
  await bootstrap(appliance, '--registry', registry);
  const { server, run } = appliance;
  const core = server.objects.get('OCIRepository flux-system/alga-core')!;
  server.put({ ...core, spec: { ...(core.spec as object), ref: { tag: '0.0.1' } } });
  const elsewhere = ['--registry', 'oci://other.site/alga', '--insecure-registry'];
  expect((await bootstrap(appliance, ...elsewhere)).exitCode).toBe(2);
  expect((await run(['deploy', '--tag', '2.0.0', ...elsewhere])).exitCode).toBe(0);
  for (const spec of Object.values(sources(appliance))) {
    expect(spec).toMatchObject({
      url: expect.stringMatching(/^oci:..other\.site/),
      insecure: true,
    });
  }
  expect(sources(appliance)['alga-core']).toMatchObject({ ref: { tag: '0.1.0' } });
  expect(sources(appliance)['alga-appliance']).toMatchObject({ ref: { tag: '2.0.0' } });
});

test('a site stays with the kind of source that it began with', async () => {
  await using git = await start();
  const url = ['--url', 'https://git.site/a.git'];
  expect((await bootstrap(git, ...url)).exitCode).toBe(0);
  const { exitCode, said } = await bootstrap(git, '--registry', registry);
  expect(said).toContain('GitRepository flux-system/alga-appliance: the site was set up with this');
  expect(exitCode).toBe(2);

  await using airGapped = await start();
  await bootstrap(airGapped, '--registry', registry);
  expect((await bootstrap(airGapped, ...url)).exitCode).toBe(2);
});

test('with --cosign-key Flux verifies all sources, and a rotation adds the second key', async () => {
  await using appliance = await start();
  const [one, two] = [publicKey(), publicKey()];
  const file = join(appliance.folder, 'cosign.pub');
  writeFileSync(file, one);
  expect((await bootstrap(appliance, '--registry', registry)).exitCode).toBe(0);
  expect(sources(appliance)['alga-core']).not.toHaveProperty('verify');
  const { server, run } = appliance;
  const keys = () => {
    const data = server.objects.get('Secret flux-system/cosign-pub')?.data ?? {};
    return Object.entries(data).map(([key, text]) => [key, Buffer.from(text, 'base64').toString()]);
  };
  expect((await run(['deploy', '--cosign-key', file])).exitCode).toBe(0);
  const verify = { provider: 'cosign', secretRef: { name: 'cosign-pub' } };
  for (const spec of Object.values(sources(appliance))) expect(spec).toMatchObject({ verify });
  expect(keys()).toEqual([['cosign.pub', one]]);
  writeFileSync(file, one + two);
  expect((await run(['deploy', '--cosign-key', file])).exitCode).toBe(0);
  expect(keys()).toEqual([
    ['cosign.pub', one],
    ['cosign-2.pub', two],
  ]);
  // Without the option it stays as it is.
  expect((await run(['deploy'])).exitCode).toBe(0);
  for (const spec of Object.values(sources(appliance))) expect(spec).toMatchObject({ verify });
});

test('bootstrap with --cosign-key writes the keys before the sources', async () => {
  await using appliance = await start();
  const file = join(appliance.folder, 'cosign.pub');
  writeFileSync(file, 'no key');
  const args = ['--registry', registry, '--cosign-key', file];
  const refused = await bootstrap(appliance, ...args);
  expect(refused.said).toContain('it contains no public key in PEM format');
  expect(refused.exitCode).toBe(2);
  expect([...appliance.server.objects.keys()].filter((id) => id.startsWith('Secret'))).toEqual([]);
  writeFileSync(file, publicKey());
  expect((await bootstrap(appliance, ...args)).exitCode).toBe(0);
  const created = [...appliance.server.objects.keys()].filter((id) =>
    /^OCIRepository|cosign-pub$/.test(id),
  );
  expect(created[0]).toBe('Secret flux-system/cosign-pub');
  expect((await bootstrap(appliance, ...args)).said).toContain('nothing to do');
});

test('a site of a Git repository takes no --cosign-key', async () => {
  await using appliance = await start();
  const file = join(appliance.folder, 'cosign.pub');
  writeFileSync(file, publicKey());
  const args = ['--url', 'https://git.site/a.git', '--cosign-key', file];
  const { exitCode, said } = await bootstrap(appliance, ...args);
  expect(said).toContain('--cosign-key verifies what comes from a registry');
  expect(exitCode).toBe(2);
});

const publicKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
    type: 'spki',
    format: 'pem',
  }) as string;

test.each([
  [['--registry', registry, '--url', 'https://git.site/a.git'], 'they are of two kinds of sources'],
  [['--insecure-registry'], 'it does not say which registry is insecure'],
])('usage: %s', async (args, message) => {
  await using appliance = await start();
  const { exitCode, said } = await bootstrap(appliance, ...args);
  expect(said).toContain(message);
  expect(exitCode).toBe(2);
});

test('a profile without such a variant is not asked for one', async () => {
  await using appliance = await startAppliance();
  const { exitCode, said } = await bootstrap(appliance, '--registry', registry);
  expect(said).toContain('the profile site has no variant for an air gap');
  expect(exitCode).toBe(2);
});
