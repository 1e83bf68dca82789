import {
  boolean,
  each,
  equals,
  file,
  hash,
  ifSet,
  integer,
  lessThan,
  list,
  number,
  object,
  optional,
  product,
  string,
  sum,
  text,
  when,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { generated, rendered, specOf, withHelm } from '../testing/chart.ts';

const values = object('Settings.', {
  big: integer('A number.', { default: 1_000_000 }),
  ratio: number('A ratio.', { default: 0.5 }),
  mode: string('A file mode.', { default: '0755' }),
  version: string('A version.', { default: '1.10' }),
  ports: list('Ports.', integer('A port.'), { default: [8080, 12_345_678] }),
});
const chart = specOf(values, (v) => ({
  big: v.big,
  text: text`${v.big}`,
  inner: text`a${text`${v.big}`}b${v.ratio}`,
  ratio: v.ratio,
  mode: v.mode,
  version: v.version,
  ports: [each(v.ports, (port) => port)],
  texts: [each(v.ports, (port) => text`${port}`)],
  file: file('a.conf', { big: v.big, ratio: v.ratio }),
  sum: sum(v.big, product(v.big, 2), 1),
  isBig: when(equals(v.big, 1_000_000), 'yes', 'no'),
  isSmall: when(lessThan(v.big, 10), 'yes', 'no'),
  isHalf: when(equals(v.ratio, 0.5), 'yes', 'no'),
  isLess: when(lessThan(v.ratio, v.big), 'yes', 'no'),
  isOne: when(equals(v.ratio, 1), 'yes', 'no'),
  hash: hash([v.big, v.ratio]),
}));
const sources = { files: { 'a.conf': 'big=@{big} ratio=@{ratio}\n' } };

test('prints a number unchanged, as float64 from a file and as int64 from --set', async () => {
  const [fromDefault, fromFile, fromSet] = await rendered(
    chart,
    [{}, { values: { big: 1_000_000, ratio: 0.5 } }, { args: ['--set', 'big=1000000'] }],
    sources,
  );
  expect(fromDefault).toMatchObject({
    big: 1_000_000,
    text: '1000000',
    inner: 'a1000000b0.5',
    ratio: 0.5,
    sum: 3_000_001,
    ports: [8080, 12_345_678],
    texts: ['8080', '12345678'],
    file: 'big=1000000 ratio=0.5\n',
  });
  expect(fromFile).toEqual(fromDefault);
  expect(fromSet).toEqual(fromDefault);
});

test('keeps texts that look like numbers as texts', async () => {
  const [spec] = await rendered(chart, [{}], sources);
  expect(spec).toMatchObject({ mode: '0755', version: '1.10' });
});

test('compares numbers of the same type, from a file and from --set', async () => {
  const answers = await rendered(
    chart,
    [
      {},
      { values: { big: 3, ratio: 1 } },
      { args: ['--set', 'big=3,ratio=1'] },
      { args: ['--set', 'big=0', '--set-json', 'ratio=0.25'] },
    ],
    sources,
  );
  expect(answers).toMatchObject([
    { isBig: 'yes', isSmall: 'no', isHalf: 'yes', isLess: 'yes', isOne: 'no' },
    { isBig: 'no', isSmall: 'yes', isHalf: 'no', isLess: 'yes', isOne: 'yes' },
    { isBig: 'no', isSmall: 'yes', isHalf: 'no', isLess: 'yes', isOne: 'yes' },
    { isBig: 'no', isSmall: 'yes', isHalf: 'no', isLess: 'no', isOne: 'no' },
  ]);
});

test('limits an integer to the exact range of a float64', async () => {
  const most = 2 ** 53 - 1;
  expect(await rendered(chart, [{ values: { big: most } }], sources)).toMatchObject([
    { big: most, text: String(most), file: `big=${most} ratio=0.5\n` },
  ]);
  await withHelm(generated(chart, sources), async (helm) => {
    await expect(helm({ args: ['--set', 'big=9007199254740993'] })).rejects.toThrow('/big');
    await expect(helm({ values: { big: 1.5 } })).rejects.toThrow('/big');
    // An unquoted tag or mode is rejected, not changed.
    await expect(helm({ values: { version: 1.1 } })).rejects.toThrow('/version');
    await expect(helm({ values: { mode: 493 } })).rejects.toThrow('/mode');
  });
});

test('renders zero, false and the empty text', async () => {
  const settings = object('Settings.', {
    replicas: integer('Replicas.', { default: 1 }),
    debug: boolean('A flag.', { default: true }),
    suffix: string('A text.', { default: 'a' }),
    grace: optional(integer('Seconds.')),
    ratio: optional(number('A ratio.')),
    tty: optional(boolean('A flag.')),
    name: optional(string('A name.')),
  });
  const of = specOf(settings, (v) => ({
    replicas: v.replicas,
    debug: v.debug,
    suffix: v.suffix,
    grace: ifSet(v.grace),
    ratio: ifSet(v.ratio),
    tty: ifSet(v.tty),
    name: ifSet(v.name),
  }));
  const zero = { replicas: 0, debug: false, suffix: '', grace: 0, ratio: 0, tty: false };
  expect(
    await rendered(of, [{}, { values: zero }, { args: ['--set', 'grace=0,tty=false,replicas=0'] }]),
  ).toEqual([
    { replicas: 1, debug: true, suffix: 'a' },
    zero,
    { replicas: 0, debug: true, suffix: 'a', grace: 0, tty: false },
  ]);
  for (const [path, content] of generated(of)) {
    if (path.startsWith('templates/')) expect(content).not.toMatch(/\bdefault\b/);
  }
});
