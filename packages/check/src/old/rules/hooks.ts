import { problem } from '../problem.ts';
import type { Rule } from '../rule.ts';

/** Hooks of Helm, and what a chart must not make itself. */
export const hookRules: readonly Rule[] = [
  {
    id: 'R2',
    scope: 'object',
    summary: 'Nothing is a hook but a test: an ordinary object does the same and survives a retry.',
    source: 'Helm pkg/action/hooks.go; helm-controller internal/reconcile/atomic_release.go',
    check: ({ objects }) =>
      objects.flatMap((object) => {
        const { kind, metadata } = object.manifest;
        const hooks = (metadata.annotations?.['helm.sh/hook'] ?? '')
          .split(',')
          .map((hook) => hook.trim())
          .filter((hook) => hook !== '' && !/^test(-success|-failure)?$/.test(hook));
        if (hooks.length === 0) return [];
        const why = ['Secret', 'ConfigMap', 'PersistentVolumeClaim'].includes(kind)
          ? 'Helm deletes it before each run'
          : unpaired(hooks)
            ? 'a retried installation is an upgrade, so it may never run'
            : 'it is no part of the release, and nothing waits for it that it waits for';
        return [
          problem(
            object,
            'metadata.annotations["helm.sh/hook"]',
            `it is a hook (${hooks.join(', ')}): ${why}; make it an ordinary object`,
          ),
        ];
      }),
  },
];

/** Whether one of `pre-install` and `pre-upgrade`, or of the same after, is there without the other. */
const unpaired = (hooks: readonly string[]): boolean =>
  ['pre', 'post'].some(
    (when) => hooks.includes(`${when}-install`) !== hooks.includes(`${when}-upgrade`),
  );
