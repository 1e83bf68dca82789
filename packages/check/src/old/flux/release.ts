import { stringAt, valueAt } from '@helm-charts/kubernetes';
import { type Manifest, parseDuration } from '@helm-charts/types';
import { fluxProblem, fluxProblemIf } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';
import { chartSource } from '../view/view.ts';

/** How a HelmRelease behaves on a machine that nobody watches. */
export const releaseRules: readonly Rule[] = [
  {
    id: 'F2',
    scope: 'profile',
    summary: 'A HelmRelease says its name, its namespace, its interval and how long it may take.',
    source: 'helm-controller api/v2/helmrelease_types.go, GetReleaseName and GetTimeout',
    check: ({ helmReleases }) =>
      helmReleases.flatMap((manifest) => {
        const missing = ['releaseName', 'targetNamespace', 'interval', 'timeout'].filter(
          (field) => stringAt(manifest, 'spec', field) === undefined,
        );
        const timeout = stringAt(manifest, 'spec', 'timeout');
        const milliseconds = parseDuration(timeout ?? '');
        return [
          ...missing.map((field) =>
            fluxProblem(
              manifest,
              `spec.${field}`,
              'it is not said, and what Flux takes instead may change; say it',
            ),
          ),
          ...fluxProblemIf(
            timeout !== undefined &&
              (milliseconds === undefined || milliseconds < 300_000 || milliseconds > 3_600_000),
            manifest,
            'spec.timeout',
            `${timeout} is too little for a slow first start or too much to notice a failure; set 5m to 60m`,
          ),
        ];
      }),
  },
  {
    id: 'F3',
    scope: 'profile',
    summary:
      'A failed installation or upgrade is tried again for ever, and nothing is uninstalled.',
    source: 'helm-controller internal/reconcile/atomic_release.go; fluxcd/flux2#5592',
    check: ({ helmReleases }) =>
      helmReleases.flatMap((manifest) =>
        ['install', 'upgrade'].flatMap((action) => [
          ...fluxProblemIf(
            stringAt(manifest, 'spec', action, 'strategy', 'name') !== 'RetryOnFailure',
            manifest,
            `spec.${action}.strategy`,
            'after a first failure nothing happens until somebody comes; set name: RetryOnFailure',
          ),
          ...fluxProblemIf(
            valueAt(manifest, 'spec', action, 'remediation') !== undefined,
            manifest,
            `spec.${action}.remediation`,
            'it uninstalls or rolls back, and takes data along; remove it',
          ),
        ]),
      ),
  },
  {
    id: 'F4',
    scope: 'profile',
    summary: 'A HelmRelease waits for what it installs, and forces nothing.',
    source: 'helm-controller api/v2/helmrelease_types.go; CHANGELOG 1.5.4, upgrade.force',
    check: ({ helmReleases }) =>
      helmReleases.flatMap((manifest) =>
        forbidden
          .filter((path) => valueAt(manifest, 'spec', ...path) === true)
          .map((path) =>
            fluxProblem(
              manifest,
              ['spec', ...path].join('.'),
              path.at(-1)?.startsWith('disableWait')
                ? 'it is ready before its pods are, so those that depend on it start too early; remove it'
                : 'it has no effect in Flux 2.9 or hides a failure; remove it',
            ),
          ),
      ),
  },
  {
    id: 'F7',
    scope: 'profile',
    summary: 'A HelmRelease has one chart, of an exact version, and it is the chart that it names.',
    source: 'source-controller docs/spec/v1/helmcharts.md',
    check: ({ helmReleases, cluster, charts }) =>
      helmReleases.flatMap((manifest) => {
        const release = cluster.releases.find(({ helmRelease }) => helmRelease === manifest);
        const chart = charts.find(({ directory }) => directory === release?.chartDirectory);
        return sourceProblems(manifest, chart?.files['Chart.yaml'], release !== undefined);
      }),
  },
];

const forbidden = [
  ['install', 'disableWait'],
  ['install', 'disableWaitForJobs'],
  ['install', 'disableHooks'],
  ['install', 'skipCRDs'],
  ['upgrade', 'disableWait'],
  ['upgrade', 'disableWaitForJobs'],
  ['upgrade', 'disableHooks'],
  ['upgrade', 'force'],
  ['upgrade', 'preserveValues'],
  ['rollback', 'disableWait'],
  ['rollback', 'disableWaitForJobs'],
  ['rollback', 'force'],
  ['rollback', 'recreate'],
] as const;

const sourceProblems = (
  manifest: Manifest,
  chartYaml: string | undefined,
  isRendered: boolean,
): readonly Problem[] => {
  const hasChart = valueAt(manifest, 'spec', 'chart') !== undefined;
  const hasReference = valueAt(manifest, 'spec', 'chartRef') !== undefined;
  const source = chartSource(manifest);
  const path = stringAt(manifest, 'spec', 'chart', 'spec', 'chart') ?? '';
  const version = stringAt(manifest, 'spec', 'chart', 'spec', 'version') ?? '';
  const isPath = source === 'GitRepository';
  const name = /^name: *["']?([^"'\s]+)/m.exec(chartYaml ?? '')?.[1];
  return [
    ...fluxProblemIf(
      hasChart === hasReference,
      manifest,
      'spec.chart',
      'it has both chart and chartRef, or neither; give exactly one',
    ),
    ...fluxProblemIf(
      hasChart && source === 'HelmRepository' && !/^v?\d+\.\d+\.\d+([-+][\w.-]+)?$/.test(version),
      manifest,
      'spec.chart.spec.version',
      `"${version}" is not one version, so another day installs another chart; name it exactly`,
    ),
    ...fluxProblemIf(
      source === 'HelmRepository' && stringAt(manifest, ...strategy) !== undefined,
      manifest,
      strategy.join('.'),
      'it has no meaning for a HelmRepository; remove it',
    ),
    ...fluxProblemIf(
      isPath && stringAt(manifest, ...strategy) === 'Revision',
      manifest,
      strategy.join('.'),
      'every commit would upgrade every release; set ChartVersion',
    ),
    ...fluxProblemIf(
      isPath && isRendered && name !== path.replace(/\/+$/, '').split('/').at(-1),
      manifest,
      'spec.chart.spec.chart',
      chartYaml === undefined
        ? `there is no Chart.yaml in ${path}; correct the path`
        : `the chart in ${path} is called ${name}; correct the path or the name`,
    ),
  ];
};

const strategy = ['spec', 'chart', 'spec', 'reconcileStrategy'] as const;
