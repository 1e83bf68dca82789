import {
  type ClusterObject,
  groupOf,
  namespaceOf,
  stringAt,
  valueAt,
} from '@helm-charts/kubernetes';
import type { Context } from '../../context.ts';
import type { Target } from '../../known/target.ts';

/** An object that scales a workload. */
interface Autoscaler {
  readonly object: ClusterObject;
  readonly target: Target;
}

/** The HorizontalPodAutoscalers, VerticalPodAutoscalers and ScaledObjects, each with the workload that it scales. */
export const autoscalersOf = ({ ofKind }: Pick<Context, 'ofKind'>): readonly Autoscaler[] =>
  kinds.flatMap(({ group, kind, field }) =>
    ofKind(kind)
      .filter(({ manifest }) => groupOf(manifest) === group)
      .flatMap((object): Autoscaler[] => {
        const reference = valueAt(object.manifest, 'spec', field);
        const name = stringAt(reference, 'name');
        if (name === undefined) return [];
        const apiVersion = stringAt(reference, 'apiVersion') || 'apps/v1';
        return [
          {
            object,
            target: {
              kind: stringAt(reference, 'kind') || 'Deployment',
              group: groupOf({ apiVersion }),
              namespace: namespaceOf(object.manifest),
              name,
              path: ['spec', field, 'name'],
            },
          },
        ];
      }),
  );

const kinds = [
  { group: 'autoscaling', kind: 'HorizontalPodAutoscaler', field: 'scaleTargetRef' },
  { group: 'autoscaling.k8s.io', kind: 'VerticalPodAutoscaler', field: 'targetRef' },
  // KEDA: the kind is Deployment unless another one is set (keda docs, ScaledObject specification).
  { group: 'keda.sh', kind: 'ScaledObject', field: 'scaleTargetRef' },
] as const;
