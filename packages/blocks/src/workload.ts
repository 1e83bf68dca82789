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

/** Options of a Deployment: its pod template and number of pods. */
export interface DeploymentOf extends PodOf {
  readonly replicas?: number | Ref<number> | When<Ref<number>>;
  /**
   * Update strategy, `Recreate` by default: two pods at once must not write to one volume, and on one node they need twice the memory.
   */
  readonly strategy?: Strategy | Either<Strategy>;
  /** `progressDeadlineSeconds`, one hour by default. It exceeds the timeout of Flux, so that a slow image pull or bootstrap does not fail the Deployment. */
  readonly deadlineSeconds?: number;
}

/** A Deployment of a component. */
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
  // The new pod must be ready before the old one is terminated.
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

/**
 * A Job that is retried until it succeeds, at least every ten minutes: a Job that has failed for good would not start again when its cause is gone,
 * and neither Helm nor Flux makes it anew. A node that shuts down does not count as a failure.
 */
export const job = (of: Component, { spec, ...rest }: PodOf): ManifestTemplate =>
  manifest('Job', of, {
    spec: {
      backoffLimit: tries,
      ttlSecondsAfterFinished: 86_400,
      podFailurePolicy: {
        rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }],
      },
      template: pod(of, { ...rest, spec: { restartPolicy: 'Never', ...spec } }),
    },
  });

/** More than there are in nineteen years: Kubernetes waits at most ten minutes between two tries (pkg/controller/job/job_controller.go). */
const tries = 1_000_000;

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

/** Options of a DaemonSet. */
export interface DaemonSetOf extends PodOf {
  /** Number or percentage of pods that an update may replace at once, 1 by default. */
  readonly maxUnavailable?: number | string | Ref<number>;
}

/**
 * A Pod that `helm test` runs. The test passes when the pod exits with code 0. Give it its own component, so that no Service selects it, and
 * a manifest key that starts with `tests/`. Helm deletes the pod when the test passes; a failed pod is kept until the next test, for its log.
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

/** The ServiceAccount of the pods of a chart. Pods do not mount its token. */
export const serviceAccount = (of: Component): ManifestTemplate =>
  manifest('ServiceAccount', of, { automountServiceAccountToken: false });
