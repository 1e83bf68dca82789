import { keyOf } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import type { FluxOptions } from './options.ts';

export const releaseObjects: Rule<FluxOptions> = {
  id: 'release-objects',
  set: 'flux',
  title: 'A release has at most as many objects as the option `objects` allows.',
  why: 'The Helm release record grows with each object, and so does the time that Flux waits for the release.',
  source: 'Helm pkg/storage/driver/util.go, encodeRelease; helm#9788',
  severity: 'error',
  scope: 'cluster',
  isAdvice: true,
  bad: { ...example('a', 'b'), options: { objects: 1 } },
  good: { ...example('a'), options: { objects: 1 } },
  check: ({ releases, objects, byKey }, { objects: allowed = Number.POSITIVE_INFINITY }) =>
    releases.flatMap(({ name, helmRelease }) => {
      const object = byKey.get(keyOf(helmRelease));
      const count = objects.filter(({ release }) => release === name).length;
      return object === undefined || count <= allowed
        ? []
        : [
            problem(
              object,
              [],
              `the release has ${count} objects, and ${allowed} are allowed, since each makes the Helm release record larger`,
              'split its chart, or increase the option objects of the rule set flux',
            ),
          ];
    }),
};

function example(...names: readonly string[]) {
  const labels = 'labels: { helm.toolkit.fluxcd.io/name: web }';
  return {
    applied: `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
`,
    objects: names
      .map((name) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, ${labels} }\n`)
      .join('---\n'),
  };
}
