import {
  boolean,
  choice,
  each,
  ifSet,
  image,
  integer,
  list,
  map,
  match,
  merge,
  object,
  optional,
  spread,
  string,
  when,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { generated, rendered, specOf, withHelm } from '../testing/chart.ts';

const values = object('Settings.', {
  server: object('A server.', {
    image: image('An image.', { repository: 'nginx', tag: '1' }),
    name: optional(string('A name.')),
  }),
  ports: map('Ports.', integer('A port.'), { default: { http: 80 } }),
  labels: map('Labels.', string('A label.')),
  names: list('Names.', string('A name.')),
  debug: boolean('A flag.', { default: false }),
});

const chart = specOf(values, (v) => ({
  tag: v.server.image.tag,
  digest: ifSet(v.server.image.digest),
  image: { repository: v.server.image.repository },
  name: ifSet(v.server.name),
  ports: [each(v.ports, (port, name) => ({ name, port }))],
  labels: merge({ debug: when(v.debug, 'yes') }, v.labels),
  names: [when(v.debug, [spread(v.names)]), ifSet(v.server.name)],
}));

test('no default is null, and absent values are not written', () => {
  const files = generated(chart);
  expect(files.get('values.yaml')).not.toMatch(/null|~/);
  expect(files.get('values.schema.json')).not.toContain('"default": null');
});

test('a key always has a value, also if values are empty, absent or null', async () => {
  const specs = await rendered(chart, [
    {},
    { values: { ports: { http: null } } },
    { values: { ports: { http: null, other: null } } },
    { values: { ports: { other: null, more: 81 } } },
    { values: { labels: { debug: 'mine' } } },
    { values: { debug: true, labels: { debug: 'mine', a: 'b' } } },
    { values: { debug: true, names: [] } },
    { values: { names: ['a'] } },
    { values: { server: { name: '' } } },
  ]);
  const rest = { tag: '1', image: { repository: 'nginx' } };
  const http = { name: 'http', port: 80 };
  expect(specs).toEqual([
    { ...rest, ports: [http] },
    rest,
    rest,
    { ...rest, ports: [http, { name: 'more', port: 81 }] },
    { ...rest, ports: [http] },
    { ...rest, ports: [http], labels: { debug: 'yes', a: 'b' } },
    { ...rest, ports: [http], labels: { debug: 'yes' } },
    { ...rest, ports: [http] },
    { ...rest, ports: [http] },
  ]);
});

test('the schema requires the parent objects that templates read', async () => {
  await withHelm(generated(chart), async (helm) => {
    await expect(helm({ values: { server: null } })).rejects.toThrow("missing property 'server'");
    await expect(helm({ values: { server: { image: null } } })).rejects.toThrow(
      "missing property 'image'",
    );
    await expect(helm({ values: { server: { image: { tag: null } } } })).rejects.toThrow(
      "missing property 'tag'",
    );
  });
});

test('the selected shape must be complete, the others need not be', async () => {
  const storage = object('Settings.', {
    storage: choice(
      'Storage.',
      { disk: { path: string('A path.', { default: '/' }) }, bucket: { name: string('A name.') } },
      { default: 'disk' },
    ),
  });
  const of = specOf(storage, (v) => ({
    path: match(v.storage, { disk: ({ path }) => path, bucket: ({ name }) => name }),
  }));
  const bucket = { storage: { type: 'bucket', bucket: { name: 'a' } } };
  expect(await rendered(of, [{}, { values: bucket }])).toEqual([{ path: '/' }, { path: 'a' }]);
  await withHelm(generated(of), async (helm) => {
    await expect(helm({ values: { storage: { type: 'bucket' } } })).rejects.toThrow('/storage');
    await expect(helm({ values: { storage: { type: 'tape' } } })).rejects.toThrow('/storage/type');
  });
});
