import { problem, type Rule } from '../../rule.ts';

export const helmHook: Rule = {
  id: 'helm-hook',
  set: 'appliance',
  title: 'Helm hooks are used for tests only.',
  why: 'Hooks are not part of the release: helm-controller does not retry them after a failure and does not correct their drift, and Helm does not wait for the objects that they need.',
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
    return 'Helm deletes and creates a hook again at every run, so its data is lost';
  }
  return isUnpaired(hooks)
    ? 'helm-controller retries a failed installation as an upgrade, so a hook for only one of the two may never run'
    : 'the hook is not part of the release, and Helm does not wait for the objects that it needs';
};

/** Whether a pre- or post-install hook lacks the matching upgrade hook, or the reverse. */
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
