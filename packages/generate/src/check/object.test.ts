import { component, manifest, merge, names } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { deployment, said, type Values, web, workload, wrong } from './testing.ts';

test('selectors match the labels of the pods', () => {
  const selecting = (matchLabels: object, labels: object) =>
    manifest('StatefulSet', web, {
      spec: {
        selector: wrong({ matchLabels }),
        template: {
          metadata: wrong({ labels }),
          spec: { containers: [{ name: 'web', image: 'web:1' }] },
        },
      },
    });
  expect(
    said(() => ({ a: selecting({ app: 'a' }, { app: 'b' }), b: manifest('Service', web, {}) })),
  ).toMatchInlineSnapshot(`
    [
      "error StatefulSet web: spec.selector.matchLabels.app: the pods do not have the label app: a, so the API server refuses the object; write the same label in spec.template.metadata.labels. [selector-without-label]",
    ]
  `);
  expect(said(() => ({ a: selecting({ app: 'a' }, { app: 'a', more: 'b' }) }))).toEqual([]);
});

test('names, labels, schedules and address ranges have the form that the API server admits', () => {
  const named = (name: string) => ({ ...web, name });
  const job = { spec: { template: { spec: { containers: [], restartPolicy: 'Never' as const } } } };
  expect(
    said(() => ({
      a: manifest('ConfigMap', named('My_Config'), {}),
      b: manifest('Service', named('9lives'), {}),
      c: manifest('CronJob', named('a'.repeat(53)), {
        spec: { schedule: '@often', jobTemplate: job },
      }),
      d: manifest('ConfigMap', named('labels'), { metadata: { labels: { 'a b': 'c', d: 'e f' } } }),
      e: manifest('NetworkPolicy', named('range'), {
        spec: {
          podSelector: {},
          egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0'] } }] }],
        },
      }),
      f: manifest('ClusterRole', named('system:web'), {}),
      g: deployment({ name: 'web', ports: [{ name: 'a-very-long-port', containerPort: 80 }] }),
    })),
  ).toMatchInlineSnapshot(`
    [
      "error ConfigMap My_Config: metadata.name: "My_Config" must have only lower-case letters, digits, hyphens and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "error Service 9lives: metadata.name: "9lives" must begin with a lower-case letter, so the API server refuses the object; write for example web-1. [field-text]",
      "error CronJob aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: metadata.name: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" has 53 characters, and at most 52 are allowed, so the API server refuses the object; write for example web-1. [field-text]",
      "error CronJob aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: spec.schedule: "@often" is not one of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly, so the API server refuses the object; write for example 0 3 * * *. [field-text]",
      "error ConfigMap labels: metadata.labels["a b"]: "a b" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "error ConfigMap labels: metadata.labels.d: "e f" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "error NetworkPolicy range: spec.egress[0].to[0].ipBlock.except[0]: "10.1.0.0" is no address range, so the API server refuses the object; write for example 10.0.0.0/8. [field-text]",
      "error Deployment web: spec.template.spec.containers[0].ports[0].name: "a-very-long-port" has 16 characters, and at most 15 are allowed, so the API server refuses the object; write for example http. [field-text]",
    ]
  `);
});

test('a component whose label is no label value is refused where it is made', () => {
  expect(() => component('my web!')).toThrow('"my web!" is no name of a component');
});

