import { problem } from '../problem.ts';
import type { Rule } from '../rule.ts';
import { objectsAt } from '../view/object.ts';

/** What keeps data. */
export const volumeRules: readonly Rule[] = [
  {
    id: 'R5',
    scope: 'object',
    summary: 'A StatefulSet mounts claims of their own, not templates of claims.',
    source: 'Kubernetes pkg/apis/apps/validation/validation.go, ValidateStatefulSetUpdate',
    check: ({ ofKind, isForeign }) =>
      ofKind('StatefulSet')
        .filter(
          (object) =>
            !isForeign(object) &&
            objectsAt(object.manifest, 'spec', 'volumeClaimTemplates').length > 0,
        )
        .map((object) =>
          problem(
            object,
            'spec.volumeClaimTemplates',
            'they can never change and Helm never keeps what they make; write a PersistentVolumeClaim and mount it',
          ),
        ),
  },
];
