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

/** The values that all pods of a chart have in common. */
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

/** All that can be said of the pods of a chart, for a scenario that says everything. */
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

/** What a chart says of one of its pods. */
export interface PodOf extends Omit<Pod, 'annotations' | 'labels'> {
  readonly pods: Refs<ValueOf<typeof pods>>;
  /** Annotations of the chart itself: a checksum, so that the pod is created again when a file of it changes. */
  readonly annotations?: Readonly<Record<string, string | Ref<string>>>;
}

type Annotated = Pick<PodOf, 'pods'> & { readonly annotations?: PodOf['annotations'] | undefined };

/** The annotations of the chart and the user. */
export const annotationsOf = ({ pods, annotations }: Annotated) =>
  annotations === undefined ? pods.annotations : merge(annotations, pods.annotations);

/** A pod of a chart, under the chart's account, with what the user says of all its pods. */
export const pod = (of: Component, { pods, annotations, spec, ...rest }: PodOf) =>
  restrictedPod(of, {
    annotations: annotationsOf({ pods, annotations }),
    labels: pods.labels,
    ...rest,
    spec: {
      // The account of the chart, which may do nothing.
      serviceAccountName: names.fullname,
      imagePullSecrets: [each(pods.imagePullSecrets, (name) => ({ name }))],
      priorityClassName: ifSet(pods.priorityClassName),
      nodeSelector: pods.nodeSelector,
      affinity: ifSet(pods.affinity),
      tolerations: pods.tolerations,
      ...spec,
    },
  });
