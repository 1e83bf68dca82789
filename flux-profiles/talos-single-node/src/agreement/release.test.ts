import { openEngine } from '@helm-charts/engine';
import { rendering } from '@helm-charts/testing/charts';
import { expect, test } from 'vitest';
import { charts } from './beside.ts';

test.each(charts)('$name renders for any release name and namespace', async (chart) => {
  const { directory } = rendering(chart);
  const [rendered] = await openEngine({ workspaceRoot: `${directory}/../..` }).render([
    { name: 'blue', namespace: 'elsewhere', chart: directory, values: {} },
  ]);
  const manifests = rendered!.value!.documents.map(({ manifest }) => manifest);
  for (const { kind, metadata } of manifests)
    expect(metadata.namespace, `${kind} ${metadata.name}`).toBe('elsewhere');
  // In the program of the bootstrap, `msp` is a kind of client.
  const text = JSON.stringify(manifests, (key, value) => (key.endsWith('.cjs') ? '' : value));
  expect(text).not.toMatch(/\bmsp\b/);
  const instances = manifests.map(
    ({ metadata }) => metadata.labels?.['app.kubernetes.io/instance'],
  );
  expect(new Set(instances)).toEqual(new Set(['blue']));
});
