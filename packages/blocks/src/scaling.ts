import {
  and,
  boolean,
  type Component,
  implies,
  integer,
  lessThan,
  manifest,
  not,
  object,
  type Ref,
  type Refs,
  type Rule,
  rule,
  type ValueOf,
  when,
} from '@helm-charts/types';

const percent = (description: string, preset: number) =>
  integer(description, { default: preset, minimum: 1, maximum: 100 });

/** What the charts of one cluster say of the values. */
export interface ScalingDescriptions {
  readonly autoscaling?: string;
}

/** The values that say how many pods of a Deployment there are, under the key `scaling`. */
export const scaling = ({
  autoscaling = 'More pods under load. The cluster needs a metrics server.',
}: ScalingDescriptions = {}) =>
  object('How many pods there are.', {
    replicas: integer('Pods, where nothing scales them.', { default: 1, minimum: 0 }),
    autoscaling: object(autoscaling, {
      enabled: boolean('The load says how many pods there are.', { default: false }),
      minimum: integer('Pods at least.', { default: 1, minimum: 1 }),
      maximum: integer('Pods at most.', { default: 3, minimum: 1 }),
      cpuPercent: percent('Processor time in use, of what is asked for.', 70),
      memoryPercent: percent('Memory in use, of what is asked for.', 80),
    }),
    disruptionBudget: object('What a node that is emptied must leave.', {
      enabled: boolean('Some pods stay.', { default: false }),
      minimumAvailable: integer('Pods that stay.', { default: 1, minimum: 1 }),
    }),
  });

type Scaling = Refs<ValueOf<ReturnType<typeof scaling>>>;

/** What must hold between these values. */
export const scalingRules = ({
  replicas,
  autoscaling,
  disruptionBudget: budget,
}: Scaling): readonly Rule[] => [
  rule(
    'There cannot be more pods at least than at most: raise scaling.autoscaling.maximum.',
    implies(autoscaling.enabled, not(lessThan(autoscaling.maximum, autoscaling.minimum))),
  ),
  rule(
    'A node could never be emptied if all pods must stay: raise scaling.autoscaling.minimum above scaling.disruptionBudget.minimumAvailable.',
    implies(
      and(budget.enabled, autoscaling.enabled),
      lessThan(budget.minimumAvailable, autoscaling.minimum),
    ),
  ),
  rule(
    'A node could never be emptied if all pods must stay: raise scaling.replicas above scaling.disruptionBudget.minimumAvailable.',
    implies(
      and(budget.enabled, not(autoscaling.enabled)),
      lessThan(budget.minimumAvailable, replicas),
    ),
  ),
];

/** The pods of a Deployment: none are said where an autoscaler says it, or each upgrade would undo it. */
export const replicas = ({ autoscaling, replicas }: Scaling) =>
  when(not(autoscaling.enabled), replicas);

/** The autoscaler and the disruption budget of a Deployment, where the user wants them. */
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
