import {
  type Body,
  type Component,
  type Either,
  type ManifestTemplate,
  manifest,
  type Ref,
  type When,
} from '@helm-charts/types';
import { type PodOf, pod } from './pod.ts';

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

/** A StatefulSet of one pod. Its volumes are claims of their own, since a claim template can never change. */
export const statefulSet = (of: Component, rest: PodOf): ManifestTemplate =>
  manifest('StatefulSet', of, {
    spec: {
      replicas: 1,
      serviceName: of.name,
      selector: { matchLabels: of.selector },
      template: pod(of, rest),
    },
  });

/** A Job that may be tried for hours: an image or a server that is not there yet is no failure, and neither is a node that shuts down. */
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

/** A port of a Service. It leads to the port of the container that has the same name. */
export interface ServicePort {
  readonly name: string;
  readonly port: number | Ref<number>;
  readonly nodePort?: When<Ref<number>>;
}

/** A Service that leads to the pods of a component. */
export const service = (
  of: Component,
  port: ServicePort,
  spec: Omit<Body<'Service'>['spec'] & object, 'selector' | 'ports'> = {},
): ManifestTemplate =>
  manifest('Service', of, {
    spec: {
      ...spec,
      selector: of.selector,
      ports: [{ ...port, targetPort: port.name }],
    },
  });

/** The account of a chart's pods, which may do nothing: they have no token of it. */
export const serviceAccount = (of: Component): ManifestTemplate =>
  manifest('ServiceAccount', of, { automountServiceAccountToken: false });
