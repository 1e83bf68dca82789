import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { findingsOf } from './findings.ts';
import type { Verdict } from './verdict.ts';

const document = {
  manifest: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { template: { spec: { containers: [{ name: 'web' }] } } },
  },
  text: 'the text',
  source: 'charts/web/templates/web.yaml:12',
};

const print = (verdict: Verdict) => findingsOf(document, verdict).map(printFinding);

test('an error has the words of the API server, the object, the field and the line', () => {
  const errors = [
    { type: 'FieldValueInvalid', field: 'spec.replicas', message: 'Invalid value: -1: must be 0.' },
    { type: 'BadRequest', field: '', message: 'the spec is immutable\n@@ -1 +1 @@' },
  ];
  expect(print({ status: 'invalid', errors })).toMatchInlineSnapshot(`
    [
      "error charts/web/templates/web.yaml:12: Deployment shop/web: spec.replicas: Invalid value: -1: must be 0. [api]",
      "error charts/web/templates/web.yaml:12: Deployment shop/web: the spec is immutable. [api]",
    ]
  `);
});

test('a violation that the API server enforces is an error, any other is a warning', () => {
  const violations = [
    { mode: 'enforce', policy: 'baseline:latest', message: 'violates PodSecurity' },
    { mode: 'warn', policy: 'restricted:latest', message: 'would violate PodSecurity' },
  ] as const;
  expect(print({ status: 'valid', violations })).toMatchInlineSnapshot(`
    [
      "error charts/web/templates/web.yaml:12: Deployment shop/web: violates PodSecurity; change the pod, or the label pod-security.kubernetes.io/enforce of the Namespace. [pod-security]",
      "warning charts/web/templates/web.yaml:12: Deployment shop/web: would violate PodSecurity; change the pod, or the label pod-security.kubernetes.io/warn of the Namespace. [pod-security]",
    ]
  `);
});

test('a warning may name a field', () => {
  const warnings = [
    'spec.template.spec.containers[0].env[1]: hides previous definition of "A"',
    'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
    'autoscaling: deprecated',
  ];
  expect(print({ status: 'valid', warnings })).toMatchInlineSnapshot(`
    [
      "warning charts/web/templates/web.yaml:12: Deployment shop/web: spec.template.spec.containers[0].env[1]: hides previous definition of "A". [api]",
      "warning charts/web/templates/web.yaml:12: Deployment shop/web: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice. [api]",
      "warning charts/web/templates/web.yaml:12: Deployment shop/web: autoscaling: deprecated. [api]",
    ]
  `);
});

test('what the API server does not serve is an error, an unknown kind is none', () => {
  expect(print({ status: 'not-served', message: 'use networking.k8s.io/v1 Ingress' })).toEqual([
    'error charts/web/templates/web.yaml:12: Deployment shop/web: use networking.k8s.io/v1 Ingress. [api]',
  ]);
  expect(print({ status: 'malformed', message: 'it is a list' })).toHaveLength(1);
  expect(print({ status: 'unknown-kind' })).toEqual([]);
});
