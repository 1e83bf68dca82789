import {
  component,
  file,
  hash,
  image,
  imageName,
  integer,
  list,
  type Manifest,
  manifest,
  map,
  named,
  names,
  object,
  optional,
  release,
  string,
  text,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { chartOf, generated, parsed, rendered, specOf, withHelm } from '../testing/chart.ts';

const nothing = object('Settings.', {});

test('reads keys that are not Go identifiers', async () => {
  const values = object('Settings.', {
    'a-b': object('An object.', { 'c.d': string('A text.', { default: 'e' }) }),
    '1st': string('A text.', { default: 'f' }),
    $ref: string('A text.', { default: 'g' }),
  });
  const chart = specOf(values, (v) => ({
    a: v['a-b']['c.d'],
    b: v['1st'],
    c: v.$ref,
    d: v['a-b'],
  }));
  expect(await rendered(chart)).toEqual([{ a: 'e', b: 'f', c: 'g', d: { 'c.d': 'e' } }]);
});

test('names are texts of at most 63 characters that do not end with a dash', async () => {
  const values = object('Settings.', { size: integer('A size.', { default: 1 }) });
  const chart = specOf(values, (v) => ({
    main: names.fullname,
    config: names.withSuffix('config'),
    job: names.withSuffix('job', hash([v.size])),
  }));
  const long = 'a'.repeat(53);
  const dash = `${'a'.repeat(47)}-bbbbb`;
  const [short, digits, word, longest, dashed, same] = await rendered(
    chart,
    ['db', '123', 'true', long, dash, 'my-probe-1'].map((release) => ({ release })),
  );
  const sum = '080a9ed428';
  expect([short, digits, word, same]).toEqual([
    { main: 'db-probe', config: 'db-probe-config', job: `db-probe-job-${sum}` },
    { main: '123-probe', config: '123-probe-config', job: `123-probe-job-${sum}` },
    { main: 'true-probe', config: 'true-probe-config', job: `true-probe-job-${sum}` },
    { main: 'my-probe-1', config: 'my-probe-1-config', job: `my-probe-1-job-${sum}` },
  ]);
  expect(longest).toEqual({
    main: `${long}-probe`,
    config: `${long}-pr-config`,
    job: `${'a'.repeat(48)}-job-${sum}`,
  });
  expect(dashed).toMatchObject({ job: `${'a'.repeat(47)}-job-${sum}` });
  for (const one of [longest, dashed]) {
    for (const name of Object.values(one as object))
      expect(name).toMatch(/^[a-z0-9-]{1,62}[a-z0-9]$/);
  }
});

test('names of CronJobs have at most 52 characters', async () => {
  const chart = chartOf({
    values: nothing,
    manifests: () => {
      const job = { spec: { template: { spec: { containers: [] } } } };
      const body = { spec: { schedule: '0 3 * * *', jobTemplate: job } };
      const web = component('web');
      return {
        main: manifest('CronJob', web, body),
        clean: manifest('CronJob', named(web, names.withSuffix('clean')), body),
        own: manifest('CronJob', named(web, 'own'), body),
      };
    },
  });
  await withHelm(generated(chart), async (helm) => {
    const objects = parsed(await helm({ release: 'a'.repeat(53) })) as readonly Manifest[];
    expect(objects.map(({ metadata }) => metadata.name)).toEqual([
      `${'a'.repeat(46)}-clean`,
      'a'.repeat(52),
      'own',
    ]);
  });
});

test('users can override the main name if the chart allows it', async () => {
  const values = object('Settings.', { fullnameOverride: optional(string('A name.')) });
  const chart = specOf(values, () => ({
    main: names.fullname,
    config: names.withSuffix('config'),
  }));
  const calls = [
    {},
    { values: { fullnameOverride: 'pool' } },
    { values: { fullnameOverride: `${'x'.repeat(62)}-y` } },
  ];
  expect(await rendered(chart, calls)).toEqual([
    { main: 'probe', config: 'probe-config' },
    { main: 'pool', config: 'pool-config' },
    { main: 'x'.repeat(62), config: `${'x'.repeat(56)}-config` },
  ]);
});

test('selectors contain neither the version nor the chart, which change', async () => {
  const server = component('server');
  const chart = chartOf({
    values: nothing,
    version: '1.2.3+build',
    manifests: () => ({
      service: manifest('Service', server, { spec: { selector: server.selector } }),
    }),
  });
  await withHelm(generated(chart), async (helm) => {
    const selector = {
      'app.kubernetes.io/name': 'probe',
      'app.kubernetes.io/instance': '123',
      'app.kubernetes.io/component': 'server',
    };
    expect(parsed(await helm({ release: '123' }))).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {
          name: '123-probe',
          namespace: 'shop',
          labels: {
            ...selector,
            'app.kubernetes.io/version': '4.5.6',
            'app.kubernetes.io/managed-by': 'Helm',
            // A label value cannot contain the plus sign of build metadata.
            'helm.sh/chart': 'probe-1.2.3_build',
          },
        },
        spec: { selector },
      },
    ]);
  });
});

test('an image reference has a tag and, if it is set, a digest', async () => {
  const values = object('Settings.', {
    image: image('A server.', { repository: 'ghcr.io/a/b', tag: '1.10' }),
    more: list('Images.', image('A server.', { repository: 'a', tag: 'b' })),
  });
  const chart = specOf(values, (v) => ({
    image: imageName(v.image),
    tag: v.image.tag,
    more: [],
    all: v.more,
  }));
  const digest = `sha256:${'0'.repeat(64)}`;
  expect(await rendered(chart, [{}, { values: { image: { digest } } }])).toMatchObject([
    { image: 'ghcr.io/a/b:1.10' },
    { image: `ghcr.io/a/b:1.10@${digest}` },
  ]);
});

test('a hash changes if and only if one of its inputs changes', async () => {
  const values = object('Settings.', {
    size: integer('A size.', { default: 1 }),
    count: optional(integer('A count.')),
    labels: map('Labels.', string('A label.'), { default: { a: 'b', c: 'd' } }),
    other: string('A text.', { default: 'x' }),
  });
  const chart = (content: string, literal = 'a') =>
    rendered(
      specOf(values, (v) => ({
        hash: hash([
          literal,
          v.size,
          v.count,
          v.labels,
          file('a.conf', { size: v.size }),
          text`${v.size}`,
        ]),
        pair: hash([v.other, 'b']),
        other: text`${v.other}${release.name}`,
      })),
      [
        {},
        { values: { other: 'y' } },
        { values: { size: 2 } },
        { values: { count: 0 } },
        { values: { labels: { a: 'B' } } },
        { values: { labels: { e: 'f' } } },
        { args: ['--set', 'size=1'], release: 'elsewhere' },
      ],
      { files: { 'a.conf': content } },
    );
  const hashes = async (content: string, literal?: string) =>
    (await chart(content, literal)).map((spec) => (spec as { readonly hash: string }).hash);
  const [first, other, size, count, member, added, set] = await hashes('size=@{size}\n');
  expect(first).toMatch(/^[0-9a-f]{10}$/);
  expect([other, set]).toEqual([first, first]);
  const changed = [first, size, count, member, added];
  expect(new Set(changed).size).toBe(changed.length);
  expect((await hashes('size = @{size}\n'))[0]).not.toBe(first);
  expect((await hashes('size=@{size}\n', 'b'))[0]).not.toBe(first);
});
