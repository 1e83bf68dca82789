import { missingTarget } from '../../known/missing.ts';
import type { Rule } from '../../rule.ts';
import { autoscalersOf } from './autoscalers.ts';

export const autoscalerTarget: Rule = {
  id: 'autoscaler-target',
  set: 'kubernetes',
  title: 'The workload that an autoscaler scales exists.',
  why: 'The autoscaler reports FailedGetScale and scales nothing.',
  source: 'Kubernetes pkg/controller/podautoscaler/horizontal.go, FailedGetScale',
  severity: 'error',
  scope: 'release',
  bad: example('wbe'),
  good: example('web'),
  check: (context) =>
    autoscalersOf(context).flatMap((one) =>
      missingTarget(context, { ...one, tie: 'own', effect: 'so the autoscaler scales nothing' }),
    ),
};

function example(name: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { spec: { containers: [{ name: web, image: nginx:1.29.3 }] } } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  maxReplicas: 3
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }
`;
}
