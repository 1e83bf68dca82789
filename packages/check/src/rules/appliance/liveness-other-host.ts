import { stringAt, stringsAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { deploymentWith } from './example-deployment.ts';
import { lastingContainers } from './lasting-containers.ts';

export const livenessOtherHost: Rule = {
  id: 'liveness-other-host',
  set: 'appliance',
  title: 'A liveness probe connects only to its own container.',
  why: 'Otherwise an outage of the other service also restarts this container.',
  source: 'Kubernetes docs, Liveness, Readiness, and Startup Probes',
  severity: 'error',
  scope: 'object',
  bad: deploymentWith('livenessProbe: { exec: { command: [pg_isready, --host=db] } }'),
  good: deploymentWith('livenessProbe: { exec: { command: [pg_isready, --host=127.0.0.1] } }'),
  check: ({ pods }) =>
    lastingContainers(pods, ({ name, fields, path }, { object }) =>
      hostsOf(fields.livenessProbe)
        .filter((host) => !/^(127\.0\.0\.1|localhost|\[?::1\]?)$/.test(host))
        .slice(0, 1)
        .map((host) =>
          problem(
            object,
            [...path, 'livenessProbe'],
            `the livenessProbe of container ${name} connects to ${host}, so an outage there also restarts this container`,
            'probe the container itself, at 127.0.0.1',
          ),
        ),
    ),
};

/** The hosts of a probe: in its request, or in the arguments and variables of its command. */
const hostsOf = (probe: unknown): readonly string[] => {
  const command = stringsAt(probe, 'exec', 'command').join(' ');
  const found = [
    stringAt(probe, 'httpGet', 'host'),
    stringAt(probe, 'tcpSocket', 'host'),
    ...[...command.matchAll(/(?:^|\s)(?:-h|--host)[= ]?([^\s"']+)/g)].map(([, host]) => host),
    ...[...command.matchAll(/\$\{?\w*HOST\w*/g)].map(([variable]) => variable),
    ...[...command.matchAll(/[a-z]+:\/\/([^\s/:"']+)/g)].map(([, host]) => host),
  ];
  return found.filter((host) => host !== undefined);
};
