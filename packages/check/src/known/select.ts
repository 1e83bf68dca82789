import { listAt, objectAt, objectsAt, stringAt } from '@helm-charts/kubernetes';
import type { JsonObject } from '@helm-charts/types';

/** Something that label selectors select. */
interface Labelled {
  readonly namespace: string;
  readonly labels: JsonObject;
}

/** Finds the items in a namespace that a label selector selects (apimachinery: pkg/apis/meta/v1, LabelSelectorAsSelector). */
export type Select<T> = (namespace: string, selector: JsonObject) => readonly T[];

/** Builds the index of items by their labels, so that a selector looks at those with one of its labels only. */
export const selectorsOver = <T extends Labelled>(items: readonly T[]): Select<T> => {
  const byLabel = new Map<string, T[]>();
  const add = (key: string, item: T): void => {
    const list = byLabel.get(key);
    if (list === undefined) byLabel.set(key, [item]);
    else list.push(item);
  };
  for (const item of items) {
    add(item.namespace, item);
    for (const [label, value] of Object.entries(item.labels))
      add(keyOf(item.namespace, label, value), item);
  }
  return (namespace, selector) => {
    const wanted = Object.entries(objectAt(selector, 'matchLabels'));
    const lists = [
      byLabel.get(namespace) ?? [],
      ...wanted.map(([label, value]) => byLabel.get(keyOf(namespace, label, value)) ?? []),
    ];
    const shortest = lists.reduce((a, b) => (b.length < a.length ? b : a));
    const expressions = objectsAt(selector, 'matchExpressions');
    return shortest.filter(
      ({ labels }) =>
        wanted.every(([label, value]) => labels[label] === value) &&
        expressions.every((expression) => holds(expression, labels)),
    );
  };
};

/** Whether a label selector selects everything. */
export const isEmptySelector = (selector: JsonObject): boolean =>
  Object.keys(objectAt(selector, 'matchLabels')).length === 0 &&
  listAt(selector, 'matchExpressions').length === 0;

const keyOf = (namespace: string, label: string, value: unknown): string =>
  `${namespace} ${label}=${String(value)}`;

const holds = (expression: JsonObject, labels: JsonObject): boolean => {
  const value = labels[stringAt(expression, 'key') ?? ''];
  const isListed = listAt(expression, 'values').includes(value);
  switch (expression.operator) {
    case 'In':
      return isListed;
    case 'NotIn':
      return !isListed;
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return true;
  }
};
