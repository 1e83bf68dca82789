import { stringAt } from '@helm-charts/kubernetes';
import { chartSource } from '../../context.ts';
import { problem, type Rule } from '../../rule.ts';

export const chartVersionExact: Rule = {
  id: 'chart-version-exact',
  set: 'flux',
  title: 'A HelmRelease names one version of a chart from a HelmRepository.',
  why: 'With a range, Flux installs each new chart version without a change in Git.',
  source: 'source-controller docs/spec/v1/helmcharts.md, Version',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: { applied: release('1.x') },
  good: { applied: release('1.2.3') },
  check: ({ helmReleases }) =>
    helmReleases
      .filter(({ manifest }) => chartSource(manifest) === 'HelmRepository')
      .flatMap((object) => {
        const version = stringAt(object.manifest, ...field) ?? '';
        return /^v?\d+\.\d+\.\d+([-+][\w.-]+)?$/.test(version)
          ? []
          : [
              problem(
                object,
                field,
                version === ''
                  ? 'it is not set, so Flux installs each new chart version without a change in Git'
                  : `"${version}" is a range, so Flux installs each new chart version in it without a change in Git`,
                'set one version, for instance 1.2.3',
              ),
            ];
      }),
};

const field = ['spec', 'chart', 'spec', 'version'] as const;

function release(version: string): string {
  return `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec:
  chart:
    spec:
      chart: web
      version: '${version}'
      sourceRef: { kind: HelmRepository, name: charts }
`;
}
