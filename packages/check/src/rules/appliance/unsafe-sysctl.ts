import { listAt, stringAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';

export const unsafeSysctl: Rule = {
  id: 'unsafe-sysctl',
  set: 'appliance',
  title: 'A pod sets safe sysctls only.',
  why: 'Otherwise Pod Security "baseline" rejects the pod.',
  source: 'Kubernetes staging/src/k8s.io/pod-security-admission/policy/check_sysctls.go',
  severity: 'error',
  scope: 'object',
  bad: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  securityContext: { sysctls: [{ name: kernel.msgmax, value: "65536" }] }
  containers: [{ name: web, image: nginx:1.29.3 }]
`,
  good: `
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  securityContext: { sysctls: [{ name: net.ipv4.tcp_syncookies, value: "1" }] }
  containers: [{ name: web, image: nginx:1.29.3 }]
`,
  check: ({ pods }) =>
    pods.flatMap(({ object, spec, path }) =>
      listAt(spec, 'securityContext', 'sysctls').flatMap((sysctl, index) => {
        const name = stringAt(sysctl, 'name') ?? '';
        if (safe.includes(name)) return [];
        return [
          problem(
            object,
            [...path, 'spec', 'securityContext', 'sysctls', index, 'name'],
            `sysctl ${name} is unsafe, and Pod Security "baseline" rejects it`,
            'remove it',
          ),
        ];
      }),
    ),
};

const safe = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_syncookies',
];
