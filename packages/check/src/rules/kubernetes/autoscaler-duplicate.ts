import { manifestId } from '@helm-charts/types';
import { printTarget } from '../../known/target.ts';
import { type Problem, problem, type Rule } from '../../rule.ts';
import { autoscalersOf } from './autoscalers.ts';

export const autoscalerDuplicate: Rule = {
  id: 'autoscaler-duplicate',
  set: 'kubernetes',
  title: 'Only one HorizontalPodAutoscaler or ScaledObject scales a workload.',
  why: 'With two, the controller reports AmbiguousSelector and neither scales.',
  source: 'Kubernetes pkg/controller/podautoscaler/horizontal.go, AmbiguousSelector',
  severity: 'error',
  scope: 'release',
  bad: example('web'),
  good: example('api'),
  check: (context) => {
    const first = new Map<string, string>();
    return autoscalersOf(context)
      .filter(({ object }) => object.manifest.kind !== 'VerticalPodAutoscaler')
      .flatMap(({ object, target }): Problem[] => {
        const id = manifestId(object.manifest);
        const workload = printTarget(target);
        const other = first.get(workload);
        if (other === undefined) first.set(workload, id);
        return other === undefined || other === id
          ? []
          : [
              problem(
                object,
                target.path,
                `${other} scales ${workload}, too, so neither scales it`,
                'remove one of the two, or correct its target',
              ),
            ];
      });
  },
};

function example(name: string): string {
  return ['web', name]
    .map(
      (target, index) => `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: scaler-${index} }
spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${target} } }
`,
    )
    .join('');
}
