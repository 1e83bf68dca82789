import {
  and,
  apiAvailable,
  boolean,
  component,
  custom,
  manifest,
  map,
  merge,
  object,
  string,
  when,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { chartOf, generated, parsed, withHelm } from '../testing/chart.ts';

const server = component('server');
const values = object('Settings.', {
  labels: map('Labels.', string('A label.')),
  annotations: map('Annotations.', string('An annotation.')),
  enabled: boolean('Whether there is a note.', { default: false }),
});

/** The apiVersion, kind and namespace of the rendered objects. */
const identity = (object: unknown): unknown => {
  const { apiVersion, kind, metadata } = object as {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly namespace?: string };
  };
  return [apiVersion, kind, metadata.namespace];
};

test('an object has the version of its kind, and a namespace unless its kind is cluster-scoped', async () => {
  const feed = custom<{ readonly spec?: object }>({ apiVersion: 'example.com/v1', kind: 'Feed' });
  const realm = custom<object>({ apiVersion: 'example.com/v1', kind: 'Realm', scope: 'Cluster' });
  const scaled = { maxReplicas: 2, scaleTargetRef: { kind: 'Deployment', name: server.name } };
  const chart = chartOf({
    values: object('Settings.', {}),
    manifests: () => ({
      all: [
        manifest('ClusterRole', server, { rules: [] }),
        manifest('Namespace', server, {}),
        manifest('Role', server, { rules: [] }),
        manifest('autoscaling/v1/HorizontalPodAutoscaler', server, { spec: scaled }),
        manifest('HorizontalPodAutoscaler', server, { spec: scaled }),
        manifest(feed, server, {}),
        manifest(realm, server, {}),
      ],
    }),
  });
  const objects = await withHelm(generated(chart), async (helm) => parsed(await helm()));
  expect(objects.map(identity).toSorted()).toEqual([
    ['autoscaling/v1', 'HorizontalPodAutoscaler', 'shop'],
    ['autoscaling/v2', 'HorizontalPodAutoscaler', 'shop'],
    ['example.com/v1', 'Feed', 'shop'],
    ['example.com/v1', 'Realm', undefined],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', undefined],
    ['rbac.authorization.k8s.io/v1', 'Role', 'shop'],
    ['v1', 'Namespace', undefined],
  ]);
});

test('a value may be the kind of something that an object refers to', async () => {
  const feed = custom<{ readonly spec?: object }>({ apiVersion: 'example.com/v1', kind: 'Feed' });
  const chart = chartOf({
    values: object('Settings.', { kind: string('Kind.', { default: 'Source' }) }),
    manifests: ({ kind }) => ({ all: manifest(feed, server, { spec: { source: { kind } } }) }),
  });
  const [found] = await withHelm(generated(chart), async (helm) => parsed(await helm()));
  expect(found).toMatchObject({ kind: 'Feed', spec: { source: { kind: 'Source' } } });
});

test('reports an unknown kind at its position, and lists custom kinds in the README', () => {
  expect(() => manifest('Deploiment' as 'Deployment', server, {})).toThrow(
    /^manifest\('Deploiment', …\) names no built-in kind of Kubernetes 1.36: correct the name/,
  );
  const feed = custom<object>({ apiVersion: 'example.com/v1', kind: 'Feed' });
  const realm = custom<object>({ apiVersion: 'example.com/v1', kind: 'Realm' });
  const pool = custom<object>({ apiVersion: 'example.com/v1', kind: 'Pool' });
  const chart = chartOf({
    values,
    manifests: ({ enabled, ...v }) => ({
      all: [
        manifest('Event', server, { eventTime: '2026-01-01T00:00:00Z' }),
        manifest(feed, server, {}),
        when(and(apiAvailable('example.com/v1'), enabled), [manifest(realm, server, {})]),
        when(enabled, manifest(pool, server, { metadata: v })),
      ],
    }),
  });
  expect(generated(chart).get('README.md')).toContain(`## Requirements

- The custom resource \`Feed\` of \`example.com/v1\`
- The custom resource \`Pool\` of \`example.com/v1\`, with some values
- The custom resource \`Realm\` of \`example.com/v1\`, where the cluster serves it
`);
});

test('a hook has the annotations of Helm, of the chart and of the user', async () => {
  const chart = chartOf({
    values,
    manifests: (v) => ({
      hooks: [
        manifest('ConfigMap', server, {
          metadata: { annotations: v.annotations, labels: v.labels },
          hook: {
            events: ['pre-install', 'pre-upgrade'],
            weight: -5,
            deletePolicy: ['before-hook-creation', 'hook-succeeded'],
          },
        }),
        manifest('Secret', server, {
          metadata: { annotations: when(v.enabled, { note: 'kept' }) },
          hook: { events: ['post-delete'] },
        }),
        manifest('ServiceAccount', server, {
          metadata: { annotations: merge({ own: 'a' }, v.annotations) },
          hook: { events: ['pre-delete'] },
        }),
        manifest('Service', server, {
          metadata: { annotations: when(v.enabled, { one: 'a' }, { other: 'b' }) },
          hook: { events: ['pre-delete'] },
        }),
      ],
    }),
  });
  const given = { annotations: { team: 'a' }, labels: { tier: 'b' }, enabled: true };
  const [all, least] = await withHelm(generated(chart), async (helm) => [
    parsed(await helm({ values: given })).toSorted(byKind),
    parsed(await helm()).toSorted(byKind),
  ]);
  const annotations = (objects: readonly unknown[]) =>
    objects.map((object) => (object as { metadata: { annotations: object } }).metadata.annotations);
  const config = {
    'helm.sh/hook': 'pre-install,pre-upgrade',
    'helm.sh/hook-weight': '-5',
    'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
  };
  expect(annotations(all ?? [])).toEqual([
    { ...config, team: 'a' },
    { 'helm.sh/hook': 'post-delete', note: 'kept' },
    { 'helm.sh/hook': 'pre-delete', one: 'a' },
    { 'helm.sh/hook': 'pre-delete', own: 'a', team: 'a' },
  ]);
  expect(annotations(least ?? [])).toEqual([
    config,
    { 'helm.sh/hook': 'post-delete' },
    { 'helm.sh/hook': 'pre-delete', other: 'b' },
    { 'helm.sh/hook': 'pre-delete', own: 'a' },
  ]);
  expect(all?.[0]).toMatchObject({ metadata: { labels: { tier: 'b' } } });
});

const byKind = (a: unknown, b: unknown): number =>
  JSON.stringify(identity(a)) < JSON.stringify(identity(b)) ? -1 : 1;
