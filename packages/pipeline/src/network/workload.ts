import { isObject, type Pod, type Service, valueAt } from '@helm-charts/kubernetes';
import type { JsonObject } from '@helm-charts/types';

/** Pods with the same labels, as a NetworkPolicy selects them. */
export interface Workload {
  /** The name of the object; that of a Job without the hash of its content. */
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The workload of a pod template: the labels in its selector, or the labels by which charts identify the pods of a Job. */
export const workloadOf = ({ object, kind, namespace, labels }: Pod): Workload => {
  const { name } = object.manifest.metadata;
  const selector = valueAt(object.manifest, 'spec', 'selector', 'matchLabels');
  return {
    name: kind === 'Job' ? name.replace(/-[0-9a-f]{8,}$/, '') : name,
    namespace,
    labels: isObject(selector) ? textsIn(selector) : identityIn(textsIn(labels)),
  };
};

/** The workload that a Service selects, for a Service whose pods are not rendered. */
export const workloadOfService = ({ name, namespace, selector }: Service): Workload => ({
  name,
  namespace,
  labels: textsIn(selector),
});

/** Two workloads with the same key are the same pods. */
export const keyOfWorkload = ({ namespace, labels }: Workload): string =>
  JSON.stringify([namespace, Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))]);

const textsIn = (labels: JsonObject): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, String(value)]));

/** Labels that stay the same when the version of the chart changes; all labels if the chart sets none of these. */
const identityIn = (labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  const kept = Object.entries(labels).filter(([key]) => identity.has(key));
  return kept.length > 0 ? Object.fromEntries(kept) : labels;
};

const identity: ReadonlySet<string> = new Set(
  ['name', 'instance', 'component'].map((name) => `app.kubernetes.io/${name}`),
);
