import { stringAt } from '@helm-charts/kubernetes';
import { parseDuration } from '@helm-charts/types';
import { problem, type Rule } from '../../rule.ts';

export const releaseTimeout: Rule = {
  id: 'release-timeout',
  set: 'flux',
  title: 'The timeout of a HelmRelease is between 5 and 60 minutes.',
  why: 'The first start pulls images and migrates databases, which takes minutes; a failure should still be reported within an hour.',
  source: 'helm-controller api/v2/helmrelease_types.go, GetTimeout',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: { applied: release('90s') },
  good: { applied: release('10m') },
  check: ({ helmReleases }) =>
    helmReleases.flatMap((object) => {
      const timeout = stringAt(object.manifest, ...field);
      if (timeout === undefined) return [];
      const milliseconds = parseDuration(timeout);
      if (milliseconds === undefined) {
        return [problem(object, field, `"${timeout}" is not a duration`, 'set 5m to 60m')];
      }
      if (milliseconds < 300_000) {
        const message = `${timeout} is too short for the first start, which pulls images and migrates data, so Flux reports a failure`;
        return [problem(object, field, message, 'set 5m to 60m')];
      }
      if (milliseconds > 3_600_000) {
        const message = `${timeout} is so long that Flux reports a failure too late`;
        return [problem(object, field, message, 'set 5m to 60m')];
      }
      return [];
    }),
};

const field = ['spec', 'timeout'] as const;

function release(timeout: string): string {
  return `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec: { timeout: ${timeout} }
`;
}
