import {
  each,
  extraManifests,
  extraObjects,
  file,
  list,
  object,
  string,
  templated,
  text,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import {
  chartOf,
  generated,
  parsed,
  refused,
  rendered,
  specOf,
  withHelm,
} from '../testing/chart.ts';

const host = '{{ .Release.Name }}.example.com';
const chart = specOf(
  object('Settings.', {
    host: templated(string('Host name.', { default: host })),
    names: list('Names.', templated(string('A name.'))),
  }),
  (v) => ({ host: v.host, url: text`https://${v.host}/`, names: [each(v.names, (name) => name)] }),
);

test('renders a templated value, and the result stays a text', async () => {
  const values = { host: '{{ 8080 }}', names: ['{{ .Chart.Name }}', 'a: "b"', '{{ "yes" }}'] };
  expect(await rendered(chart, [{}, { values }])).toEqual([
    { host: 'probe.example.com', url: 'https://probe.example.com/', names: undefined },
    { host: '8080', url: 'https://8080/', names: ['probe', 'a: "b"', 'yes'] },
  ]);
  expect(generated(chart).get('templates/probe.yaml')).toContain(
    'host: {{ tpl .Values.host . | quote }}',
  );
});

test('Helm reports an error in a templated value', async () => {
  const call = rendered(chart, [{ values: { host: '{{ .Values.hosst.name }}' } }]);
  await expect(call).rejects.toThrow('nil pointer');
});

const extra = (options: { readonly templated?: boolean } = {}) =>
  chartOf({
    values: object('Settings.', { ...extraObjects('Further objects.', options) }),
    manifests: (v) => ({ extra: extraManifests(v.extraObjects) }),
  });
const item = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data: { release: '{{ .Release.Name }}: "#"', number: '{{ 1 }}', empty: '' },
  numbers: [1, 1.5, true, null],
});

test('renders extra objects unchanged', async () => {
  const objects = [item('a'), item('b')];
  const text = await withHelm(generated(extra()), (helm) =>
    helm({ values: { extraObjects: objects } }),
  );
  expect(parsed(text)).toEqual(objects);
});

test('renders the texts of templated extra objects, which stay texts', async () => {
  const text = await withHelm(generated(extra({ templated: true })), (helm) =>
    helm({ values: { extraObjects: [item('{{ .Release.Name }}-a')] }, release: 'shop' }),
  );
  expect(parsed(text)).toEqual([
    { ...item('shop-a'), data: { release: 'shop: "#"', number: '1', empty: '' } },
  ]);
});

test('rejects an extra object without kind or name', async () => {
  const call = withHelm(generated(extra()), (helm) =>
    helm({ values: { extraObjects: [{ apiVersion: 'v1', metadata: {} }] } }),
  );
  await expect(call).rejects.toThrow("missing property 'kind'");
});

test('rejects a templated value in a list or map that is written whole, and in a plain file', () => {
  const names = object('Settings.', { names: list('Names.', templated(string('A name.'))) });
  expect(refused(specOf(names, (v) => ({ names: v.names }))).join()).toContain('each(…)');
  const host = object('Settings.', { host: templated(string('A host.', { default: 'a' })) });
  const inFile = specOf(host, (v) => ({ text: file('a.conf', { host: v.host }) }));
  expect(refused(inFile, { files: { 'a.conf': 'host @{host}' } }).join()).toContain('line break');
  expect(() => templated(string('A host.', { pattern: '^a$' }))).toThrow('no text with pattern');
});
