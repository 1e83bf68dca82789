import { type Fault, faultsAt, fieldsOf, isFields, member, refusedValue } from './fault.ts';
import { isNone, percentFaults } from './percent.ts';

/** What the API server refuses of how a workload replaces its pods (Kubernetes pkg/apis/apps/validation/validation.go). */
export const rolloutFaults = (kind: unknown, spec: unknown): readonly Fault[] => {
  if (kind === 'Deployment') return deploymentFaults(member(spec, 'strategy'));
  const keys = ['updateStrategy', 'rollingUpdate'];
  const rolling = member(spec, ...keys);
  if (kind === 'DaemonSet') return faultsAt(keys, daemonSetFaults(rolling));
  return kind === 'StatefulSet' ? faultsAt(keys, statefulSetFaults(rolling)) : [];
};

const whole = { limit: 100 };

const deploymentFaults = (strategy: unknown): readonly Fault[] => {
  const { type, rollingUpdate } = fieldsOf(strategy);
  const keys = ['strategy', 'rollingUpdate'];
  if (type === 'Recreate' && isFields(rollingUpdate)) {
    const problem = 'the strategy Recreate has no rollingUpdate';
    return [refusedValue(keys, problem, 'remove rollingUpdate, or write RollingUpdate')];
  }
  const { maxUnavailable, maxSurge } = fieldsOf(rollingUpdate);
  return faultsAt(keys, [
    ...percentFaults(maxUnavailable, ['maxUnavailable'], whole),
    ...percentFaults(maxSurge, ['maxSurge']),
    ...(isNone(maxUnavailable) && isNone(maxSurge)
      ? [
          refusedValue(
            ['maxUnavailable'],
            'no pod may be missing and none may be added',
            'set maxSurge or maxUnavailable to 1',
          ),
        ]
      : []),
  ]);
};

const daemonSetFaults = (rolling: unknown): readonly Fault[] => {
  const { maxUnavailable = 1, maxSurge = 0 } = fieldsOf(rolling);
  const none = [maxUnavailable, maxSurge].filter(isNone).length;
  const isKnown = [maxUnavailable, maxSurge].every((one) => typeof one !== 'object');
  return [
    ...percentFaults(maxUnavailable, ['maxUnavailable'], whole),
    ...percentFaults(maxSurge, ['maxSurge'], whole),
    ...(isKnown && none !== 1
      ? [
          refusedValue(
            ['maxUnavailable'],
            'of maxUnavailable, which is 1 unless set, and maxSurge exactly one may be more than 0',
            'set the other one to 0',
          ),
        ]
      : []),
  ];
};

const statefulSetFaults = (rolling: unknown): readonly Fault[] => {
  const { maxUnavailable } = fieldsOf(rolling);
  const keys = ['maxUnavailable'];
  return [
    ...percentFaults(maxUnavailable, keys, whole),
    ...(isNone(maxUnavailable) ? [refusedValue(keys, 'no pod may be missing', 'write 1')] : []),
  ];
};
