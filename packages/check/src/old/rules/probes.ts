import { isObject, stringAt, valueAt } from '@helm-charts/kubernetes';
import type { JsonObject } from '@helm-charts/types';
import { problemIf } from '../problem.ts';
import type { Rule } from '../rule.ts';
import { eachContainer } from '../view/each.ts';
import { numberAt, stringsAt } from '../view/object.ts';
import { type Container, isPostgres, listensOn } from '../view/pod.ts';

/** How the kubelet learns whether a container works. */
export const probeRules: readonly Rule[] = [
  {
    id: 'R16',
    scope: 'object',
    summary:
      'What runs on has a readiness probe, lives whatever its neighbours do, and may start slowly.',
    source: 'Kubernetes docs, Probes; docker-library/postgres#880',
    check: (view) =>
      eachContainer(view, (container, { object, kind }) => {
        if (!container.isLasting || kind === 'Job' || kind === 'CronJob' || kind === 'Pod')
          return [];
        const { name, fields } = container;
        const liveness = valueAt(fields, 'livenessProbe');
        const startup = valueAt(fields, 'startupProbe');
        const part = `container ${name}`;
        return [
          ...problemIf(
            !isObject(fields.readinessProbe),
            object,
            part,
            'without a readinessProbe the release is ready before it is; add one',
          ),
          ...problemIf(
            asksElsewhere(liveness),
            object,
            part,
            'its livenessProbe asks another service, so a restart of that one restarts this one, too; ask the container itself',
          ),
          ...problemIf(
            isPostgres(container) && !probes(fields).every(asksLoopback),
            object,
            part,
            'pg_isready on the socket also answers while the database is being made; ask --host=127.0.0.1 in every probe',
          ),
          ...problemIf(
            isSlow(container) && !isObject(startup),
            object,
            part,
            'its first start takes minutes, and without a startupProbe the livenessProbe ends it; add one of 300 seconds or more',
          ),
          ...problemIf(
            isObject(startup) && budget(startup) < 300,
            object,
            part,
            `its startupProbe gives it ${budget(startup)} seconds, too few on a slow machine; give it 300 or more (periodSeconds × failureThreshold)`,
          ),
        ];
      }),
  },
];

/** Postgres, Temporal's frontend and the server migrate, recover or compile before they answer. */
const isSlow = (container: Container): boolean =>
  [5432, 7233, 3000].some((port) => listensOn(container, port)) &&
  isObject(container.fields.livenessProbe);

const probes = (fields: JsonObject): readonly unknown[] =>
  [fields.startupProbe, fields.readinessProbe, fields.livenessProbe].filter(isObject);

const budget = (probe: unknown): number =>
  (numberAt(probe, 'initialDelaySeconds') ?? 0) +
  (numberAt(probe, 'periodSeconds') ?? 10) * (numberAt(probe, 'failureThreshold') ?? 3);

const commandOfProbe = (probe: unknown): string => stringsAt(probe, 'exec', 'command').join(' ');

const asksLoopback = (probe: unknown): boolean => {
  const command = commandOfProbe(probe);
  return !/pg_isready|psql/.test(command) || /127\.0\.0\.1|localhost/.test(command);
};

/** A probe of another host: named in the request, or as an argument or variable of the command. */
const asksElsewhere = (probe: unknown): boolean => {
  const hosts = [
    stringAt(probe, 'httpGet', 'host'),
    stringAt(probe, 'tcpSocket', 'host'),
    ...[...commandOfProbe(probe).matchAll(/(?:^|\s)(?:-h|--host)[= ]?([^\s"']+)/g)].map(
      ([, host]) => host,
    ),
    ...[...commandOfProbe(probe).matchAll(/\$\{?\w*HOST\w*/g)].map(([variable]) => variable),
    ...[...commandOfProbe(probe).matchAll(/[a-z]+:\/\/([^\s/:"']+)/g)].map(([, host]) => host),
  ];
  return hosts.some(
    (host) => host !== undefined && !/^(127\.0\.0\.1|localhost|\[?::1\]?)$/.test(host),
  );
};
