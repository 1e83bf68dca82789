import {
  and,
  boolean,
  each,
  ifSet,
  implies,
  isSet,
  manifest,
  not,
  object,
  or,
  type Refs,
  type Rule,
  rule,
  type ValueOf,
  when,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { chartOf, refused } from '../testing/chart.ts';
import { kubernetes } from '../testing/kubernetes.ts';
import { container, deployment, said, spec, type Values, web, workload } from './testing.ts';

test('a mount has a volume under the same condition', () => {
  const mount = { name: 'a', mountPath: '/a' };
  const volume = { name: 'a', emptyDir: {} };
  const withVolumes = (mounts: (v: Values) => unknown, volumes: (v: Values) => unknown) =>
    said((v) => ({
      a: deployment({ volumeMounts: [mounts(v)] }, { volumes: [volumes(v)] }),
    }));
  const missing = [
    'error Deployment web: spec.template.spec.containers[0].volumeMounts[0].name: the pod has no volume "a", so the API server refuses it; add the volume, under the same condition as the mount. [mount-without-volume]',
  ];
  expect(container(() => ({ volumeMounts: [mount] }))).toEqual(missing);
  expect(
    withVolumes(
      () => mount,
      (v) => when(v.debug, volume),
    ),
  ).toEqual(missing);
  expect(
    withVolumes(
      (v) => when(v.debug, mount),
      (v) => ifSet(v.host, () => volume),
    ),
  ).toEqual(missing);
  expect(
    withVolumes(
      (v) => when(v.debug, mount),
      (v) => when(v.debug, volume),
    ),
  ).toEqual([]);
  expect(
    withVolumes(
      (v) => when(v.debug, mount),
      () => volume,
    ),
  ).toEqual([]);
  expect(
    withVolumes(
      () => mount,
      (v) => each(v.names, ({ name }) => ({ name, emptyDir: {} })),
    ),
  ).toEqual([]);
});

test('a mount and its volume stand there under conditions of which one implies the other', () => {
  const mount = { name: 'a', mountPath: '/a' };
  const volume = { name: 'a', emptyDir: {} };
  const both = (mounts: (v: Values) => unknown, volumes: (v: Values) => unknown) =>
    said((v) => ({
      a: deployment({ volumeMounts: [mounts(v)] }, { volumes: [volumes(v)] }),
    })).length;
  expect(
    both(
      (v) => when(v.debug, mount),
      (v) => when(or(v.debug, isSet(v.host)), volume),
    ),
  ).toBe(0);
  expect(
    both(
      (v) => when(and(v.debug, isSet(v.host)), mount),
      (v) => when(v.debug, volume),
    ),
  ).toBe(0);
  expect(
    both(
      (v) => when(or(v.debug, isSet(v.host)), mount),
      (v) => when(v.debug, volume),
    ),
  ).toBe(1);
  expect(
    both(
      (v) => when(v.debug, mount),
      (v) => when(or(isSet(v.host), isSet(v.limit)), volume),
    ),
  ).toBe(1);
  expect(
    both(
      (v) => when(and(not(v.debug), not(isSet(v.host))), mount),
      (v) => when(or(v.debug, isSet(v.host)), volume),
    ),
  ).toBe(1);
  expect(
    both(
      (v) => when(not(v.debug), mount),
      (v) => when(v.debug, { name: 'b', emptyDir: {} }, volume),
    ),
  ).toBe(0);
});

test('a rule of the chart excludes what a user may not set', () => {
  const values = object('Settings.', {
    debug: boolean('Debug.', { default: false }),
    trace: boolean('Trace.', { default: false }),
  });
  type Switches = Refs<ValueOf<typeof values>>;
  const found = (rules: (v: Switches) => readonly Rule[]) =>
    refused(
      chartOf({
        values,
        rules,
        manifests: (v: Switches) => ({
          a: deployment(
            { volumeMounts: [when(v.trace, { name: 'a', mountPath: '/a' })] },
            { volumes: [when(v.debug, { name: 'a', emptyDir: {} })] },
          ),
        }),
      }),
      { definitions: kubernetes },
    ).length;
  expect(found((v) => [rule('Trace needs debug.', implies(v.trace, v.debug))])).toBe(0);
  expect(found(() => [])).toBe(1);
});

test('a claim template is a volume, and so is none whose name is not known', () => {
  const set = (claims: readonly unknown[]) =>
    spec('StatefulSet', () =>
      workload({
        volumeClaimTemplates: claims,
        template: {
          metadata: { labels: web.selector },
          spec: {
            containers: [{ name: 'web', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
          },
        },
      }),
    );
  expect(set([{ metadata: { name: 'data' }, spec: {} }])).toEqual([]);
  expect(set([{ metadata: { name: 'dta' }, spec: {} }])).toHaveLength(1);
  expect(set([])).toHaveLength(1);
});

test('the pods of a CronJob, of a Job and of no workload', () => {
  const twice = {
    restartPolicy: 'Never' as const,
    containers: [{ name: 'web', env: [{ name: 'A' }, { name: 'A' }] }],
  };
  const metadata = { labels: { 'a b': 'c' } };
  const template = { spec: twice };
  expect(
    said(() => ({
      a: manifest('CronJob', web, {
        spec: { schedule: '@daily', jobTemplate: { metadata, spec: { template } } },
      }),
      b: manifest('Job', web, { spec: { template } }),
      c: manifest('Pod', web, { metadata, spec: twice }),
    })),
  ).toMatchInlineSnapshot(`
    [
      "error CronJob web: spec.jobTemplate.metadata.labels["a b"]: "a b" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "error CronJob web: spec.jobTemplate.spec.template.spec.containers[0].env[1].name: the variable "A" is there twice, and the API server keeps or admits only one; remove one, or give it another name. [name-twice]",
      "error Job web: spec.template.spec.containers[0].env[1].name: the variable "A" is there twice, and the API server keeps or admits only one; remove one, or give it another name. [name-twice]",
      "error Pod web: metadata.labels["a b"]: "a b" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "error Pod web: spec.containers[0].env[1].name: the variable "A" is there twice, and the API server keeps or admits only one; remove one, or give it another name. [name-twice]",
    ]
  `);
});
