import { stripVTControlCharacters } from 'node:util';
import { Failure, type Finding, objectIdOf } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { reference } from '../api/object.ts';
import { itemOf } from '../status/item.ts';
import { widthOf } from './cut.ts';
import { type TableState, type TableView, tableLines } from './lines.ts';

const now = Date.parse('2026-01-01T12:00:00Z');
const view: TableView = { columns: 120, rows: 40, hasColour: false, now };

const core = reference('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'alga-core', 'alga-system');
const pool = reference('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'pgbouncer', 'alga-system');
const pod = reference('v1', 'Pod', 'alga-core-sebastian-7d9c5b6f4-x2x8z', 'msp');
const claim = reference('v1', 'PersistentVolumeClaim', 'db-data', 'msp');

const state: TableState = {
  items: [
    itemOf('release', core)('progressing', "dependency 'alga-system/pgbouncer' is not ready", {
      since: '2026-01-01T11:56:00Z',
      waitsFor: 'pgbouncer to be ready',
    }),
    itemOf('release', pool)('ready', 'applied', { since: '2026-01-01T09:00:00Z' }),
    itemOf('pod', pod)('failed', 'container web: ImagePullBackOff', {
      since: '2026-01-01T11:59:48Z',
      waitsFor: 'the image of container web:\n\u001b[2JImagePullBackOff',
    }),
    itemOf('volume', claim)('ready', 'Bound'),
  ],
  away: undefined,
  waiting: [],
};

const draw = (part: Partial<TableState>, size: Partial<TableView> = {}): string => {
  const shown = tableLines({ ...state, ...part }, { ...view, ...size });
  const { columns, rows } = { ...view, ...size };
  for (const line of shown) expect(widthOf(line)).toBeLessThanOrEqual(columns);
  expect(shown.length).toBeLessThan(rows);
  return `\n${shown.join('\n')}\n`;
};

const finding = (message: string): Finding => ({
  rule: 'release',
  severity: 'error',
  input: 'HelmRelease alga-system/alga-core',
  message,
});

test('shows first what is not ready, and for each thing what it waits for', () => {
  expect(
    draw({ waiting: [finding('progressing: it waits'), finding('more')] }),
  ).toMatchInlineSnapshot(`
    "
    LAYER    OBJECT                                   STATE        SINCE  WAITS FOR
    release  alga-system/alga-core                    progressing  4m     pgbouncer to be ready
    pod      msp/alga-core-sebastian-7d9c5b6f4-x2x8z  failed       12s    the image of container web: [2JImagePullBackOff
    release  alga-system/pgbouncer                    ready        3h
    volume   msp/db-data                              ready
    2 of 4 ready
    waiting for HelmRelease alga-system/alga-core and 1 more: progressing: it waits
    "
  `);
});

test('what is ready and waited for once more is not shown as ready', () => {
  const message = 'progressing: its controller has not reconciled it yet';
  const object = objectIdOf(pool);
  const own = { ...finding('container web starts'), object: objectIdOf(pod) };
  expect(draw({ waiting: [{ ...finding(message), object }, own] })).toMatchInlineSnapshot(`
    "
    LAYER    OBJECT                                   STATE        SINCE  WAITS FOR
    release  alga-system/alga-core                    progressing  4m     pgbouncer to be ready
    release  alga-system/pgbouncer                    progressing         its controller has not reconciled it yet
    pod      msp/alga-core-sebastian-7d9c5b6f4-x2x8z  failed       12s    container web starts
    volume   msp/db-data                              ready
    1 of 4 ready
    "
  `);
});

test('a narrow terminal cuts names in the middle and reasons at the end', () => {
  expect(draw({}, { columns: 70 })).toMatchInlineSnapshot(`
    "
    LAYER    OBJECT            STATE        SINCE  WAITS FOR
    release  alga-sys…ga-core  progressing  4m     pgbouncer to be ready
    pod      msp/alga…4-x2x8z  failed       12s    the image of container…
    release  alga-sys…bouncer  ready        3h
    volume   msp/db-data       ready
    2 of 4 ready
    "
  `);
  expect(draw({}, { columns: 20 })).toMatchInlineSnapshot(`
    "
    LAYER    OBJECT    …
    release  alga-s…-co…
    pod      msp/al…x2x…
    release  alga-s…unc…
    volume   msp/db-dat…
    2 of 4 ready
    "
  `);
});

test('a low terminal counts what is ready, and what does not fit', () => {
  expect(draw({}, { rows: 6 })).toMatchInlineSnapshot(`
    "
    LAYER    OBJECT                                   STATE        SINCE  WAITS FOR
    release  alga-system/alga-core                    progressing  4m     pgbouncer to be ready
    pod      msp/alga-core-sebastian-7d9c5b6f4-x2x8z  failed       12s    the image of container web: [2JImagePullBackOff
    2 of 4 ready
    "
  `);
  expect(draw({}, { rows: 4 })).toMatchInlineSnapshot(`
    "
    LAYER    OBJECT                 STATE        SINCE  WAITS FOR
    release  alga-system/alga-core  progressing  4m     pgbouncer to be ready
    1 more not ready; 2 of 4 ready
    "
  `);
});

test('says that the cluster is away, and shows what is known', () => {
  const away = new Failure(3, [finding("the cluster can't be reached: nothing listens there")]);
  expect(draw({ items: state.items.slice(0, 1), away })).toMatchInlineSnapshot(`
    "
    LAYER    OBJECT                 STATE        SINCE  WAITS FOR
    release  alga-system/alga-core  progressing  4m     pgbouncer to be ready
    0 of 1 ready
    not up to date: HelmRelease alga-system/alga-core: the cluster can't be reached: nothing listens there; asking again
    "
  `);
  expect(draw({ items: [], away })).toMatchInlineSnapshot(`
    "
    HelmRelease alga-system/alga-core: the cluster can't be reached: nothing listens there; asking again
    "
  `);
});

test('colours only the state', () => {
  const coloured = tableLines(state, { ...view, hasColour: true });
  expect(coloured[2]).toContain('  \x1b[31mfailed\x1b[0m       12s');
  expect(coloured.map((line) => stripVTControlCharacters(line))).toEqual(tableLines(state, view));
});

test('a wide character takes two columns', () => {
  const [first] = state.items;
  const items = [{ ...first!, waitsFor: '漢字'.repeat(40) }];
  const lines = tableLines({ ...state, items }, view);
  expect(widthOf('漢字a')).toBe(5);
  expect(lines[1]).toMatch(/漢…$/);
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(view.columns);
});
