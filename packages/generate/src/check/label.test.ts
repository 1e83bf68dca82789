import { names, when } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { pod, spec, type Values, web, workload } from './testing.ts';

const budget = (selector: (v: Values) => object) =>
  spec('PodDisruptionBudget', (v) => ({ selector: selector(v) }));

const expression = (part: object) => budget(() => ({ matchExpressions: [part] }));

test('a selector has operators with the values that they take', () => {
  expect(
    budget((v) => ({
      matchLabels: { app: 'web', release: names.fullname },
      matchExpressions: [
        { key: 'app', operator: 'In', values: ['web', names.fullname] },
        { key: 'example.com/tier', operator: 'NotIn', values: [when(v.debug, 'a', 'b')] },
        { key: 'app', operator: 'Exists' },
        { key: 'app', operator: 'DoesNotExist', values: [] },
      ],
    })),
  ).toEqual([]);
  expect(expression({ key: 'app', operator: 'In' })).toMatchInlineSnapshot(`
    [
      "spec.selector.matchExpressions[0].values: In has no values, so the API server refuses the object; write a list of values. [field-value]",
    ]
  `);
  expect(expression({ key: 'app', operator: 'NotIn', values: [] })).toMatchInlineSnapshot(`
    [
      "spec.selector.matchExpressions[0].values: NotIn has no values, so the API server refuses the object; write a list of values. [field-value]",
    ]
  `);
  expect(expression({ key: 'app', operator: 'Exists', values: ['a'] })).toMatchInlineSnapshot(`
    [
      "spec.selector.matchExpressions[0].values: Exists takes no values, so the API server refuses the object; remove values. [field-value]",
    ]
  `);
  expect(
    expression({ key: 'app', operator: 'DoesNotExist', values: ['a'] }),
  ).toMatchInlineSnapshot(`
    [
      "spec.selector.matchExpressions[0].values: DoesNotExist takes no values, so the API server refuses the object; remove values. [field-value]",
    ]
  `);
  expect(expression({ key: 'app', operator: 'Is' })).toMatchInlineSnapshot(`
    [
      "spec.selector.matchExpressions[0].operator: "Is" is no operator of a selector, so the API server refuses the object; use one of In, NotIn, Exists, DoesNotExist. [field-value]",
    ]
  `);
  expect(expression({ key: '-', operator: 'In', values: ['a b'] })).toMatchInlineSnapshot(`
    [
      "spec.selector.matchExpressions[0].key: "-" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "spec.selector.matchExpressions[0].values[0]: "a b" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
    ]
  `);
});

test('values of an operator that only one branch has are missing in the other', () => {
  expect(
    budget((v) => ({
      matchExpressions: [{ key: 'app', operator: 'In', values: [when(v.debug, 'a')] }],
    })),
  ).toMatchInlineSnapshot(`
    [
      "spec.selector.matchExpressions[0].values: In has no values, so the API server refuses the object; write a list of values. [field-value]",
    ]
  `);
});

test('labels by which pods are scheduled', () => {
  const bad = { matchLabels: { app: 'a b' } };
  const affinity = {
    requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone', labelSelector: bad }],
    preferredDuringSchedulingIgnoredDuringExecution: [
      { weight: 1, podAffinityTerm: { topologyKey: 'zone', labelSelector: bad } },
    ],
  };
  expect(
    pod(() => ({
      nodeSelector: { 'kubernetes.io/arch': 'amd 64' },
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'zone',
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: { matchExpressions: [{ key: 'a b', operator: 'Exists' }] },
        },
      ],
      affinity: { podAffinity: affinity, podAntiAffinity: affinity },
    })),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment web: spec.template.spec.nodeSelector["kubernetes.io/arch"]: "amd 64" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "error Deployment web: spec.template.spec.topologySpreadConstraints[0].labelSelector.matchExpressions[0].key: "a b" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "error Deployment web: spec.template.spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchLabels.app: "a b" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "error Deployment web: spec.template.spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector.matchLabels.app: "a b" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "error Deployment web: spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchLabels.app: "a b" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "error Deployment web: spec.template.spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector.matchLabels.app: "a b" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
    ]
  `);
  expect(pod(() => ({ nodeSelector: { 'kubernetes.io/arch': 'amd64', tier: '' } }))).toEqual([]);
});

test('labels and annotations of pods and Jobs', () => {
  const metadata = { labels: { 'a b': 'c' }, annotations: { 'c d': 'e', 'Example.com/Note': 'f' } };
  expect(
    spec('StatefulSet', () =>
      workload({
        selector: { matchLabels: { app: 'g h' } },
        template: { metadata, spec: { containers: [{ name: 'web' }] } },
      }),
    ),
  ).toMatchInlineSnapshot(`
    [
      "spec.selector.matchLabels.app: "g h" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "spec.selector.matchLabels.app: the pods do not have the label app: g h, so the API server refuses the object; write the same label in spec.template.metadata.labels. [selector-without-label]",
      "spec.template.metadata.labels["a b"]: "a b" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example web-1. [field-text]",
      "spec.template.metadata.annotations["c d"]: "c d" must have only letters, digits, hyphens, underscores and dots, and begin and end with a letter or digit, so the API server refuses the object; write for example example.com/note. [field-text]",
    ]
  `);
  expect(
    spec('Deployment', () =>
      workload({
        template: {
          metadata: { labels: web.selector, annotations: { a: 'b' } },
          spec: { containers: [{ name: 'web' }] },
        },
      }),
    ),
  ).toEqual([]);
});
