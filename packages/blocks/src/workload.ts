import {
  type Component,
  type Either,
  type ManifestTemplate,
  manifest,
  type Ref,
  type When,
} from '@helm-charts/types';
import { annotationsOf, type PodOf, pod } from './pod.ts';

type Strategy = 'Recreate' | 'RollingUpdate';

/** What a chart says of a Deployment: its pod, and how many there are. */
export interface DeploymentOf extends PodOf {
  readonly replicas?: number | Ref<number> | When<Ref<number>>;
  /**
   * How a pod is replaced by the next. `Recreate` unless given: two pods at once must not write one volume, and on one node they need twice the memory.
   */
  readonly strategy?: Strategy | Either<Strategy>;
  /** After so long without progress the Deployment has failed: longer than Flux waits for the release, so that a slow image or bootstrap is none. */
  readonly deadlineSeconds?: number;
}

/** A Deployment of one component. */
export const deployment = (
  of: Component,
  { replicas = 1, strategy = 'Recreate', deadlineSeconds = 3600, ...rest }: DeploymentOf,
): ManifestTemplate =>
  manifest('Deployment', of, {
    spec: {
      replicas,
      strategy: strategyOf(strategy),
      progressDeadlineSeconds: deadlineSeconds,
      selector: { matchLabels: of.selector },
      template: pod(of, rest),
    },
  });

const strategies = {
  Recreate: { type: 'Recreate' },
  // The next pod must be ready before the last one goes.
  RollingUpdate: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
} as const;

const strategyOf = (strategy: Strategy | Either<Strategy>) =>
  typeof strategy === 'string'
    ? strategies[strategy]
    : {
        ...strategy,
        body: strategies[strategy.body],
        otherwise: strategies[strategy.otherwise],
      };

/** A Job that is retried for six hours, since an image or a server may not be ready yet. A node that shuts down does not count as a failure. */
export const job = (of: Component, { spec, ...rest }: PodOf): ManifestTemplate =>
  manifest('Job', of, {
    spec: {
      backoffLimit: 50,
      activeDeadlineSeconds: 21_600,
      ttlSecondsAfterFinished: 86_400,
      podFailurePolicy: {
        rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }],
      },
      template: pod(of, { ...rest, spec: { restartPolicy: 'Never', ...spec } }),
    },
  });

/** A DaemonSet: one pod on each node that the pod may run on. */
export const daemonSet = (
  of: Component,
  { maxUnavailable = 1, ...rest }: DaemonSetOf,
): ManifestTemplate =>
  manifest('DaemonSet', of, {
    spec: {
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable } },
      selector: { matchLabels: of.selector },
      template: pod(of, rest),
    },
  });

/** What a chart says of a DaemonSet. */
export interface DaemonSetOf extends PodOf {
  /** How many pods, or which share of them, an update may take away at once: 1 unless set. */
  readonly maxUnavailable?: number | string | Ref<number>;
}

/**
 * A Pod that `helm test` runs: the test passes when it ends with exit code 0. Give it a component of its own, or Services of the
 * chart select it, and a name among the manifests that begins with `tests/`. Helm deletes it once it has passed; one that failed
 * stays until the next test, for its log.
 *
 * @example
 * 'tests/connection': testPod(component('test', names.withSuffix('test')), { pods: v.pods, user: 1000, spec: { … } })
 */
export const testPod = (of: Component, { spec, ...rest }: PodOf): ManifestTemplate =>
  manifest('Pod', of, {
    metadata: { annotations: annotationsOf(rest), labels: rest.pods.labels },
    hook: { events: ['test'], deletePolicy: ['before-hook-creation', 'hook-succeeded'] },
    spec: pod(of, { ...rest, spec: { restartPolicy: 'Never', ...spec } }).spec,
  });

/** The account of a chart's pods, which may do nothing: they have no token of it. */
export const serviceAccount = (of: Component): ManifestTemplate =>
  manifest('ServiceAccount', of, { automountServiceAccountToken: false });
