import { expect, test } from 'vitest';
import { rendering } from '../charts/render.ts';
import { objectsIn } from '../contract/found.ts';
import { charts } from './beside.ts';

test.each(charts)(
  'the README of $name says which Secrets must be there before, key by key',
  async (chart) => {
    const [, section = ''] = chart.about?.split('## What must be there before\n') ?? [];
    const rows = section.split('\n## ')[0]!.matchAll(/^\| `([\w-]+)` \| (.+) \|$/gm);
    const documented = [...rows].flatMap(([, secret, keys = '']) =>
      [...keys.matchAll(/`([A-Z_]+)`/g)].map(([, key]) => `Secret ${secret}, key ${key}`),
    );
    const read = async (overlay: unknown) =>
      // An overlay is an object.
      Object.keys(objectsIn(await rendering(chart).render(overlay as object))).filter((name) =>
        /^Secret .*, key /.test(name),
      );
    expect(documented).toEqual(expect.arrayContaining(await read(chart.scenarios.default)));
    expect(documented).toEqual(expect.arrayContaining(await read(chart.scenarios.appliance)));
    const anywhere = await Promise.all(Object.values(chart.scenarios).map(read));
    expect(anywhere.flat()).toEqual(expect.arrayContaining(documented));
  },
);
