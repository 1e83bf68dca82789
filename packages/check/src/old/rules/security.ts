import { valueAt } from '@helm-charts/kubernetes';
import { problem, problemIf } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';
import { eachContainer } from '../view/each.ts';
import { enumerate, objectsAt, stringsAt } from '../view/object.ts';
import type { Container, Pod } from '../view/pod.ts';

/** What Pod Security admission looks at. */
export const securityRules: readonly Rule[] = [
  {
    id: 'R9',
    scope: 'object',
    summary: 'Every pod obeys Pod Security baseline, those of other charts included.',
    source: 'Kubernetes staging/src/k8s.io/pod-security-admission/policy, check_*_baseline',
    check: (view) => [
      ...view.pods.flatMap((pod) => podBaseline(pod)),
      ...eachContainer(view, containerBaseline),
    ],
  },
  {
    id: 'R10',
    scope: 'object',
    summary: 'Every pod of our charts obeys Pod Security restricted, with a user by its number.',
    source: 'Kubernetes staging/src/k8s.io/pod-security-admission/policy, check_*_restricted',
    check: (view) => {
      const pods = view.pods.filter(({ object }) => !view.isForeign(object));
      return [
        ...pods.flatMap(({ object, volumes }) =>
          volumes
            .filter(({ type }) => !restrictedVolumes.includes(type))
            .map(({ name, type }) =>
              problem(
                object,
                `volume ${name}`,
                `restricted does not allow a volume of type ${type}; use one of ${restrictedVolumes.join(', ')}`,
              ),
            ),
        ),
        ...eachContainer({ pods }, containerRestricted),
      ];
    },
  },
];

const podBaseline = ({ object, spec, volumes }: Pod): readonly Problem[] => [
  ...['hostNetwork', 'hostPID', 'hostIPC']
    .filter((field) => spec[field] === true)
    .map((field) =>
      problem(object, field, 'baseline refuses pods in a namespace of the host; remove it'),
    ),
  ...volumes
    .filter(({ type }) => type === 'hostPath')
    .map(({ name }) =>
      problem(object, `volume ${name}`, 'baseline refuses a path of the host; use a claim'),
    ),
  ...objectsAt(spec, 'securityContext', 'sysctls')
    .filter(({ name }) => !safeSysctls.includes(String(name)))
    .map(({ name }) =>
      problem(object, `sysctl ${String(name)}`, 'baseline refuses an unsafe sysctl; remove it'),
    ),
];

const containerBaseline = ({ name, fields }: Container, { object }: Pod): readonly Problem[] => {
  const context = fields.securityContext;
  const added = stringsAt(context, 'capabilities', 'add').filter(
    (capability) => !baselineCapabilities.includes(capability),
  );
  const wrong: [boolean, string][] = [
    [valueAt(context, 'privileged') === true, 'baseline refuses a privileged container; remove it'],
    [
      objectsAt(fields, 'ports').some(({ hostPort = 0 }) => hostPort !== 0),
      'baseline refuses a port of the host; use a Service of type NodePort',
    ],
    [added.length > 0, `baseline refuses the capabilities ${enumerate(added)}; remove them`],
  ];
  return wrong.flatMap(([is, sentence]) => problemIf(is, object, `container ${name}`, sentence));
};

const containerRestricted = (
  { name, fields }: Container,
  { object, spec }: Pod,
): readonly Problem[] => {
  const either = (...path: readonly string[]): unknown =>
    valueAt(fields, 'securityContext', ...path) ?? valueAt(spec, 'securityContext', ...path);
  const own = (...path: readonly string[]): unknown => valueAt(fields, 'securityContext', ...path);
  const user = either('runAsUser');
  const wanted: [boolean, string][] = [
    [either('runAsNonRoot') === true, 'runAsNonRoot: true'],
    [typeof user === 'number' && user !== 0, 'runAsUser with a number that is not 0'],
    [own('allowPrivilegeEscalation') === false, 'allowPrivilegeEscalation: false'],
    [stringsAt(own('capabilities'), 'drop').includes('ALL'), 'capabilities.drop: [ALL]'],
    [
      ['RuntimeDefault', 'Localhost'].includes(String(either('seccompProfile', 'type'))),
      'seccompProfile.type: RuntimeDefault',
    ],
    [
      stringsAt(own('capabilities'), 'add').every((added) => added === 'NET_BIND_SERVICE'),
      'no capabilities.add',
    ],
  ];
  const missing = wanted.filter(([is]) => !is).map(([, what]) => what);
  return problemIf(
    missing.length > 0,
    object,
    `container ${name}`,
    `restricted demands ${enumerate(missing)}; set it`,
  );
};

const restrictedVolumes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

const baselineCapabilities = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

const safeSysctls = [
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
