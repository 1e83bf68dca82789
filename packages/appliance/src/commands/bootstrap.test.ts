import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type ApplianceOptions, startAppliance } from '../../../../tools/appliance/appliance.ts';

const start = async (options?: ApplianceOptions) => {
  const appliance = await startAppliance(options);
  onTestFinished(() => appliance[Symbol.asyncDispose]());
  return appliance;
};

const first = (folder: string): readonly string[] => [
  'bootstrap',
  ...['--url', 'https://git.site/fork.git', '--branch', 'stable', '--timeout', '20s'],
  ...['--flux-manifest', join(folder, 'flux.yaml')],
];

test('brings an empty cluster to a running appliance', async () => {
  const { server, folder, run } = await start();
  const { exitCode, said } = await run(first(folder));
  expect(said.replace(server.url, 'URL')).toMatchInlineSnapshot(`
    "checking URL
    created Namespace releases
    created Namespace apps
    created Secret apps/db (2 keys)
    created Secret apps/web (1 key)
    created Namespace flux-system
    created CustomResourceDefinition gitrepositories.source.toolkit.fluxcd.io
    created CustomResourceDefinition kustomizations.kustomize.toolkit.fluxcd.io
    created CustomResourceDefinition helmreleases.helm.toolkit.fluxcd.io
    created Deployment flux-system/source-controller
    created Deployment flux-system/kustomize-controller
    created Deployment flux-system/helm-controller
    created GitRepository flux-system/repository
    created Kustomization flux-system/alga-appliance
    keep a copy of the new credentials: "alga-appliance secrets export --output FILE"
    bootstrap: done, 13 changes made
    "
  `);
  expect(exitCode).toBe(0);
  expect(server.objects.get('GitRepository flux-system/repository')?.spec).toMatchObject({
    url: 'https://git.site/fork.git',
    ref: { branch: 'stable' },
  });
});

test('a second run writes nothing', async () => {
  const { server, folder, run } = await start();
  await run(first(folder));
  const before = server.versions();
  const { exitCode, said } = await run(first(folder));
  expect(said).toContain('bootstrap: done, nothing to do\n');
  expect(exitCode).toBe(0);
  expect(server.versions()).toEqual(before);
});
