import { isObject, listAt, stringAt, stringsAt, valueAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import { isOperatorKind } from '../kinds.ts';

/** The objects that give inputs to a ResourceSet, and the ids of those that are missing. */
export interface Providers {
  readonly providers: readonly Manifest[];
  readonly missing: readonly string[];
}

/**
 * Finds the providers of a ResourceSet in its namespace, each once and sorted by name (flux-operator:
 * docs/api/v1/resourceset.md, "Inputs from providers").
 */
export const providersOf = (
  { spec, metadata }: Manifest,
  objects: readonly Manifest[],
): Providers => {
  const own = objects.filter(
    (object) =>
      isOperatorKind(object, 'ResourceSetInputProvider') &&
      object.metadata.namespace === metadata.namespace,
  );
  const found = new Map<string, Manifest>();
  const missing: string[] = [];
  for (const reference of listAt(spec, 'inputsFrom')) {
    const name = stringAt(reference, 'name');
    const selected = own.filter((provider) =>
      name === undefined
        ? isSelected(provider, valueAt(reference, 'selector'))
        : provider.metadata.name === name,
    );
    for (const provider of selected) found.set(provider.metadata.name, provider);
    if (name !== undefined && selected.length === 0)
      missing.push(`ResourceSetInputProvider ${metadata.namespace ?? 'default'}/${name}`);
  }
  const names = [...found.keys()].toSorted();
  return { providers: names.flatMap((name) => found.get(name) ?? []), missing };
};

/** Whether a provider asks something outside of the tree for its inputs. */
export const isDynamic = ({ spec }: Manifest): boolean => stringAt(spec, 'type') !== 'Static';

/** Kubernetes: label selectors of `metav1.LabelSelector`. */
const isSelected = ({ metadata }: Manifest, selector: unknown): boolean => {
  const labels = metadata.labels ?? {};
  const wanted = valueAt(selector, 'matchLabels');
  return (
    Object.entries(isObject(wanted) ? wanted : {}).every(([key, value]) => labels[key] === value) &&
    listAt(selector, 'matchExpressions').every((expression) => {
      const label = labels[stringAt(expression, 'key') ?? ''];
      const isIn = label !== undefined && stringsAt(expression, 'values').includes(label);
      switch (stringAt(expression, 'operator')) {
        case 'In':
          return isIn;
        case 'NotIn':
          return !isIn;
        case 'Exists':
          return label !== undefined;
        case 'DoesNotExist':
          return label === undefined;
        default:
          return false;
      }
    })
  );
};
