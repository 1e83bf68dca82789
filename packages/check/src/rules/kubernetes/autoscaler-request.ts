import { keyFor, objectAt, objectsAt, type Pod, stringAt, valueAt } from '@helm-charts/kubernetes';
import { type Problem, problem, type Rule } from '../../rule.ts';
import { autoscalersOf } from './autoscalers.ts';

export const autoscalerRequest: Rule = {
  id: 'autoscaler-request',
  set: 'kubernetes',
  title: 'Every container has a request for the resource whose utilization an autoscaler reads.',
  why: 'Utilization is a percentage of the request. Without a request the autoscaler reports FailedGetResourceMetric and scales nothing.',
  source: 'Kubernetes pkg/controller/podautoscaler/replica_calculator.go, calculatePodRequests',
  severity: 'error',
  scope: 'release',
  bad: example('{}'),
  good: example('{ requests: { cpu: 100m } }'),
  check: (context) => {
    const pods = new Map(context.pods.map((pod) => [pod.object, pod]));
    // A LimitRange can set the requests.
    const limited = new Set(
      context.ofKind('LimitRange').map(({ manifest }) => manifest.metadata.namespace),
    );
    return autoscalersOf(context).flatMap(({ object, target }) => {
      const { kind, namespace, name, group } = target;
      const workload = context.byKey.get(keyFor(kind, namespace, name, group));
      const pod = workload && pods.get(workload);
      if (pod === undefined || object.manifest.kind !== 'HorizontalPodAutoscaler') return [];
      if (limited.has(namespace)) return [];
      return objectsAt(object.manifest, 'spec', 'metrics').flatMap((metric, index): Problem[] => {
        const field = metric.type === 'ContainerResource' ? 'containerResource' : 'resource';
        const read = objectAt(metric, field);
        const resource = stringAt(read, 'name');
        if (resource === undefined || stringAt(read, 'target', 'type') !== 'Utilization') return [];
        const lacking = without(pod, resource, stringAt(read, 'container'));
        return lacking === undefined
          ? []
          : [
              problem(
                object,
                ['spec', 'metrics', index, field, 'name'],
                `container ${lacking} of ${kind} ${namespace}/${name} has no request for ${resource}, so the autoscaler cannot compute its utilization and scales nothing`,
                `set resources.requests.${resource} of the container, or use an averageValue`,
              ),
            ];
      });
    });
  },
};

/** The first container that has neither a request nor a limit, which is the default of the request. */
const without = (
  { containers, spec }: Pod,
  resource: string,
  name: string | undefined,
): string | undefined =>
  valueAt(spec, 'resources', 'requests', resource) !== undefined
    ? undefined
    : containers.find(
        (one) =>
          one.isLasting &&
          (name === undefined || one.name === name) &&
          ['requests', 'limits'].every(
            (field) => valueAt(one.fields, 'resources', field, resource) === undefined,
          ),
      )?.name;

function example(resources: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { spec: { containers: [{ name: web, image: nginx:1.29.3, resources: ${resources} }] } } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  maxReplicas: 3
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 80 } } }]
`;
}
