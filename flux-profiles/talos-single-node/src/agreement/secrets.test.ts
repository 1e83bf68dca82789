import { rendering } from '@helm-charts/testing/charts';
import { objectsIn } from '@helm-charts/testing/contract';
import { expect, test } from 'vitest';
import { charts } from './beside.ts';

test.each(charts)(
  'the README of $name says which Secrets must be there before, key by key',
  async (chart) => {
    const [, section = ''] = chart.about?.split('## What must be there before\n') ?? [];
    const rows = section.split('\n## ')[0]!.matchAll(/^\| `([\w-]+)` \| (.+) \|$/gm);
    const documented = [...rows].flatMap(([, secret, keys = '']) =>
      [...keys.matchAll(/`([A-Z_]+)`/g)].map(([, key]) => `Secret ${secret}, key ${key}`),
    );
    const scenarios = await rendering(chart).renderScenarios();
    const read = scenarios.map(({ name, manifests }) => ({
      scenario: name,
      keys: Object.keys(objectsIn(manifests)).filter((found) => /^Secret .*, key /.test(found)),
    }));
    for (const { scenario, keys } of read)
      if (['default', 'appliance'].includes(scenario))
        expect(documented, scenario).toEqual(expect.arrayContaining(keys));
    expect(read.flatMap(({ keys }) => keys)).toEqual(expect.arrayContaining(documented));
  },
);
