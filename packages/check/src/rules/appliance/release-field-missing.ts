import { stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const releaseFieldMissing: Rule = {
  id: 'release-field-missing',
  set: 'appliance',
  title: 'A HelmRelease sets releaseName, targetNamespace, interval and timeout.',
  why: 'Flux derives missing fields from other fields, so renaming or moving the HelmRelease installs a second release.',
  source: 'helm-controller api/v2/helmrelease_types.go, GetReleaseName and GetTimeout',
  severity: 'error',
  scope: 'profile',
  bad: {
    applied: `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec: { interval: 30m, timeout: 10m }
`,
  },
  good: {
    applied: `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: shop }
spec: { interval: 30m, timeout: 10m, releaseName: web, targetNamespace: shop }
`,
  },
  check: ({ helmReleases }) =>
    helmReleases.flatMap((object) =>
      Object.entries(fields)
        .filter(([field]) => stringAt(object.manifest, 'spec', field) === undefined)
        .map(([field, example]) =>
          problem(
            object,
            ['spec', field],
            'it is not set, so Flux uses a default that changes with other fields or with the version of Flux',
            `set it, for instance ${example}`,
          ),
        ),
    ),
};

const fields = {
  releaseName: 'web',
  targetNamespace: 'shop',
  interval: '30m',
  timeout: '10m',
} as const;
