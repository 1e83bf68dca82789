import { namespaceOf, stringAt } from '@helm-charts/kubernetes';
import { missingTarget } from '../../known/missing.ts';
import type { Rule } from '../../rule.ts';

export const governingService: Rule = {
  id: 'governing-service',
  set: 'kubernetes',
  title: 'The Service that a StatefulSet names in serviceName exists.',
  why: 'Without it the pods have no host names such as db-0.db, so they cannot find each other.',
  source: 'Kubernetes docs, StatefulSets, Stable Network ID',
  severity: 'error',
  scope: 'release',
  bad: example('bd'),
  good: example('db'),
  check: (context) =>
    context.ofKind('StatefulSet').flatMap((object) => {
      const name = stringAt(object.manifest, 'spec', 'serviceName');
      const namespace = namespaceOf(object.manifest);
      if (!name) return [];
      return missingTarget(context, {
        object,
        target: { kind: 'Service', group: '', namespace, name, path: ['spec', 'serviceName'] },
        tie: 'own',
        effect: 'so the pods have no host names of their own',
        // The StatefulSet runs all the same, and many have a single pod that nobody calls by name.
        ...(context.kind !== 'profile' && context.kind !== undefined && { severity: 'warning' }),
      });
    }),
};

function example(serviceName: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  serviceName: ${serviceName}
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: postgres:18.1 }] }
`;
}
