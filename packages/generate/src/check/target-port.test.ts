import {
  component,
  each,
  type Manifests,
  type ManifestTemplate,
  manifest,
  not,
  text,
  when,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { deployment, said, type Values, web, wrong } from './testing.ts';

const other = component('other');

const service = (port: unknown, of: object = { selector: web.selector }): ManifestTemplate =>
  manifest('Service', web, {
    spec: wrong({ ...of, ports: [{ port: 80, ...(port !== undefined && { targetPort: port }) }] }),
  });

const selecting = (port: unknown, more: (v: Values) => Manifests, of?: object) =>
  said((v) => ({ service: service(port, of), ...more(v) })).map((line) =>
    line.replace('error Service web: ', ''),
  );

const http = { name: 'http', containerPort: 8080 };
const pods = (...ports: readonly unknown[]) => deployment({ ports });
const missing = (fix: string, name = 'htpp') => [
  `spec.ports[0].targetPort: no container of the selected pods has a port named "${name}", so connections are refused; ${fix}. [service-target-port]`,
];
const useHttp = 'use one of http, or add the port under the same condition';

test('a targetPort is the name of a port of the pods, or a number', () => {
  expect(selecting('http', () => ({ a: pods(http) }))).toEqual([]);
  expect(selecting(9, () => ({ a: pods(http) }))).toEqual([]);
  expect(selecting(undefined, () => ({ a: pods(http) }))).toEqual([]);
  expect(selecting('htpp', () => ({ a: pods(http) }))).toEqual(missing(useHttp));
  expect(selecting('htpp', () => ({ a: pods() }))).toEqual(missing('add the port to a container'));
  expect(selecting('htpp', () => ({ a: pods({ containerPort: 80 }) }))).toEqual(
    missing('add the port to a container'),
  );
});

test('a port of a container beside the others, also of one that runs beside them from the start', () => {
  const side = { name: 'side', image: 'side:1', ports: [{ name: 'htpp', containerPort: 81 }] };
  const beside = { initContainers: [{ ...side, restartPolicy: 'Always' }] };
  expect(selecting('htpp', () => ({ a: deployment({ ports: [http] }, beside) }))).toEqual([]);
});

test('a port stands there under the condition of the Service', () => {
  expect(selecting('htpp', (v) => ({ a: pods(when(v.debug, { ...http, name: 'htpp' })) }))).toEqual(
    missing('add the port to a container'),
  );
  expect(
    said((v) => ({
      a: pods(http, when(v.debug, { name: 'debug', containerPort: 9 })),
      b: when(v.debug, service('debug')),
    })),
  ).toEqual([]);
  expect(
    said((v) => ({
      a: pods(http, when(v.debug, { name: 'debug', containerPort: 9 })),
      b: when(not(v.debug), service('debug')),
    })),
  ).toEqual([`error Service web: ${missing(useHttp, 'debug')[0]}`]);
});

test('a Service whose pods stand there only sometimes is checked where they do', () => {
  expect(selecting('http', (v) => ({ a: when(v.debug, pods(http)) }))).toEqual([]);
  expect(selecting('htpp', (v) => ({ a: when(v.debug, pods(http)) }))).toEqual(missing(useHttp));
});

test('of several selected workloads one has the port', () => {
  const labelled = (app: string, tier: string, name: string) =>
    manifest('StatefulSet', component(app, app), {
      spec: {
        selector: { matchLabels: { app } },
        template: wrong({
          metadata: { labels: { app, tier } },
          spec: { containers: [{ name: 'web', ports: [{ name, containerPort: 80 }] }] },
        }),
      },
    });
  const both = () => ({ a: labelled('a', 'web', 'http'), b: labelled('b', 'web', 'htpp') });
  expect(selecting('htpp', both, { selector: { tier: 'web' } })).toEqual([]);
  expect(selecting('htpp', both, { selector: { tier: 'web', app: 'b' } })).toEqual([]);
  expect(selecting('htpp', both, { selector: { tier: 'web', app: 'a' } })).toEqual(
    missing(useHttp),
  );
  expect(selecting('htpp', both, { selector: { tier: 'db' } })).toEqual([]);
  expect(selecting('htpp', both, { selector: { gone: 'db' } })).toEqual([]);
});

test('ports and labels that are not known are not refused', () => {
  expect(
    selecting('htpp', (v) => ({
      a: pods(each(v.names, ({ name }) => ({ name, containerPort: 80 }) as never)),
    })),
  ).toEqual([]);
  expect(
    selecting('htpp', (v) => ({ a: pods({ name: text`p-${v.port}`, containerPort: 80 }) })),
  ).toEqual([]);
  expect(said((v) => ({ a: pods(http), b: service(text`p-${v.port}`) }))).toEqual([]);
  expect(
    selecting('htpp', (v) => ({
      a: deployment(
        { ports: [http] },
        { containers: [wrong(each(v.names, ({ name }) => ({ name })))] },
      ),
    })),
  ).toEqual([]);
});

test('a Service without a selector, and one of other pods', () => {
  expect(selecting('htpp', () => ({ a: pods(http) }), {})).toEqual([]);
  expect(selecting('htpp', () => ({ a: pods(http) }), { selector: other.selector })).toEqual([]);
});
