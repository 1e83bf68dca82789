import { objectAt } from '@helm-charts/kubernetes';
import type { JsonObject } from '@helm-charts/types';
import { type Problem, problem, type Rule } from '../../rule.ts';

export const selinuxOptions: Rule = {
  id: 'selinux-options',
  set: 'appliance',
  title: 'The SELinux context of a pod is one that confines containers.',
  why: 'Otherwise Pod Security "baseline" rejects the pod; the type spc_t is not confined at all.',
  source: 'Kubernetes staging/src/k8s.io/pod-security-admission/policy/check_seLinuxOptions.go',
  severity: 'error',
  scope: 'object',
  bad: pod('spc_t'),
  good: pod('container_t'),
  check: ({ pods }) =>
    pods.flatMap(({ object, spec, path, containers }) =>
      [{ fields: spec, path: [...path, 'spec'] }, ...containers].flatMap(({ fields, path: at }) =>
        faults(objectAt(fields, 'securityContext', 'seLinuxOptions')).map(
          ([field, value]): Problem =>
            problem(
              object,
              [...at, 'securityContext', 'seLinuxOptions', field],
              `the SELinux ${field} ${value} is not allowed by Pod Security "baseline"`,
              'remove the field',
            ),
        ),
      ),
    ),
};

const faults = (options: JsonObject): readonly (readonly [string, string])[] =>
  Object.entries(options).flatMap(([field, value]) => {
    if (typeof value !== 'string' || value === '') return [];
    const isAllowed = field === 'level' || (field === 'type' && types.has(value));
    return isAllowed ? [] : [[field, value] as const];
  });

const types: ReadonlySet<string> = new Set([
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
]);

function pod(type: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  securityContext: { seLinuxOptions: { type: ${type} } }
  containers: [{ name: web, image: nginx:1.29.3 }]
`;
}
