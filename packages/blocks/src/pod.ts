import {
  type Component,
  each,
  fragment,
  ifSet,
  list,
  map,
  merge,
  names,
  type OverlayOf,
  object,
  optional,
  type Pod,
  type Ref,
  type Refs,
  restrictedPod,
  string,
  type ValueOf,
} from '@helm-charts/types';

/** Values that apply to all pods of a chart. */
export const pods = object('Settings of all pods of the chart.', {
  imagePullSecrets: list(
    'Names of the Secrets with registry credentials.',
    string('Name of a Secret.'),
  ),
  annotations: map('Additional annotations.', string('Value of the annotation.')),
  labels: map('Additional labels.', string('Value of the label.')),
  nodeSelector: map(
    'Labels of the nodes on which the pods may run.',
    string('Value of the label.'),
  ),
  tolerations: list('Tolerations of the pods.', fragment('Toleration', 'Toleration.')),
  affinity: optional(fragment('Affinity', 'Affinity of the pods.')),
  priorityClassName: optional(string('Name of the PriorityClass of the pods.')),
});

/** Settings of all fields of `pods`, for a scenario that covers every value. */
export const everyPodSetting = {
  imagePullSecrets: ['registry'],
  annotations: { 'example.com/team': 'platform' },
  labels: { 'example.com/tier': 'core' },
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }],
  affinity: {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 1,
          preference: { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] },
        },
      ],
    },
  },
  priorityClassName: 'system-cluster-critical',
} satisfies OverlayOf<typeof pods>;

/** Options of a pod template. */
export interface PodOf extends Omit<Pod, 'annotations' | 'labels'> {
  readonly pods: Refs<ValueOf<typeof pods>>;
  /** Annotations that the chart sets, for example a checksum that replaces the pod when a mounted file changes. */
  readonly annotations?: Readonly<Record<string, string | Ref<string>>>;
}

type Annotated = Pick<PodOf, 'pods'> & { readonly annotations?: PodOf['annotations'] | undefined };

/** Annotations of the chart, merged with those of the values. */
export const annotationsOf = ({ pods, annotations }: Annotated) =>
  annotations === undefined ? pods.annotations : merge(annotations, pods.annotations);

/** A pod template that runs under the ServiceAccount of the chart and has the settings in `pods`. */
export const pod = (of: Component, { pods, annotations, spec, ...rest }: PodOf) =>
  restrictedPod(of, {
    annotations: annotationsOf({ pods, annotations }),
    labels: pods.labels,
    ...rest,
    spec: {
      // The ServiceAccount of the chart has no permissions.
      serviceAccountName: names.fullname,
      imagePullSecrets: [each(pods.imagePullSecrets, (name) => ({ name }))],
      priorityClassName: ifSet(pods.priorityClassName),
      nodeSelector: pods.nodeSelector,
      affinity: ifSet(pods.affinity),
      tolerations: pods.tolerations,
      ...spec,
    },
  });
