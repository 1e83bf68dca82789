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
