import { apiVersions, type Chart } from '@helm-charts/types';
import { type Fault, type Fields, type Found, type Keys, listOf, member } from './fault.ts';
import { podsOf } from './pod.ts';
import { isOfRelease, type Labels, labelsOf, mayBeNamed, mayMatch } from './selection.ts';
import type { Template } from './template.ts';

/**
 * Selectors and autoscalers that find no pods, since no pod template of the chart has such labels and no workload such a name. A chart without pods, or one
 * whose pods may be those of a dependency, of an operator or of a user's objects, is not checked.
 */
export const absentPodFaults = (
  templates: readonly Template[],
  { name, dependencies = {} }: Chart,
): ((of: Template) => readonly (readonly Found[])[]) => {
  const isWhole =
    Object.keys(dependencies).length === 0 &&
    templates.every(({ manifest }) => builtin.has(manifest.apiVersion));
  const all = isWhole ? templates.flatMap(({ variants }) => variants) : [];
  const pods = all
    .flatMap(podsOf)
    .map(({ template }) => labelsOf(member(template, 'metadata', 'labels'), name));
  if (pods.length === 0) return () => [];
  return ({ variants }) =>
    variants.map((variant) =>
      [
        ...selectorsOf(variant, name).flatMap(({ keys, selector }) =>
          pods.some((pod) => mayMatch(selector, pod)) ? [] : [unselected(keys)],
        ),
        ...targetFaults(variant, all),
      ].map((fault) => ({ variant, fault })),
    );
};

const builtin: ReadonlySet<string> = new Set(Object.values(apiVersions));

interface Selector {
  readonly keys: Keys;
  readonly selector: Labels;
}

/** The selectors of a manifest that are of pods of its own chart. */
const selectorsOf = (manifest: Fields, chart: string): readonly Selector[] => {
  const at = (keys: Keys, selector: unknown): readonly Selector[] => [
    { keys, selector: labelsOf(member(selector, 'matchLabels'), chart) },
  ];
  switch (manifest.kind) {
    case 'PodDisruptionBudget':
      return at(['spec', 'selector'], member(manifest.spec, 'selector'));
    case 'NetworkPolicy':
      // A policy may be for the pods of another chart.
      return at(['spec', 'podSelector'], member(manifest.spec, 'podSelector')).filter(
        ({ selector }) => isOfRelease(selector),
      );
    default:
      return podsOf(manifest).flatMap(({ keys, template }) =>
        listOf(member(template, 'spec', 'topologySpreadConstraints')).flatMap((one, index) =>
          at(
            [...keys, 'spec', 'topologySpreadConstraints', index, 'labelSelector'],
            member(one, 'labelSelector'),
          ),
        ),
      );
  }
};

const unselected = (keys: Keys): Fault => ({
  keys: [...keys, 'matchLabels'],
  rule: 'selector-without-pods',
  message: 'no pod template of the chart has these labels, so no pod is selected',
  fix: 'write the selector of the component whose pods are meant',
});

/** An autoscaler of a workload that the chart does not have. */
const targetFaults = (manifest: Fields, variants: readonly Fields[]): readonly Fault[] => {
  if (manifest.kind !== 'HorizontalPodAutoscaler') return [];
  const target = member(manifest.spec, 'scaleTargetRef');
  const [kind, name] = [member(target, 'kind'), member(target, 'name')];
  const isWorkload = kind === 'Deployment' || kind === 'StatefulSet' || kind === 'ReplicaSet';
  const isThere = variants.some(
    (one) => one.kind === kind && mayBeNamed(member(one.metadata, 'name'), name),
  );
  if (!isWorkload || isThere) return [];
  const shown = typeof name === 'string' ? ` ${name}` : ' with this name';
  return [
    {
      keys: ['spec', 'scaleTargetRef', 'name'],
      rule: 'scale-target-missing',
      message: `the chart has no ${kind}${shown}, so nothing is scaled`,
      fix: 'write the kind and the name of a workload of the chart',
    },
  ];
};
