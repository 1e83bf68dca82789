import { stringAt, valueAt } from '@helm-charts/kubernetes';
import { problem, problemIf } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';
import { eachContainer } from '../view/each.ts';
import { enumerate, objectsAt } from '../view/object.ts';
import { isPostgres, type Pod } from '../view/pod.ts';
import type { View } from '../view/view.ts';

/** How pods are allowed to write, call and eat. */
export const podRules: readonly Rule[] = [
  {
    id: 'R11',
    scope: 'object',
    summary: 'No container writes to its image, and what it may write to has a limit.',
    source: 'Kubernetes docs, emptyDir sizeLimit; Postgres docs, dynamic_shared_memory_type',
    check: (view) => {
      const pods = ours(view);
      return [
        ...pods.flatMap(unlimitedFolders),
        ...eachContainer({ pods }, (container, { object, volumes }) => {
          const { name, fields, mounts } = container;
          const part = `container ${name}`;
          const memory = mounts.find(({ mountPath }) => mountPath === '/dev/shm');
          const volume = volumes.find((one) => one.name === memory?.name);
          return [
            ...problemIf(
              valueAt(fields, 'securityContext', 'readOnlyRootFilesystem') !== true,
              object,
              part,
              'it can write to its image; set readOnlyRootFilesystem: true and mount an emptyDir where it writes',
            ),
            ...problemIf(
              isPostgres(container) && volume?.source.medium !== 'Memory',
              object,
              part,
              'parallel queries of Postgres need more than the 64 MiB of /dev/shm; mount an emptyDir with medium: Memory there',
            ),
          ];
        }),
      ];
    },
  },
  {
    id: 'R12',
    scope: 'object',
    summary: 'A pod gets no variables of Services, and no token unless a role is bound to it.',
    source: 'Kubernetes pkg/kubelet/envvars; docs, Configure Service Accounts for Pods',
    check: (view) =>
      view.pods.flatMap(({ object, spec, namespace }) => [
        ...problemIf(
          spec.enableServiceLinks !== false,
          object,
          'enableServiceLinks',
          'a Service named db would put DB_PORT=tcp://… into its environment; set it to false',
        ),
        ...problemIf(
          spec.automountServiceAccountToken !== false &&
            !hasRole(view, namespace, String(spec.serviceAccountName ?? 'default')),
          object,
          'automountServiceAccountToken',
          'it gets a token of the API that it has no use for; set it to false',
        ),
      ]),
  },
  {
    id: 'R13',
    scope: 'object',
    summary:
      'Every container asks for CPU and memory and has a limit of memory; Postgres is Guaranteed.',
    source: 'Talos docs, OOM handler: pods without a limit are killed first',
    check: (view) =>
      eachContainer(view, (container, { object, containers }) => {
        const { name, fields } = container;
        const missing = [
          ['requests', 'cpu'],
          ['requests', 'memory'],
          ['limits', 'memory'],
        ].filter((path) => valueAt(fields, 'resources', ...path) === undefined);
        const differing = containers.some(isPostgres)
          ? ['cpu', 'memory'].filter(
              (resource) =>
                String(valueAt(fields, 'resources', 'limits', resource)) !==
                String(valueAt(fields, 'resources', 'requests', resource)),
            )
          : [];
        const part = `container ${name}`;
        return [
          ...problemIf(
            missing.length > 0,
            object,
            part,
            `it has no resources.${enumerate(missing.map((path) => path.join('.')))}, and is among the first that are killed; set it`,
          ),
          ...problemIf(
            missing.length === 0 && differing.length > 0,
            object,
            part,
            `a pod of Postgres must be Guaranteed, and its limit of ${enumerate(differing)} differs from its request; make them equal`,
          ),
        ];
      }),
  },
];

const ours = ({ pods, isForeign }: View): readonly Pod[] =>
  pods.filter(({ object }) => !isForeign(object));

const unlimitedFolders = ({ object, volumes }: Pod): readonly Problem[] =>
  volumes
    .filter(({ type, source }) => type === 'emptyDir' && source.sizeLimit === undefined)
    .map(({ name }) =>
      problem(
        object,
        `volume ${name}`,
        'nothing keeps it from filling the disk of the node; give its emptyDir a sizeLimit',
      ),
    );

/** Whether a role is bound to an account. */
const hasRole = ({ ofKind }: View, namespace: string, account: string): boolean =>
  ofKind('RoleBinding', 'ClusterRoleBinding').some(({ manifest }) =>
    objectsAt(manifest, 'subjects').some(
      (subject) =>
        subject.kind === 'ServiceAccount' &&
        subject.name === account &&
        (stringAt(subject, 'namespace') ?? manifest.metadata.namespace) === namespace,
    ),
  );
