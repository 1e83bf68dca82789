import { groupBy } from '@helm-charts/types';
import { providedStorageClasses } from '../../known/built-in.ts';
import { missingTarget } from '../../known/missing.ts';
import type { Problem, Rule } from '../../rule.ts';
import { type ClassReference, classesOf } from './classes.ts';

export const classMissing: Rule = {
  id: 'class-missing',
  set: 'kubernetes',
  title:
    'The StorageClass, PriorityClass, RuntimeClass, IngressClass or GatewayClass of an object exists.',
  why: 'A claim of a missing StorageClass stays Pending, the API server rejects a pod with a missing PriorityClass or RuntimeClass, and no controller serves an object of a missing IngressClass or GatewayClass.',
  source:
    'Kubernetes docs, Storage Classes; plugin/pkg/admission/priority; plugin/pkg/admission/runtimeclass',
  severity: 'error',
  scope: 'cluster',
  bad: example('fsat'),
  good: example('fast'),
  check: (context) => {
    const references = classesOf(context);
    const byName = groupBy(references, ({ target }) => `${target.kind} ${target.name}`);
    return references.flatMap((reference): readonly Problem[] => {
      const { kind, name } = reference.target;
      const defined = (context.byKind.get(kind) ?? []).length;
      // The controllers of a cluster bring their classes, unless the tree has one of the kind.
      if (isByController.has(kind) && defined === 0) return [];
      if (kind === 'StorageClass' && isElsewhere(reference, defined)) return [];
      const users = byName.get(`${kind} ${name}`)?.length ?? 0;
      const isDoubtful = kind === 'StorageClass' && defined === 0 && users > 1;
      return missingTarget(context, {
        ...reference,
        tie: 'shared',
        fix: `correct the name, or state that the cluster has it with inCluster: ['${kind} ${name}'] in helm-charts.config.ts`,
        ...(isDoubtful && { severity: 'warning' }),
      });
    });
  },
};

const isByController: ReadonlySet<string> = new Set(['IngressClass', 'GatewayClass']);

/** A claim of a static volume can name any class (Kubernetes docs, Persistent Volumes, Reserving). */
const isElsewhere = ({ object, target }: ClassReference, defined: number): boolean => {
  const spec = Object(object.manifest.spec);
  return (
    'volumeName' in spec ||
    (defined === 0 && providedStorageClasses.has(target.name)) ||
    target.name === 'manual'
  );
};

function example(name: string): string {
  return `
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: rancher.io/local-path
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, namespace: shop }
spec: { storageClassName: ${name} }
`;
}
