import { apiVersions, type Chart, type Condition, type ManifestTemplate } from '@helm-charts/types';
import { controlOf } from './emit/presence.ts';

/** The requirements of a chart for its cluster, as sentences of the README. */
export const requirements = ({ kubeVersion, crds = [], manifests }: Chart): readonly string[] => [
  ...(kubeVersion === undefined ? [] : [`Kubernetes \`${kubeVersion}\``]),
  ...(crds.length === 0
    ? []
    : [
        'The CustomResourceDefinitions in `crds/`: Helm creates them on installation, and neither changes nor deletes them afterwards. Before an upgrade apply the new ones with `kubectl apply --server-side --filename crds/`.',
      ]),
  ...new Set(
    Object.values(manifests)
      .flatMap((of) => customKinds(of, ''))
      .toSorted(),
  ),
];

/** The custom resources of the chart, with a note for those below a condition. */
const customKinds = (of: unknown, condition: string): readonly string[] => {
  if (Array.isArray(of)) return of.flatMap((one) => customKinds(one, condition));
  const control = controlOf(of);
  if (control?.kind === 'when') {
    const asks = asksForApi(control.condition);
    return customKinds(control.body, asks ? ', where the cluster serves it' : ', with some values');
  }
  // Every part that is not a control node is an object.
  const { apiVersion, kind } = of as ManifestTemplate;
  const isBuiltIn = Object.entries(apiVersions).some(
    ([key, version]) => version === apiVersion && key.split('/').at(-1) === kind,
  );
  return isBuiltIn ? [] : [`The custom resource \`${kind}\` of \`${apiVersion}\`${condition}`];
};

const asksForApi = (condition: Condition): boolean => {
  if (condition.kind === 'api') return true;
  return condition.kind === 'and' && condition.of.some(asksForApi);
};
