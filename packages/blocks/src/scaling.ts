import {
  type Component,
  given,
  integer,
  isSet,
  manifest,
  not,
  object,
  optional,
  type Refs,
  type ValueOf,
  when,
} from '@helm-charts/types';

const percent = (description: string, preset: number) =>
  integer(description, { default: preset, minimum: 1, maximum: 100 });

/** The values that say how many pods of a Deployment there are. */
export const scaling = object('How many pods there are.', {
  replicas: integer('Pods, where nothing scales them.', { default: 1, minimum: 0 }),
  autoscaling: optional(
    object(
      'More pods under load. The cluster needs a metrics server, which Talos does not bring.',
      {
        minimum: integer('Pods at least.', { default: 1, minimum: 1 }),
        maximum: integer('Pods at most.', { minimum: 1 }),
        cpuPercent: percent('Processor time in use, of what is asked for.', 70),
        memoryPercent: percent('Memory in use, of what is asked for.', 80),
      },
    ),
  ),
  disruptionBudget: optional(
    object('What a node that is emptied must leave. With a single pod the node can never be.', {
      minimumAvailable: integer('Pods that stay.', { default: 1, minimum: 1 }),
    }),
  ),
});

type Scaling = Refs<ValueOf<typeof scaling>>;

/** The pods of a Deployment: none are said where an autoscaler says it, or each upgrade would undo it. */
export const replicas = ({ autoscaling, replicas }: Scaling) =>
  when(not(isSet(autoscaling)), replicas);

/** The autoscaler and the disruption budget of a Deployment, where the user wants them. */
export const scale = (of: Component, { autoscaling, disruptionBudget }: Scaling) => [
  given(autoscaling, ({ minimum, maximum, cpuPercent, memoryPercent }) =>
    manifest('HorizontalPodAutoscaler', of, {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: of.name },
        minReplicas: minimum,
        maxReplicas: maximum,
        metrics: [usage('cpu', cpuPercent), usage('memory', memoryPercent)],
      },
    }),
  ),
  given(disruptionBudget, ({ minimumAvailable }) =>
    manifest('PodDisruptionBudget', of, {
      spec: { minAvailable: minimumAvailable, selector: { matchLabels: of.selector } },
    }),
  ),
];

type Percent = Refs<number>;

const usage = (name: string, averageUtilization: Percent) => ({
  type: 'Resource',
  resource: { name, target: { type: 'Utilization', averageUtilization } },
});
