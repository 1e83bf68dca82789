import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { checkChart, checkProfile } from '../check.ts';
import { appliance } from '../rules/appliance/index.ts';
import { flux } from '../rules/flux/index.ts';
import { kubernetes } from '../rules/kubernetes/index.ts';
import { singleNode } from '../rules/single-node/index.ts';
import { good, inputOf, set } from './testing/cluster.ts';

test('a good profile breaks no rule', () => {
  expect(checkProfile(inputOf(good), []).map(printFinding)).toEqual([]);
});

test('a chart by itself is not measured against the one node of a profile', () => {
  const many = set('Deployment msp/web', 'spec.replicas', 2)(good);
  expect(checkChart(inputOf(many), [singleNode()])).toEqual([]);
  expect(checkProfile(inputOf(many), [singleNode()])).toMatchObject([
    { rule: 'replicas', severity: 'error' },
  ]);
});

const sets = [kubernetes(), flux(), singleNode(), appliance()];

test('objects of any shape are checked without an error', () => {
  const shapes = [null, 1, 'text', [], [1, null], {}];
  const paths = ['spec', 'spec.template', 'spec.template.spec', 'spec.template.spec.containers'];
  const deeper = ['env', 'ports', 'volumeMounts', 'resources', 'securityContext', 'livenessProbe'];
  const fields = [...paths, ...deeper.map((field) => `spec.template.spec.containers.0.${field}`)];
  for (const field of fields) {
    for (const shape of shapes) {
      expect(() =>
        checkProfile(inputOf(set('Deployment msp/web', field, shape)(good)), sets),
      ).not.toThrow();
    }
  }
});
