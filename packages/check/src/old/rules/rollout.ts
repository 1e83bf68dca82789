import { stringAt, valueAt } from '@helm-charts/kubernetes';
import { parseDuration } from '@helm-charts/types';
import { problem, problemIf } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';
import { numberAt, objectAt, objectsAt } from '../view/object.ts';
import type { Pod } from '../view/pod.ts';

/** How pods are replaced, where they run and how they end. */
export const rolloutRules: readonly Rule[] = [
  {
    id: 'R17',
    scope: 'object',
    summary: 'A Deployment may take as long as its release.',
    source: 'fluxcd/cli-utils pkg/kstatus/status/core.go, deploymentConditions',
    check: (view) =>
      view.ofKind('Deployment').flatMap((object) => {
        const allowed = numberAt(object.manifest, 'spec', 'progressDeadlineSeconds');
        const timeout = stringAt(view.releaseOf(object)?.helmRelease, 'spec', 'timeout');
        const needed = (parseDuration(timeout ?? '') ?? 0) / 1000;
        return problemIf(
          allowed === undefined || allowed < needed,
          object,
          'spec.progressDeadlineSeconds',
          allowed === undefined
            ? 'without it Flux takes a pull of an image of more than 600 seconds for a failure; set it to the timeout of the release or more'
            : `the release has ${timeout} (${needed} seconds) and the Deployment fails after ${allowed}; set it to ${needed} or more`,
        );
      }),
  },
  {
    id: 'R18',
    scope: 'object',
    summary:
      'A Deployment that writes to a claim or holds a port of the host ends before it starts anew.',
    source: 'Kubernetes docs, Deployment strategy; Persistent Volumes, access modes',
    check: ({ pods }) =>
      pods
        .filter(
          (pod) =>
            pod.kind === 'Deployment' &&
            valueAt(pod.object.manifest, 'spec', 'strategy', 'type') !== 'Recreate',
        )
        .flatMap((pod) => {
          const held = heldBy(pod);
          return problemIf(
            held !== undefined,
            pod.object,
            'spec.strategy',
            `old and new pod would both have ${held}; set type: Recreate, or mount it read-only`,
          );
        }),
  },
  {
    id: 'R19',
    scope: 'cluster',
    summary:
      'Nothing asks for what one node does not have: other nodes, zones, metrics, disruption budgets.',
    source: 'siderolabs/talos#9882; Kubernetes docs, topology.kubernetes.io/zone',
    check: (view) => [
      ...view
        .ofKind('HorizontalPodAutoscaler', 'PodDisruptionBudget')
        .map((object) =>
          problem(
            object,
            '',
            object.manifest.kind === 'PodDisruptionBudget'
              ? 'with one replica it keeps the node from being drained; turn it off in the values'
              : 'with one node it can only report missing metrics; turn it off in the values',
          ),
        ),
      ...view.pods.flatMap(demands),
    ],
  },
];

/** What two pods of a Deployment cannot have at once. */
const heldBy = ({ spec, volumes, containers }: Pod): string | undefined => {
  const claim = volumes.find(
    ({ name, type, source }) =>
      type === 'persistentVolumeClaim' &&
      source.readOnly !== true &&
      containers.some(({ mounts }) =>
        mounts.some((mount) => mount.name === name && mount.readOnly !== true),
      ),
  );
  if (claim !== undefined) return `the claim ${String(claim.source.claimName)}`;
  if (spec.hostNetwork === true) return 'the network of the host';
  const port = containers
    .flatMap(({ fields }) => objectsAt(fields, 'ports'))
    .find(({ hostPort = 0 }) => hostPort !== 0);
  return port === undefined ? undefined : `the port ${String(port.hostPort)} of the host`;
};

const demands = ({ object, spec }: Pod): readonly Problem[] => {
  const required = 'requiredDuringSchedulingIgnoredDuringExecution';
  const found = [
    ...['nodeAffinity', 'podAffinity', 'podAntiAffinity']
      .filter((kind) => valueAt(spec, 'affinity', kind, required) !== undefined)
      .map((kind) => `affinity.${kind}.${required}`),
    ...objectsAt(spec, 'topologySpreadConstraints')
      .filter(({ whenUnsatisfiable = 'DoNotSchedule' }) => whenUnsatisfiable === 'DoNotSchedule')
      .map(() => 'topologySpreadConstraints, whenUnsatisfiable: DoNotSchedule'),
    ...(Object.keys(objectAt(spec, 'nodeSelector')).length > 0 ? ['nodeSelector'] : []),
  ];
  return found.map((part) =>
    problem(object, part, 'if the only node does not meet it, nothing runs; remove it'),
  );
};
