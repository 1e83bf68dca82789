import { numberAt, stringAt } from '@helm-charts/kubernetes';
import { parseDuration } from '@helm-charts/types';
import { type Problem, problem, type Rule } from '../../rule.ts';

export const progressDeadline: Rule = {
  id: 'progress-deadline',
  set: 'flux',
  title:
    'The progressDeadlineSeconds of a Deployment is not shorter than the timeout of its HelmRelease.',
  why: 'After the deadline (600 seconds by default) Flux reports a slow image pull as a failure, even if its own timeout is longer.',
  source: 'fluxcd/cli-utils pkg/kstatus/status/core.go, deploymentConditions',
  severity: 'error',
  scope: 'object',
  isAdvice: true,
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
          'it is not set, so Flux reports an image pull of more than 600 seconds as a failure';
        return [problem(object, field, message, `set it, for instance to ${value}`)];
      }
      return deadline >= needed
        ? []
        : [
            problem(
              object,
              field,
              `the Deployment fails after ${deadline} seconds, before the timeout of its HelmRelease (${timeout})`,
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
