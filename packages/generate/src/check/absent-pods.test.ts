import {
  component,
  custom,
  dependency,
  type Manifests,
  type ManifestTemplate,
  manifest,
  merge,
  named,
  names,
  object,
  when,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { chartOf, refused } from '../testing/chart.ts';
import { kubernetes } from '../testing/kubernetes.ts';
import { deployment, pod, said, type Values, web, wrong } from './testing.ts';

const other = component('other');

const budget = (matchLabels: unknown): ManifestTemplate =>
  manifest('PodDisruptionBudget', web, {
    spec: wrong({ minAvailable: 1, selector: { matchLabels } }),
  });
const policy = (matchLabels: unknown): ManifestTemplate =>
  manifest('NetworkPolicy', web, { spec: wrong({ podSelector: { matchLabels } }) });
const beside = (of: ManifestTemplate, more: (v: Values) => Manifests = () => ({})) =>
  said((v) => ({ of, web: deployment({}), ...more(v) }));

const budgetFault = [
  'error PodDisruptionBudget web: spec.selector.matchLabels: no pod template of the chart has these labels, so no pod is selected; write the selector of the component whose pods are meant. [selector-without-pods]',
];
const policyFault = [
  'error NetworkPolicy web: spec.podSelector.matchLabels: no pod template of the chart has these labels, so no pod is selected; write the selector of the component whose pods are meant. [selector-without-pods]',
];

test('a budget selects pods of the chart', () => {
  expect(beside(budget(web.selector))).toEqual([]);
  expect(beside(budget({ 'app.kubernetes.io/component': 'web' }))).toEqual([]);
  expect(beside(budget({ 'app.kubernetes.io/name': 'probe' }))).toEqual([]);
  expect(beside(budget({ 'app.kubernetes.io/name': 'prob' }))).toEqual(budgetFault);
  expect(beside(budget(other.selector))).toEqual(budgetFault);
  expect(beside(budget({ app: 'web' }))).toEqual(budgetFault);
  expect(
    beside(manifest('PodDisruptionBudget', web, { spec: { minAvailable: 1, selector: {} } })),
  ).toEqual([]);
});

test('a policy selects pods of the chart where it is for its release', () => {
  expect(beside(policy(web.selector))).toEqual([]);
  expect(beside(policy(other.selector))).toEqual(policyFault);
  expect(beside(policy({ app: 'postgres' }))).toEqual([]);
});

test('pods spread among pods of the chart', () => {
  const spread = (labelSelector: object) =>
    pod(() => ({
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector },
      ],
    }));
  expect(spread({ matchLabels: web.selector })).toEqual([]);
  expect(spread({ matchExpressions: [{ key: 'app', operator: 'Exists' }] })).toEqual([]);
  expect(spread({ matchLabels: { app: 'web' } })).toEqual([
    'error Deployment web: spec.template.spec.topologySpreadConstraints[0].labelSelector.matchLabels: no pod template of the chart has these labels, so no pod is selected; write the selector of the component whose pods are meant. [selector-without-pods]',
  ]);
});

test('an autoscaler scales a workload of the chart', () => {
  const autoscaler = (kind: string, name: unknown) =>
    manifest('HorizontalPodAutoscaler', web, {
      spec: wrong({ maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind, name } }),
    });
  const fault = (name: string, kind = 'Deployment') => [
    `error HorizontalPodAutoscaler web: spec.scaleTargetRef.name: the chart has no ${kind} ${name}, so nothing is scaled; write the kind and the name of a workload of the chart. [scale-target-missing]`,
  ];
  expect(beside(autoscaler('Deployment', names.fullname))).toEqual([]);
  expect(beside(autoscaler('Deployment', names.withSuffix('db')))).toEqual(fault('with this name'));
  expect(beside(autoscaler('StatefulSet', names.fullname))).toEqual(
    fault('with this name', 'StatefulSet'),
  );
  expect(beside(autoscaler('StatefulSet', 'db'))).toEqual(fault('db', 'StatefulSet'));
  expect(beside(autoscaler('ReplicaSet', 'db'))).toEqual(fault('db', 'ReplicaSet'));
  expect(beside(autoscaler('Broker', 'db'))).toEqual([]);
  // The name of the release may make the main name.
  expect(beside(autoscaler('Deployment', 'web'))).toEqual([]);
  const replicas = manifest('StatefulSet', named(other, 'db'), {
    spec: wrong({
      selector: { matchLabels: other.selector },
      template: { metadata: { labels: other.selector }, spec: { containers: [{ name: 'db' }] } },
    }),
  });
  const db = () => ({ db: replicas });
  expect(beside(autoscaler('StatefulSet', 'db'), db)).toEqual([]);
  expect(beside(autoscaler('StatefulSet', 'dp'), db)).toEqual(fault('dp', 'StatefulSet'));
});

test('labels that users add, and values of labels that Helm computes, are not refused', () => {
  const labels = (v: Values) => merge(web.selector as never, wrong(v.store));
  const own = (v: Values) => deployment({}, {}, wrong(labels(v)));
  expect(said((v) => ({ a: own(v), b: budget({ app: 'web' }) }))).toEqual([]);
  expect(said((v) => ({ a: own(v), b: budget({ 'app.kubernetes.io/component': 'db' }) }))).toEqual(
    budgetFault,
  );
  expect(said((v) => ({ a: deployment({}), b: budget(wrong(v.store)) }))).toEqual([]);
  expect(
    said(() => ({
      a: deployment({}),
      b: budget({ 'app.kubernetes.io/component': names.fullname }),
    })),
  ).toEqual([]);
});

test('pods that stand there only sometimes are pods of the chart', () => {
  expect(said((v) => ({ a: when(v.debug, deployment({})), b: budget(web.selector) }))).toEqual([]);
});

test('a chart without pods, and one whose pods others may make, are not checked', () => {
  const feed = custom<object>({ apiVersion: 'example.com/v1', kind: 'Feed' });
  expect(said(() => ({ a: budget({ app: 'web' }) }))).toEqual([]);
  expect(beside(budget({ app: 'web' }), () => ({ feed: manifest(feed, web, {}) }))).toEqual([]);
  const chart = (more: object) =>
    refused(
      chartOf({
        values: object('Settings.', {}),
        manifests: () => ({ a: budget({ app: 'web' }), web: deployment({}) }),
        ...more,
      }),
      { definitions: kubernetes },
    );
  expect(chart({})).toEqual(budgetFault);
  const db = dependency({ version: '1.0.0', repository: 'https://charts.example.com' });
  expect(chart({ dependencies: { db } })).toEqual([]);
});
