import {
  apiAvailable,
  custom,
  each,
  ifSet,
  manifest,
  match,
  object,
  when,
  whenCase,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { chartOf, refused } from '../testing/chart.ts';
import { kubernetes } from '../testing/kubernetes.ts';
import { container, said, type Values, web, wrong } from './testing.ts';

test('a misspelt field is a finding in every branch, whatever the values are', () => {
  const typo = wrong({ name: 'A', vale: 'a' });
  const good = { name: 'A', value: 'a' };
  const found =
    'error Deployment web: spec.template.spec.containers[0].env[0].vale: there is no field "vale" here, and Flux and strict clients refuse the object; did you mean value? [field-unknown]';
  const branches: readonly ((v: Values) => unknown)[] = [
    () => typo,
    (v) => when(v.debug, typo),
    (v) => when(v.debug, typo, good),
    (v) => when(v.debug, good, typo),
    (v) => when(v.debug, [typo]),
    (v) => ifSet(v.host, () => typo),
    (v) => ifSet(v.host, () => good, typo),
    (v) => each(v.names, () => typo),
    (v) => whenCase(v.store, 'bucket', () => typo),
    (v) => match(v.store, { disk: () => good, bucket: () => typo }),
    (v) => when(v.debug, when(v.debug, typo)),
    () => ({ ...{ name: 'A', vale: 'a' } }),
  ];
  for (const branch of branches) {
    expect(container((v) => ({ env: [branch(v)] }))).toEqual([found]);
  }
});

test('a kind without a schema is left to the render', () => {
  const object = {
    apiVersion: 'example.com/v1',
    kind: 'Feed',
    metadata: { name: 'a' },
    spec: { urll: 'a' },
  };
  expect(said(() => ({ a: object }))).toEqual([]);
});

test('a custom resource is checked where its schema is known, also below a condition on the cluster', () => {
  const feed = custom<{ readonly spec: object }>({
    apiVersion: 'apps.example.com/v1',
    kind: 'Deployment',
  });
  const chart = chartOf({
    values: object('Settings.', {}),
    manifests: () => ({
      feed: when(
        apiAvailable('apps.example.com/v1'),
        manifest(feed, web, { spec: { ulr: 'https://example.com', port: '80' } }),
      ),
    }),
  });
  const schema = {
    properties: {
      spec: {
        additionalProperties: false,
        properties: { url: { type: 'string' }, port: { type: ['integer', 'null'] } },
        required: ['url'],
      },
    },
  };
  const kinds = (apiVersion: string, kind: string) =>
    apiVersion === 'apps.example.com/v1' && kind === 'Deployment' ? schema : undefined;
  expect(refused(chart, { definitions: kubernetes })).toEqual([]);
  expect(refused(chart, { definitions: kubernetes, kinds })).toMatchInlineSnapshot(`
    [
      "error Deployment web: spec.ulr: there is no field "ulr" here, and Flux and strict clients refuse the object; did you mean url? [field-unknown]",
      "error Deployment web: spec.port: this field is an integer or a null, and the chart writes a text, "80"; write an integer or a null. [field-type]",
      "error Deployment web: spec.url: this field is missing, and the API server requires it; set url. [field-missing]",
    ]
  `);
});

test('both branches of a field, and the members of a merged map', () => {
  const good = { runAsUser: 1 };
  const typo = { runAsUsr: 1 };
  const found = [
    'error Deployment web: spec.template.spec.containers[0].securityContext.runAsUsr: there is no field "runAsUsr" here, and Flux and strict clients refuse the object; did you mean runAsUser? [field-unknown]',
  ];
  const security = (part: (v: Values) => unknown) =>
    container((v) => ({ securityContext: part(v) }));
  expect(security((v) => when(v.debug, typo, good))).toEqual(found);
  expect(security((v) => when(v.debug, good, typo))).toEqual(found);
  expect(security((v) => when(v.debug, typo))).toEqual(found);
  expect(security((v) => ifSet(v.host, () => good))).toEqual([]);
  expect(
    said((v) => ({
      a: manifest('ConfigMap', web, { metadata: { labels: { tier: wrong(v.port) } } }),
    })),
  ).toEqual([
    `error ConfigMap web: metadata.labels.tier: this field is a text, and the chart writes an integer; make it a text: text\`\${…}\`. [field-type]`,
  ]);
});

test('several items stand in the place of one in each branch of a list', () => {
  const typo = { name: 'A', vale: 'a' };
  expect(container((v) => ({ env: [when(v.debug, [{ name: 'B' }, typo])] }))).toEqual([
    'error Deployment web: spec.template.spec.containers[0].env[0].vale: there is no field "vale" here, and Flux and strict clients refuse the object; did you mean value? [field-unknown]',
  ]);
});

test('a required field that is undefined is missing', () => {
  expect(container(() => ({ ports: [{ name: 'http', containerPort: undefined }] }))).toContain(
    'error Deployment web: spec.template.spec.containers[0].ports[0].containerPort: this field is missing, and the API server requires it; set containerPort. [field-missing]',
  );
});

test('a field beside those that a custom resource names has the type of further ones', () => {
  const found = (additionalProperties: unknown) =>
    refused(
      chartOf({
        values: object('Settings.', {}),
        manifests: () => ({
          a: manifest(custom<{ spec: object }>({ apiVersion: 'a.com/v1', kind: 'Feed' }), web, {
            spec: { url: 'a', more: 1 },
          }),
        }),
      }),
      {
        definitions: kubernetes,
        kinds: () => ({
          properties: { spec: { properties: { url: { type: 'string' } }, additionalProperties } },
        }),
      },
    );
  expect(found(true)).toEqual([]);
  expect(found(undefined)).toEqual([]);
  expect(found({ type: 'integer' })).toEqual([]);
  expect(found({ type: 'string' })).toEqual([
    `error Feed web: spec.more: this field is a text, and the chart writes an integer, 1; make it a text: text\`\${…}\`. [field-type]`,
  ]);
  expect(found(false)).toEqual([
    'error Feed web: spec.more: there is no field "more" here, and Flux and strict clients refuse the object; use one of url. [field-unknown]',
  ]);
});
