import { each, not, when, whenCase } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { container, deployment, pod, said, type Values } from './testing.ts';

test('names in lists are unique, also where conditions add to a list', () => {
  const twice = (list: string, noun: string, name: string) =>
    `error Deployment web: spec.template.spec.${list}: the ${noun} "${name}" is there twice, and the API server keeps or admits only one; remove one, or give it another name. [name-twice]`;
  const port = { name: 'http', containerPort: 80 };
  expect(
    container((v) => ({ ports: [port, when(v.debug, { ...port, containerPort: 81 })] })),
  ).toEqual([twice('containers[0].ports[1].name', 'port', 'http')]);
  expect(container(() => ({ env: [{ name: 'A' }, { name: 'A' }] }))).toEqual([
    twice('containers[0].env[1].name', 'variable', 'A'),
  ]);
  expect(pod(() => ({ volumes: [{ name: 'a' }, { name: 'a' }] }))).toEqual([
    twice('volumes[1].name', 'volume', 'a'),
  ]);
  expect(pod(() => ({ initContainers: [{ name: 'web' }] }))).toEqual([
    twice('containers[0].name', 'container', 'web'),
  ]);
  const either = (v: Values) => ({
    ports: [
      whenCase(v.store, 'disk', () => port),
      whenCase(v.store, 'bucket', () => port),
      when(v.debug, { name: 'debug', containerPort: 90 }, { name: 'debug', containerPort: 91 }),
    ],
  });
  expect(container(either)).toEqual([]);
});

test('a probe names a port of its container', () => {
  expect(
    container(() => ({
      ports: [{ name: 'http', containerPort: 80 }],
      readinessProbe: { httpGet: { path: '/', port: 'http' } },
      livenessProbe: { tcpSocket: { port: 'htp' } },
    })),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment web: spec.template.spec.containers[0].livenessProbe.tcpSocket.port: the container has no port "htp", so the kubelet never gets an answer; use one of http. [probe-port]",
    ]
  `);
});

test('several items below one condition, and several loops', () => {
  const port = { name: 'http', containerPort: 80 };
  expect(
    container((v) => ({ ports: [port, when(v.debug, [{ containerPort: 1 }, port])] })),
  ).toEqual([
    'error Deployment web: spec.template.spec.containers[0].ports[2].name: the port "http" is there twice, and the API server keeps or admits only one; remove one, or give it another name. [name-twice]',
  ]);
  expect(
    container((v) => ({
      env: [
        each(v.names, ({ name }) => ({ name, value: 'a' })),
        each(v.names, ({ name }) => ({ name, value: 'b' })),
      ],
    })),
  ).toEqual([]);
});

test('the same mistake in two containers is two findings', () => {
  const bad = { ports: [{ name: 'my port', containerPort: 80 }] };
  const lines = (v: Values) =>
    deployment(bad, {
      initContainers: [when(not(v.debug), { name: 'init', image: 'a:1', ...bad })],
    });
  expect(said((v) => ({ a: lines(v) }))).toEqual(
    ['initContainers', 'containers'].map(
      (list) =>
        `error Deployment web: spec.template.spec.${list}[0].ports[0].name: "my port" must have only lower-case letters, digits and single hyphens, and at least one letter, so the API server refuses the object; write for example http. [field-text]`,
    ),
  );
});

test('ports of probes and containers', () => {
  expect(
    container((v) => ({
      ports: [each(v.names, ({ name }) => ({ name, containerPort: 80 }))],
      startupProbe: { httpGet: { port: 'other' } },
    })),
  ).toEqual([]);
  expect(
    container(() => ({
      ports: [{ name: 'http', containerPort: 70_000 }],
      startupProbe: { httpGet: { port: 'other' } },
      readinessProbe: { tcpSocket: { port: 0 } },
      livenessProbe: { httpGet: { port: 65_535 } },
    })),
  ).toMatchInlineSnapshot(`
    [
      "error Deployment web: spec.template.spec.containers[0].ports[0].containerPort: 70000 is no port number, so the API server refuses the object; write a number from 1 to 65535. [field-value]",
      "error Deployment web: spec.template.spec.containers[0].startupProbe.httpGet.port: the container has no port "other", so the kubelet never gets an answer; use one of http. [probe-port]",
      "error Deployment web: spec.template.spec.containers[0].readinessProbe.tcpSocket.port: 0 is no port number, so the API server refuses the object; write a number from 1 to 65535. [field-value]",
    ]
  `);
});
