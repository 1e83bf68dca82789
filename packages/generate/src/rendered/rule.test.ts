import {
  boolean,
  component,
  equals,
  implies,
  integer,
  isSet,
  lessThan,
  manifest,
  not,
  object,
  optional,
  rule,
  string,
  when,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { chartOf, generated, parsed, specOf, withHelm } from '../testing/chart.ts';

const values = object('Settings.', {
  tls: boolean('A flag.', { default: false }),
  authority: optional(string('A name.')),
  low: integer('A number.', { default: 1 }),
  high: integer('A number.', { default: 2 }),
  count: optional(integer('A number.')),
});
const chart = specOf(values, (v) => ({ ...v }), {
  rules: (v) => [
    rule('TLS needs an authority: set authority.', implies(v.tls, isSet(v.authority))),
    rule('Say "low" < high: lower low.', lessThan(v.low, v.high)),
    rule('There is no count of three.', not(equals(v.high, 3))),
    rule('A count needs an authority.', implies(isSet(v.count), isSet(v.authority))),
  ],
});

test('Helm prints the messages of all broken rules and nothing else', async () => {
  await withHelm(generated(chart), async (helm) => {
    await expect(helm({ values: { tls: true } })).rejects.toThrow(
      'Error: execution error at (probe/templates/rules.yaml:16:4): TLS needs an authority: set authority.',
    );
    await expect(helm({ values: { tls: true, low: 3, high: 3 } })).rejects.toThrow(
      [
        'TLS needs an authority: set authority.',
        'Say "low" < high: lower low.',
        'There is no count of three.',
      ].join('\n'),
    );
    await expect(helm({ values: { tls: true, authority: 'a' } })).resolves.toContain('tls: true');
  });
});

test.each([
  [{ tls: true }, 'TLS needs an authority: set authority.'],
  [{ high: 3 }, 'There is no count of three.'],
  [{ low: 5 }, 'Say "low" < high: lower low.'],
  [{ count: 0 }, 'A count needs an authority.'],
])('%j also fails without the schema, with the message of the rule', async (overlay, sentence) => {
  await withHelm(generated(chart), async (helm) => {
    const skipped = helm({ values: overlay, args: ['--skip-schema-validation'] });
    await expect(skipped).rejects.toThrow(sentence);
  });
});

test('Helm and parent charts may add their own keys at the root', async () => {
  await withHelm(generated(chart), async (helm) => {
    const root = { global: { a: 1 }, enabled: true, 'x-anchors': { a: 1 } };
    await expect(helm({ values: root })).resolves.toContain('low: 1');
    await expect(helm({ values: { unknown: 1 } })).rejects.toThrow("'unknown' not allowed");
  });
});

test('renders a whole object only if its condition holds, alone or with others', async () => {
  const server = component('server');
  const account = (name: string) => manifest('ServiceAccount', { ...server, name }, {});
  const settings = object('Settings.', {
    a: boolean('A flag.', { default: false }),
    b: optional(string('A text.')),
  });
  const of = chartOf({
    values: settings,
    manifests: (v) => ({
      alone: when(v.a, account('alone')),
      mixed: [when(v.a, account('first')), account('always'), when(isSet(v.b), account('last'))],
    }),
  });
  await withHelm(generated(of), async (helm) => {
    const kinds = async (overlay: object) =>
      parsed(await helm({ values: overlay })).map(
        (object) => (object as { metadata: { name: string } }).metadata.name,
      );
    expect(await kinds({})).toEqual(['always']);
    expect(await kinds({ a: true })).toEqual(['alone', 'first', 'always']);
    expect(await kinds({ a: true, b: 'c' })).toEqual(['alone', 'first', 'always', 'last']);
    expect(await kinds({ b: 'c' })).toEqual(['always', 'last']);
  });
});

test('emitted templates use no lookup, date or random function and are not hooks', () => {
  for (const [path, content] of generated(chart)) {
    if (!path.startsWith('templates/')) continue;
    expect(content).not.toMatch(/\b(lookup|rand\w*|now|date\w*|uuidv4|genCA|gen\w+Cert|tpl)\b/);
    expect(content).not.toMatch(/helm\.sh\/hook|\.Capabilities|\.Files/);
  }
});
