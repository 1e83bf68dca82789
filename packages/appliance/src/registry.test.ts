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
