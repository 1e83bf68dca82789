import { isObject, numberAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { deploymentWith } from './example-deployment.ts';
import { lastingContainers } from './lasting-containers.ts';

export const startupProbeBudget: Rule = {
  id: 'startup-probe-budget',
  set: 'appliance',
  title: 'A startup probe allows at least 300 seconds to start.',
  why: 'On a slow machine the first start takes minutes, and the kubelet restarts a container whose startup probe does not succeed in time.',
  source: 'Kubernetes docs, Liveness, Readiness, and Startup Probes',
  severity: 'error',
  scope: 'object',
  bad: deploymentWith(
    'startupProbe: { periodSeconds: 5, failureThreshold: 12, httpGet: { path: /, port: 80 } }',
  ),
  good: deploymentWith(
    'startupProbe: { periodSeconds: 5, failureThreshold: 60, httpGet: { path: /, port: 80 } }',
  ),
  check: ({ pods }) =>
    lastingContainers(pods, ({ name, fields, path }, { object }) => {
      const probe = fields.startupProbe;
      if (!isObject(probe) || secondsOf(probe) >= 300) return [];
      return [
        problem(
          object,
          [...path, 'startupProbe'],
          `container ${name} has ${secondsOf(probe)} seconds to start, which is not enough on a slow machine, so the kubelet restarts it`,
          'set periodSeconds × failureThreshold to 300 or more',
        ),
      ];
    }),
};

const secondsOf = (probe: unknown): number =>
  (numberAt(probe, 'initialDelaySeconds') ?? 0) +
  (numberAt(probe, 'periodSeconds') ?? 10) * (numberAt(probe, 'failureThreshold') ?? 3);
