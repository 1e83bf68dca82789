import { problem, type Rule } from '../../rule.ts';

export const helmHook: Rule = {
  id: 'helm-hook',
  set: 'appliance',
  title: 'Nothing but a test is a Helm hook.',
  why: 'Helm runs hooks outside the release: helm-controller does not repeat them after a failure, wait for what they need, or correct them.',
  source: 'Helm pkg/action/hooks.go; helm-controller internal/reconcile/atomic_release.go',
  severity: 'error',
  scope: 'object',
  bad: job('annotations: { helm.sh/hook: post-install }'),
  good: job('labels: { app: shop }'),
  check: ({ objects }) =>
    objects.flatMap((object) => {
      const { kind, metadata } = object.manifest;
      const hooks = (metadata.annotations?.[annotation] ?? '')
        .split(',')
        .map((hook) => hook.trim())
        .filter((hook) => hook !== '' && !/^test(-success|-failure)?$/.test(hook));
      return hooks.length === 0
        ? []
        : [
            problem(
              object,
              ['metadata', 'annotations', annotation],
              consequence(kind, hooks),
              'remove the annotation, so that Helm installs the object with the others',
            ),
          ];
    }),
};

const annotation = 'helm.sh/hook';

const consequence = (kind: string, hooks: readonly string[]): string => {
  if (['Secret', 'ConfigMap', 'PersistentVolumeClaim'].includes(kind)) {
    return 'Helm deletes the object each time before the hook runs';
  }
  return isUnpaired(hooks)
    ? 'helm-controller repeats a failed installation as an upgrade, so the hook may never run'
    : 'the hook is not part of the release, and Helm does not wait for the objects that it needs';
};

/** Whether an install hook is there without the upgrade hook of the same time, or the other way round. */
const isUnpaired = (hooks: readonly string[]): boolean =>
  ['pre', 'post'].some(
    (when) => hooks.includes(`${when}-install`) !== hooks.includes(`${when}-upgrade`),
  );

function job(metadata: string): string {
  return `
apiVersion: batch/v1
kind: Job
metadata: { name: migrate, ${metadata} }
`;
}
