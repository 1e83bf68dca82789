import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEngine, validateAsApiServer } from '@helm-charts/engine';
import type { ManifestDocument } from '@helm-charts/kubernetes';
import { simulate, treeInput } from '@helm-charts/pipeline';
import { rendering } from '@helm-charts/testing/charts';
import { printFinding } from '@helm-charts/types';
import { afterAll, expect, test } from 'vitest';
import { charts } from './beside.ts';

const workspaceRoot = fileURLToPath(new URL('../../../..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'api-'));
afterAll(() => rm(folder, { recursive: true }));

/** What the API server says of objects; without its program the test fails with the command that builds it. */
const validate = async (documents: readonly ManifestDocument[]) => {
  const cache = join(folder, 'cache.json');
  const result = await validateAsApiServer(documents, { cache, namespace: 'msp' });
  if (result.status !== 'validated') throw new Error(`${result.program}: ${result.fix}`);
  return result;
};

test.for(charts)('the API server accepts every object of $name', async (chart) => {
  const documents = (await rendering(chart).renderScenarios()).flatMap(({ name, manifests }) =>
    manifests.map((manifest) => ({
      manifest,
      text: JSON.stringify(manifest),
      source: `${chart.name}, scenario ${name}`,
    })),
  );
  const { findings } = await validate(documents);
  expect(findings.map(printFinding)).toEqual([]);
});

test('the API server accepts every object of the profile in its namespaces', async () => {
  const directory = join(workspaceRoot, 'flux-profiles/talos-single-node');
  const { built, installed } = await simulate(
    treeInput({ workspaceRoot, directory, out: join(folder, 'out') }),
    openEngine({ workspaceRoot }),
  );
  const documents = [...built.layers, ...installed].flatMap(({ documents }) => documents);
  const { findings, unknown } = await validate(documents);
  expect(findings.map(printFinding)).toEqual([]);
  const kinds = new Set(
    unknown.map(({ manifest: { apiVersion, kind } }) => `${apiVersion} ${kind}`),
  );
  expect([...kinds].toSorted()).toMatchInlineSnapshot(`
    [
      "helm.toolkit.fluxcd.io/v2 HelmRelease",
      "kustomize.toolkit.fluxcd.io/v1 Kustomization",
      "source.toolkit.fluxcd.io/v1 GitRepository",
      "source.toolkit.fluxcd.io/v1 HelmRepository",
    ]
  `);
});
