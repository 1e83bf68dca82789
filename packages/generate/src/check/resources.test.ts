import { text } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { container, type Values, wrong } from './testing.ts';

const resources = (part: (v: Values) => object) =>
  container((v) => ({ resources: part(v) })).map((line) =>
    line.replace('error Deployment web: spec.template.spec.containers[0].resources.', ''),
  );

test('requests within limits are admitted', () => {
  expect(
    resources(() => ({
      requests: { cpu: '250m', memory: '64Mi', 'example.com/gpu': '1' },
      limits: { cpu: 1, memory: '64Mi', 'ephemeral-storage': '1Gi', 'example.com/gpu': 1 },
    })),
  ).toEqual([]);
  expect(resources(() => ({ requests: { memory: '64Mi', 'kubernetes.io/batch': 1 } }))).toEqual([]);
  expect(
    resources(() => ({
      requests: { 'hugepages-2Mi': '4Mi' },
      limits: { 'hugepages-2Mi': '4Mi', 'kubernetes.io/batch': '2' },
    })),
  ).toEqual([]);
});

test('a request over its limit, a name that no resource has and a negative amount are refused', () => {
  expect(
    resources(() => ({
      requests: { cpu: '1500m', memory: '1Gi', memroy: '1Gi' },
      limits: { cpu: '1', memory: '1G', 'ephemeral-storage': '-1' },
    })),
  ).toMatchInlineSnapshot(`
    [
      "limits.ephemeral-storage: "-1" is negative, so the API server refuses the object; write 0 or more. [field-value]",
      "requests.memroy: a container has no resource "memroy", so the API server refuses the object; use one of cpu, memory, ephemeral-storage, or the full name of an extended resource. [field-value]",
      "requests.cpu: the request of cpu, 1500m, exceeds its limit, 1, so the API server refuses the object; lower the request, or raise the limit. [field-value]",
      "requests.memory: the request of memory, 1Gi, exceeds its limit, 1G, so the API server refuses the object; lower the request, or raise the limit. [field-value]",
    ]
  `);
});

test('an extended resource has its limit as request', () => {
  expect(
    resources(() => ({
      requests: { 'example.com/gpu': '1', 'example.com/fpga': 1 },
      limits: { 'example.com/gpu': '2' },
    })),
  ).toMatchInlineSnapshot(`
    [
      "requests["example.com/gpu"]: the request of example.com/gpu, 1, is not its limit, 2, so the API server refuses the object; write the same amount in both. [field-value]",
      "requests["example.com/fpga"]: the request of example.com/fpga has no limit, so the API server refuses the object; set limits to the same amount. [field-value]",
    ]
  `);
  expect(resources(() => ({ requests: { 'hugepages-2Mi': '4Mi' } }))).toMatchInlineSnapshot(`
    [
      "requests.hugepages-2Mi: the request of hugepages-2Mi has no limit, so the API server refuses the object; set limits to the same amount. [field-value]",
    ]
  `);
});

test('an extended resource has no smaller request than its limit, and one of Kubernetes may', () => {
  expect(
    resources(() => ({
      requests: { 'hugepages-2Mi': '2Mi', 'requests.kubernetes.io/a': 1 },
      limits: { 'hugepages-2Mi': '4Mi', 'requests.kubernetes.io/a': 2 },
    })),
  ).toEqual([
    'requests.hugepages-2Mi: the request of hugepages-2Mi, 2Mi, is not its limit, 4Mi, so the API server refuses the object; write the same amount in both. [field-value]',
  ]);
  expect(
    resources(() => ({
      requests: { 'kubernetes.io/a': 1, cpu: 0 },
      limits: { 'kubernetes.io/a': 2, cpu: '0' },
    })),
  ).toEqual([]);
});

test('amounts that a user sets are left to the user', () => {
  expect(
    resources((v) => ({
      requests: { memory: text`${v.port}Mi`, 'example.com/gpu': text`${v.port}` },
      limits: { memory: '1', 'example.com/gpu': '2' },
    })),
  ).toEqual([]);
  expect(
    resources((v) => ({ requests: { 'example.com/gpu': 1 }, limits: wrong(v.store) })),
  ).toEqual([]);
});
