import { type Component, each, given, names, type Pod, restrictedPod } from '@helm-charts/types';
import type { Values } from './values.ts';

/** A pod of the chart: what all of them have in common is added to it. */
export const pod = (of: Component, { pods }: Values, { spec, ...rest }: Pod) =>
  restrictedPod(of, {
    annotations: pods.annotations,
    labels: pods.labels,
    ...rest,
    spec: {
      // The account of the chart, which may do nothing.
      serviceAccountName: names.main,
      imagePullSecrets: [each(pods.imagePullSecrets, (name) => ({ name }))],
      priorityClassName: given(pods.priorityClassName),
      nodeSelector: pods.nodeSelector,
      affinity: given(pods.affinity),
      tolerations: pods.tolerations,
      ...spec,
    },
  });
