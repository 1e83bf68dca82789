import { each, ifSet, when, whenCase } from '@helm-charts/types';
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