test('ports of a Service, keys of data and names of containers and volumes have the form that the API server admits', () => {
  expect(
    said(() => ({
      a: manifest('Service', web, { spec: { ports: [{ port: 80 }, { port: 81, name: 'A_B' }] } }),
      b: manifest('ConfigMap', web, {
        data: { 'a b': 'c' },
        metadata: { annotations: { 'a b': 'c' } },
      }),
      c: deployment(
        {
          name: 'My_C',
          volumeMounts: [
            { name: 'a', mountPath: '/a' },
            { name: 'a', mountPath: '/a' },
          ],
        },
        { volumes: [{ name: 'a' }, { name: 'B_C' }] },
      ),
      d: manifest('NetworkPolicy', web, {
        spec: {
          podSelector: {},
          ingress: [{ from: [{ ipBlock: { cidr: ':::/1' } }, { ipBlock: { cidr: 'fd00::/8' } }] }],
        },
      }),
    })),
  ).toMatchInlineSnapshot(`
    [
      "error Service web: spec.ports[1].name: "A_B" must have only lower-case letters, digits and hyphens, and begin and end with a letter or digit, so the API server refuses the object; write for example http. [field-text]",
      "error Service web: spec.ports[0]: of several ports each needs a name, and the API server refuses this one; set name, for example http. [field-missing]",
      "error ConfigMap web: metadata.annotations["a b"]: "a b" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example example.com/note. [field-text]",
      "error ConfigMap web: data["a b"]: "a b" must have only letters, digits, hyphens, underscores and dots, so the API server refuses the object; write for example server.ini. [field-text]",
      "error Deployment web: spec.template.spec.volumes[1].name: "B_C" must have only lower-case letters, digits and hyphens, and begin and end with a letter or digit, so the API server refuses the object; write for example web. [field-text]",
      "error Deployment web: spec.template.spec.containers[0].name: "My_C" must have only lower-case letters, digits and hyphens, and begin and end with a letter or digit, so the API server refuses the object; write for example web. [field-text]",
      "error Deployment web: spec.template.spec.containers[0].volumeMounts[1].mountPath: the mount path "/a" is there twice, and the API server keeps or admits only one; remove one, or give it another name. [name-twice]",
      "error NetworkPolicy web: spec.ingress[0].from[0].ipBlock.cidr: ":::/1" is no address range, so the API server refuses the object; write for example 10.0.0.0/8. [field-text]",
    ]
  `);
});

test('a selector may have labels of the helpers, and labels that users add are not known', () => {
  const pods = (matchLabels: object, labels: (v: Values) => unknown) =>
    said((v) => ({
      a: manifest('Deployment', web, {
        spec: wrong({
          selector: { matchLabels },
          template: { metadata: { labels: labels(v) }, spec: { containers: [{ name: 'web' }] } },
        }),
      }),
    }));
  const missing = (label: string) => [
    `error Deployment web: spec.selector.matchLabels.app: the pods do not have the label ${label}, so the API server refuses the object; write the same label in spec.template.metadata.labels. [selector-without-label]`,
  ];
  expect(pods({ 'app.kubernetes.io/name': 'probe' }, () => web.labels)).toEqual([]);
  expect(pods({ 'helm.sh/chart': 'probe' }, () => web.labels)).toEqual([]);
  expect(pods({ app: 'a' }, () => web.labels)).toEqual(missing('app: a'));
  expect(pods({ app: names.fullname }, () => web.labels)).toEqual(missing('app'));
  expect(pods({ app: names.fullname }, () => ({ app: names.fullname }))).toEqual([]);
  expect(pods({ app: 'a' }, (v) => merge(wrong(v.store), { tier: 'b' }))).toEqual([]);
  expect(pods({ app: 'a' }, (v) => v.store)).toEqual([]);
  expect(pods({ tier: 'b' }, (v) => merge(wrong(v.store), { tier: 'b' }))).toEqual([]);
});

test('names that fewer characters than usual are allowed of', () => {
  const called = (name: string) => ({ ...web, name });
  const template = { spec: { restartPolicy: 'Never' as const, containers: [{ name: 'web' }] } };
  expect(
    said(() => ({
      a: manifest('Job', called('a'.repeat(64)), { spec: { template } }),
      b: manifest('StatefulSet', called('a.b'), { spec: wrong(workload()) }),
      c: manifest('Namespace', called('a.b'), {}),
      d: manifest('PodDisruptionBudget', called('A_b'), {}),
      e: manifest('Role', called('A:b'), { rules: [] }),
      f: manifest('Deployment', called('a.b'), { spec: wrong(workload()) }),
    })),
  ).toMatchInlineSnapshot(`
    [
      "error Job aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: metadata.name: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" has 64 characters, and at most 63 are allowed, so the API server refuses the object; write for example web-1. [field-text]",
      "error StatefulSet a.b: metadata.name: "a.b" must have only lower-case letters, digits and hyphens, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "error Namespace a.b: metadata.name: "a.b" must have only lower-case letters, digits and hyphens, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
    ]
  `);
});

test('a key is in data or in binaryData, not in both', () => {
  expect(
    said(() => ({
      a: manifest('ConfigMap', web, { data: { a: 'b' }, binaryData: { a: 'Yg==', b: 'Yg==' } }),
    })),
  ).toEqual([
    'error ConfigMap web: binaryData.a: the key "a" is in data, too, and the API server refuses the object; remove it from one of them. [name-twice]',
  ]);
});
