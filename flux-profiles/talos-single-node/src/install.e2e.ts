import { join } from 'node:path';
import { afterAll, expect, type TestContext, test } from 'vitest';
import { publish } from '../../../tools/cluster/publish.ts';
import { orSkip } from '../../../tools/servers/missing.ts';
import { profile } from './profile.ts';
import { installations } from './testing/observe.ts';
import { type Site, startSite, workspace } from './testing/site.ts';

// Each test goes on where the one before it has ended.
let started: Promise<Site> | undefined;
const siteOf = (context: TestContext): Promise<Site> => {
  started ??= startSite();
  return orSkip(context, started);
};
afterAll(async () => {
  const site = await started?.catch(() => undefined);
  await site?.[Symbol.asyncDispose]();
});

const bootstrap = (folder: string, registry: string): readonly string[] => [
  ...['bootstrap', '--flux-manifest', join(folder, 'flux.yaml')],
  ...['--registry', registry, '--insecure-registry', '--timeout', '4m'],
];

test('an empty cluster without Internet becomes an appliance, in the promised order', async (context) => {
  const { cluster, folder, appliance } = await siteOf(context);
  const registry = await publish({
    workspace,
    profile,
    registry: cluster.registry,
    folder: join(folder, 'packages'),
  });
  const [outcome] = await Promise.all([
    appliance(...bootstrap(folder, registry)),
    startsFlux(cluster),
  ]);
  expect(outcome).toMatchObject({ exitCode: 0, findings: [] });
  const times = await installations(cluster);
  expect(Object.keys(times)).toEqual(Object.keys(dependencies).toSorted());
  for (const [name, needed] of Object.entries(dependencies)) {
    for (const dependency of needed) {
      // Helm's first record of a release is written when its installation begins.
      expect(times[name]?.begun, `${name} after ${dependency}`).toBeGreaterThanOrEqual(
        times[dependency]?.ready ?? Number.NaN,
      );
    }
  }
});

/** Which release needs which. */
const dependencies = Object.fromEntries(
  profile.releases.map(({ helmRelease: { metadata, spec } }) => [
    metadata?.name ?? '',
    (spec?.dependsOn ?? []).map(({ name }) => name),
  ]),
);

const startsFlux = async (cluster: Site['cluster']): Promise<void> => {
  await expect
    .poll(() => cluster.list('deployments', 'flux-system'), { timeout: 60_000 })
    .toHaveLength(3);
  await cluster.startFlux({ definitions: false });
};
