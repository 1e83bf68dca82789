import {
  component,
  expressionOf,
  hash,
  helper,
  include,
  integer,
  type Manifests,
  manifest,
  named,
  names,
  object,
  oneOf,
  type Ref,
  type Refs,
  refs,
  release,
  string,
  templated,
  text,
  type ValueOf,
  when,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { chartOf, refused } from '../testing/chart.ts';
import { kubernetes } from '../testing/kubernetes.ts';
import { boundsOf, printText } from './length.ts';

const values = object('Settings.', {
  any: string('Any.', { default: 'a' }),
  free: templated(string('Free.', { default: 'a', maxLength: 9 })),
  long: string('Long.', { default: 'aa', maxLength: 60, minLength: 2 }),
  mode: oneOf('Mode.', ['fast', 'slowest'], { default: 'fast' }),
  port: integer('Port.', { default: 80 }),
});
type Values = Refs<ValueOf<typeof values>>;

const web = component('web');

const said = (manifests: (v: Values) => Manifests): readonly string[] =>
  refused(chartOf({ values, manifests }), { definitions: kubernetes }).filter(
    (line) => !line.includes('[unused-value]'),
  );

const service = (name: (v: Values) => string | Ref<string>) =>
  said((v) => ({ a: manifest('Service', named(web, name(v)), {}) }));

const cronJob = (name: (v: Values) => string | Ref<string>) =>
  said((v) => ({
    a: manifest('CronJob', named(web, name(v)), {
      spec: {
        schedule: '@daily',
        jobTemplate: {
          spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'web' }] } } },
        },
      },
    }),
  }));

const lengths = (reference: Ref<string | number>) => {
  const of = expressionOf(reference);
  if (of === undefined) throw new TypeError('no reference');
  const { shortest, filled, longest } = boundsOf(of);
  return [shortest.length, filled.length, longest?.length];
};

const v = refs(values);
const either = (one: string, other: string | Ref<string>) =>
  helper('either', when(release.name as never, one, other) as never);

test.each<[string, Ref<string | number>, readonly (number | undefined)[]]>([
  ['the name of the release', release.name, [1, 1, 53]],
  ['the namespace', release.namespace, [1, 1, 63]],
  ['the main name', names.fullname, [1, 1, 63]],
  ['a name with a suffix', names.withSuffix('web'), [5, 5, 63]],
  ['a name with a suffix and a hash', names.withSuffix('web', hash(['a'], 8)), [14, 14, 63]],
  ['a hash', hash(['a'], 12), [12, 12, 12]],
  ['a value without a limit', v.any, [0, 1, undefined]],
  ['a value with limits', v.long, [2, 2, 60]],
  ['a value with a list', v.mode, [4, 4, 7]],
  ['a value that is a template', v.free, [0, 1, undefined]],
  ['a number', v.port, [1, 1, undefined]],
  ['a text', text`a-${release.name}-${v.mode}`, [8, 8, 63]],
  ['a text with a part without a limit', text`a-${v.any}`, [2, 3, undefined]],
  ['a text that begins with such a part', text`${v.any}-a`, [2, 3, undefined]],
  ['a helper', helper('short', text`a-${release.name}`), [3, 3, 55]],
  ['a helper that says a literal', helper('plain', 'abc'), [3, 3, 3]],
  ['a helper that says one of two', either('ab', release.namespace), [1, 1, 63]],
  ['the same the other way round', either('abcdef', 'abc'), [3, 3, 6]],
  ['a helper that may say anything', either('ab', v.any), [0, 1, undefined]],
  ['a template of a dependency', include('common.name'), [0, 1, undefined]],
])('%s has so many characters', (_, reference, expected) => {
  expect(lengths(reference)).toEqual(expected);
});

