import type { Context } from '@helm-charts/check';
import { namespaceOf, numberAt, type Pod, stringAt } from '@helm-charts/kubernetes';

/** The number of pods of a workload: its `replicas`, or the maximum of its HorizontalPodAutoscaler. */
export const podCount = ({ ofKind }: Context, { object: { manifest } }: Pod): number => {
  const autoscaler = ofKind('HorizontalPodAutoscaler').find(
    ({ manifest: { spec, ...other } }) =>
      namespaceOf({ spec, ...other }) === namespaceOf(manifest) &&
      stringAt(spec, 'scaleTargetRef', 'kind') === manifest.kind &&
      stringAt(spec, 'scaleTargetRef', 'name') === manifest.metadata.name,
  );
  return (
    numberAt(autoscaler?.manifest, 'spec', 'maxReplicas') ??
    numberAt(manifest, 'spec', 'replicas') ??
    1
  );
};
