import { numberAt, stringAt } from '@helm-charts/kubernetes';
import { parseDuration } from '@helm-charts/types';
import { type Problem, problem, type Rule } from '../../rule.ts';

export const progressDeadline: Rule = {
  id: 'progress-deadline',
  set: 'flux',
  title: 'A Deployment has a progressDeadlineSeconds of at least the timeout of its HelmRelease.',
  why: 'After the deadline (600 seconds by default) Flux takes a slow image pull for a failure, whatever its timeout.',
  source: 'fluxcd/cli-utils pkg/kstatus/status/core.go, deploymentConditions',
  severity: 'error',
  scope: 'object',
  bad: example(600),
  good: example(1800),
  check: ({ ofKind, releaseOf }) =>
    ofKind('Deployment').flatMap((object): Problem[] => {
      const deadline = numberAt(object.manifest, ...field);
      const timeout = stringAt(releaseOf(object)?.helmRelease, 'spec', 'timeout') ?? '';
      const needed = (parseDuration(timeout) ?? 0) / 1000;
      if (deadline === undefined) {
        const value = needed === 0 ? 1800 : needed;
        const message =
          'the Deployment has no deadline of its own, and Flux takes an image pull of more than 600 seconds for a failure';
        return [problem(object, field, message, `set it, for instance to ${value}`)];
      }
      return deadline >= needed
        ? []
        : [
            problem(
              object,
              field,
              `the Deployment fails after ${deadline} seconds, and its HelmRelease has a timeout of ${timeout}`,
              `set it to ${needed} or more`,
            ),
          ];
    }),
};

const field = ['spec', 'progressDeadlineSeconds'];

function example(seconds: number) {
  return {
    applied: `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec: { timeout: 30m }
`,
    objects: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop, labels: { helm.toolkit.fluxcd.io/name: web } }
spec: { progressDeadlineSeconds: ${seconds} }
`,
  };
}
