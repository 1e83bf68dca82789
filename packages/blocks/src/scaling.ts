import {
  and,
  boolean,
  type Component,
  type Condition,
  implies,
  integer,
  lessThan,
  manifest,
  not,
  object,
  or,
  type Ref,
  type Refs,
  type Rule,
  rule,
  type ValueOf,
  when,
} from '@helm-charts/types';

const percent = (description: string, preset: number) =>
  integer(description, { default: preset, minimum: 1, maximum: 100 });

/** Descriptions of the values, where a chart needs others. */
export interface ScalingDescriptions {
  readonly autoscaling?: string;
}

/** Values for the number of pods of a Deployment, under the key `scaling`. */
export const scaling = ({
  autoscaling = 'HorizontalPodAutoscaler. It needs a metrics server in the cluster.',
}: ScalingDescriptions = {}) =>
  object('Number of pods.', {
    replicas: integer('Number of pods without autoscaling.', { default: 1, minimum: 0 }),
    autoscaling: object(autoscaling, {
      enabled: boolean('Whether the HorizontalPodAutoscaler is created.', { default: false }),
      minimum: integer('Minimum number of pods.', { default: 1, minimum: 1 }),
      maximum: integer('Maximum number of pods.', { default: 3, minimum: 1 }),
      cpuPercent: percent('Target CPU utilization, in percent of the CPU request.', 70),
      memoryPercent: percent('Target memory utilization, in percent of the memory request.', 80),
    }),
    disruptionBudget: object('PodDisruptionBudget.', {
      enabled: boolean('Whether the PodDisruptionBudget is created.', { default: false }),
      minimumAvailable: integer(
        'Minimum number of pods that stay available while a node is drained.',
        { default: 1, minimum: 1 },
      ),
    }),
  });

type Scaling = Refs<ValueOf<ReturnType<typeof scaling>>>;

/** Rules between the values of `scaling`, with the path of these values in the chart. */
export const scalingRules = (
  { replicas, autoscaling, disruptionBudget: budget }: Scaling,
  path = 'scaling',
): readonly Rule[] => [
  rule(
    `${path}.autoscaling.minimum exceeds ${path}.autoscaling.maximum: lower the minimum or raise the maximum.`,
    implies(autoscaling.enabled, not(lessThan(autoscaling.maximum, autoscaling.minimum))),
  ),
  rule(
    `${path}.disruptionBudget.minimumAvailable equals or exceeds ${path}.autoscaling.minimum, so a node could never be drained: lower the budget or raise the minimum.`,
    implies(
      and(budget.enabled, autoscaling.enabled),
      lessThan(budget.minimumAvailable, autoscaling.minimum),
    ),
  ),
  rule(
    `${path}.disruptionBudget.minimumAvailable equals or exceeds ${path}.replicas, so a node could never be drained: lower the budget or raise the replicas.`,
    implies(
      and(budget.enabled, not(autoscaling.enabled)),
      lessThan(budget.minimumAvailable, replicas),
    ),
  ),
];

/** Whether the values allow more than one pod. */
export const hasSeveralPods = ({ replicas, autoscaling }: Scaling): Condition =>
  or(
    and(autoscaling.enabled, not(lessThan(autoscaling.maximum, 2))),
    and(not(autoscaling.enabled), not(lessThan(replicas, 2))),
  );

/** `replicas` of a Deployment. It is not set with an autoscaler, since each upgrade would reset the number of pods. */
export const replicas = ({ autoscaling, replicas }: Scaling) =>
  when(not(autoscaling.enabled), replicas);

/** The HorizontalPodAutoscaler and the PodDisruptionBudget of a Deployment, where the values enable them. */
export const scale = (of: Component, { autoscaling, disruptionBudget }: Scaling) => [
  when(
    autoscaling.enabled,
    manifest('HorizontalPodAutoscaler', of, {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: of.name },
        minReplicas: autoscaling.minimum,
        maxReplicas: autoscaling.maximum,
        metrics: [usage('cpu', autoscaling.cpuPercent), usage('memory', autoscaling.memoryPercent)],
      },
    }),
  ),
  when(
    disruptionBudget.enabled,
    manifest('PodDisruptionBudget', of, {
      spec: {
        minAvailable: disruptionBudget.minimumAvailable,
        selector: { matchLabels: of.selector },
      },
    }),
  ),
];

const usage = (name: string, averageUtilization: Ref<number>) => ({
  type: 'Resource',
  resource: { name, target: { type: 'Utilization', averageUtilization } },
});
