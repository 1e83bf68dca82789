import { create, set } from '../shop.ts';
import { container, type Harm, harm, pod, warning, web } from './harm.ts';

/** Autoscalers, budgets and resources. */
export const scaling: readonly Harm[] = [
  harm(
    'autoscaler-target',
    'an autoscaler of a missing Deployment',
    set('HorizontalPodAutoscaler web', 'spec.scaleTargetRef.name', 'webs'),
  ),
  harm(
    'autoscaler-target',
    'an autoscaler of another kind',
    set('HorizontalPodAutoscaler web', 'spec.scaleTargetRef.kind', 'StatefulSet'),
  ),
  harm(
    'autoscaler-request',
    'an autoscaler without a request',
    set(web, `${container}.resources.requests`, { memory: '128Mi' }),
  ),
  harm(
    'disruption-budget-blocks',
    'a budget that blocks a drain',
    set('PodDisruptionBudget web', 'spec.minAvailable', 2),
  ),
  harm(
    'disruption-budget-blocks',
    'a budget of all pods',
    set('PodDisruptionBudget web', 'spec.minAvailable', '100%'),
  ),
  harm(
    'selector-without-pods',
    'a budget that selects nothing',
    set('PodDisruptionBudget web', 'spec.selector.matchLabels.app', 'wbe'),
  ),
  harm(
    'resource-out-of-range',
    'a request of 1000 cores',
    set(web, `${container}.resources.requests.cpu`, 1000),
  ),
  harm(
    'resource-out-of-range',
    'thousandths of a byte',
    set(web, `${container}.resources.limits.memory`, '256m'),
  ),
  harm(
    'memory-volume-size',
    'a volume in memory of 64Gi',
    set(web, `${pod}.volumes.1.emptyDir.sizeLimit`, '64Gi'),
  ),
];

/** Two objects for one, and selectors of peers. */
export const more: readonly Harm[] = [
  warning(
    'scheduling-selector',
    'a spread of pods that do not exist',
    set(web, `${pod}.topologySpreadConstraints`, [
      {
        topologyKey: 'kubernetes.io/hostname',
        maxSkew: 1,
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { app: 'wbe' } },
      },
    ]),
  ),
  warning(
    'scheduling-selector',
    'an affinity to pods that do not exist',
    set(web, `${pod}.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution`, [
      { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'chache' } } },
    ]),
  ),
  warning(
    'governing-service',
    'the Service of a StatefulSet',
    set('StatefulSet cache', 'spec.serviceName', 'caches'),
  ),
  warning(
    'network-policy-peer',
    'a peer that selects nothing',
    set('NetworkPolicy web', 'spec.ingress.0.from', [
      { podSelector: { matchLabels: { app: 'proxy' } } },
    ]),
  ),
  harm('disruption-budget-overlap', 'two budgets of a pod', create(budget())),
  harm('autoscaler-duplicate', 'two autoscalers of a Deployment', create(scaler())),
];

function budget(): string {
  return `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: all, namespace: shop }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: web } } }
`;
}

function scaler(): string {
  return `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: more, namespace: shop }
spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web } }
`;
}
