import { type Fault, member, refusedValue } from './fault.ts';
import { selectorFaults } from './label.ts';
import { percentFaults } from './percent.ts';

/** What the API server refuses of a PodDisruptionBudget (Kubernetes pkg/apis/policy/validation/validation.go). */
export const budgetFaults = (spec: unknown): readonly Fault[] => {
  const [least, most] = [member(spec, 'minAvailable'), member(spec, 'maxUnavailable')];
  return [
    ...percentFaults(least, ['minAvailable'], { limit: 100 }),
    ...percentFaults(most, ['maxUnavailable'], { limit: 100 }),
    ...(least !== undefined && most !== undefined
      ? [
          refusedValue(
            ['maxUnavailable'],
            'a budget has minAvailable or maxUnavailable, not both',
            'remove one of them',
          ),
        ]
      : []),
    ...selectorFaults(member(spec, 'selector'), ['selector']),
  ];
};

/** What the API server refuses of a HorizontalPodAutoscaler (Kubernetes pkg/apis/autoscaling/validation/validation.go). */
export const autoscalerFaults = (spec: unknown): readonly Fault[] => {
  const [least, most] = [member(spec, 'minReplicas'), member(spec, 'maxReplicas')];
  const exceeds = typeof least === 'number' && typeof most === 'number' && least > most;
  return [
    ...(exceeds
      ? [
          refusedValue(
            ['maxReplicas'],
            `minReplicas, ${least}, exceeds maxReplicas, ${most}`,
            'lower minReplicas, or raise maxReplicas',
          ),
        ]
      : []),
    ...(typeof most === 'number' && most < 1
      ? [refusedValue(['maxReplicas'], `maxReplicas, ${most}, is less than 1`, 'write 1 or more')]
      : []),
  ];
};
