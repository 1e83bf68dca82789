import { expect, test } from 'vitest';
import { printJson, printTable, type Section } from './table.ts';

const sections: readonly Section[] = [
  {
    title: 'Nx',
    rows: [
      { what: 'cold', value: 2.5, unit: 's', goal: 2 },
      { what: 'memory', value: 140.4, unit: 'MiB' },
    ],
  },
  {
    title: 'Trees',
    rows: [
      { what: 'to flate', value: 0.8, unit: '×', goal: 0.8 },
      { what: 'to kubeconform', value: Number.NaN, unit: '×', goal: 1 },
    ],
  },
];

test('each number has its goal beside it, and the last line counts the goals', () => {
  expect(printTable(sections)).toMatchInlineSnapshot(`
    "Nx
      cold                                                          2.500 s      goal 2 s  MISSED
      memory                                                        140 MiB

    Trees
      to flate                                                       0.80 ×    goal 0.8 ×  met
      to kubeconform                                           not measured      goal 1 ×

    Goals: 1 met, 1 missed, 1 not measured.
    "
  `);
});

test('programs read the same', () => {
  const [nx, trees] = JSON.parse(printJson(sections));
  expect(nx.rows).toEqual([
    { what: 'cold', value: 2.5, unit: 's', goal: 2, met: false },
    { what: 'memory', value: 140.4, unit: 'MiB' },
  ]);
  expect(trees.rows.map(({ met }: { met?: boolean }) => met)).toEqual([true, undefined]);
});