test.each<[Ref<string | number>, string]>([
  [text`${release.name}-${release.namespace}-web`, `\${release.name}-\${release.namespace}-web`],
  [names.fullname, `\${names.fullname}`],
  [text`${names.withSuffix('db')}-1`, `\${names.withSuffix('db')}-1`],
  [v.long, `\${long}`],
  [helper('own', 'a'), `\${own}`],
  [hash(['a']), `\${…}`],
])('a text is shown as the chart writes it', (reference, shown) => {
  expect(printText(expressionOf(reference) as never)).toBe(shown);
});

const fix =
  'shorten it: names.withSuffix(…) shortens a long release name, and maxLength limits a value';

test('a name whose fixed text alone is too long is refused', () => {
  const fixed = 'a'.repeat(63);
  expect(service(() => text`${release.name}${fixed}`)).toEqual([
    `error Service web: metadata.name: "\${release.name}${fixed}" has at least 64 characters, and at most 63 are allowed, so the API server refuses the object; correct or shorten what the chart writes. [field-text]`,
  ]);
  expect(service(({ any }) => text`${fixed}${any}`)).toEqual([]);
  expect(service(({ any }) => text`${fixed}-${any}`)).toEqual([
    `error Service web: metadata.name: "${fixed}-\${any}" has at least 64 characters, and at most 63 are allowed, so the API server refuses the object; correct or shorten what the chart writes. [field-text]`,
  ]);
});

test('a name that a long name of the release makes too long is refused, and one that is cut is not', () => {
  expect(service(() => text`${release.name}-worker-with-long-suffix`)).toEqual([
    `error Service web: metadata.name: "\${release.name}-worker-with-long-suffix" may have 77 characters, and at most 63 are allowed, so the API server may refuse the object; ${fix}. [field-text]`,
  ]);
  expect(service(() => text`${release.name}-ten-chars`)).toEqual([]);
  expect(service(() => names.withSuffix('worker-with-long-suffix'))).toEqual([]);
  expect(service(({ long }) => text`s-${long}-s`)).toEqual([
    `error Service web: metadata.name: "s-\${long}-s" may have 64 characters, and at most 63 are allowed, so the API server may refuse the object; ${fix}. [field-text]`,
  ]);
  expect(service(({ long }) => text`s-${long}`)).toEqual([]);
});

test('a name with a value that has no limit is left to the user', () => {
  expect(service(({ any }) => text`${release.name}-worker-with-long-suffix-${any}`)).toEqual([]);
  expect(service(({ any }) => any)).toEqual([]);
  expect(service(() => include('common.name'))).toEqual([]);
});

test('most names may have 253 characters, that of a CronJob 52', () => {
  expect(
    said(() => ({
      a: manifest('ConfigMap', named(web, text`${release.name}-${names.fullname}`), {}),
    })),
  ).toEqual([]);
  expect(cronJob(() => text`${release.name}-clean`)).toEqual([
    `error CronJob web: metadata.name: "\${release.name}-clean" may have 59 characters, and at most 52 are allowed, so the API server may refuse the object; ${fix}. [field-text]`,
  ]);
  expect(cronJob(() => names.fullname)).toEqual([]);
  expect(cronJob(() => names.withSuffix('clean'))).toEqual([]);
});

test('a character that no name has is refused beside what Helm computes', () => {
  expect(service(() => text`${release.name}_web`)).toEqual([
    `error Service web: metadata.name: "\${release.name}_web" must have only lower-case letters, digits and hyphens, and begin and end with a letter or digit, so the API server refuses the object; correct or shorten what the chart writes. [field-text]`,
  ]);
  expect(service(({ any }) => text`${any}-web`)).toEqual([]);
  expect(service(() => text`web-${release.name}`)).toEqual([]);
});

test('labels, too, have a limit', () => {
  const labelled = (label: Ref<string>) =>
    said(() => ({ a: manifest('ConfigMap', web, { metadata: { labels: { tier: label } } }) }));
  expect(labelled(text`${names.fullname}-a`)).toEqual([
    `error ConfigMap web: metadata.labels.tier: "\${names.fullname}-a" may have 65 characters, and at most 63 are allowed, so the API server may refuse the object; ${fix}. [field-text]`,
  ]);
  expect(labelled(names.fullname)).toEqual([]);
});
