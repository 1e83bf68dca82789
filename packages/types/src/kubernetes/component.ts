import { type Merge, merge } from '../template/merge.ts';
import { names, release } from '../template/name.ts';
import { type Ref, refTo } from '../template/ref.ts';

type Labels = Merge<Readonly<Record<string, string>>>;

/** One part of a chart that runs in pods of its own: what its objects are called and how they are found. */
export interface Component {
  readonly name: string | Ref<string>;
  readonly namespace: Ref<string>;
  readonly labels: Labels;
  /** What selectors match. It never changes between versions of the chart, since Kubernetes forbids that. */
  readonly selector: Labels;
}

/**
 * The component of a chart with the label `app.kubernetes.io/component`. Its objects have the chart's main name unless another is given.
 *
 * @throws TypeError where the label is no label value (apimachinery pkg/util/validation IsValidLabelValue).
 */
export const component = (
  label: string,
  name: string | Ref<string> = names.fullname,
): Component => {
  if (!/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(label)) {
    throw new TypeError(
      `"${label}" is no name of a component, since no label can have this value: take letters, digits and hyphens, for example web`,
    );
  }
  const own = { 'app.kubernetes.io/component': label };
  return {
    name,
    namespace: release.namespace,
    labels: merge(refTo({ kind: 'helper', name: 'labels' }), own),
    selector: merge(refTo({ kind: 'helper', name: 'selectorLabels' }), own),
  };
};

/** A further object of a component: under another name, otherwise the same. */
export const named = (of: Component, name: string | Ref<string>): Component => ({ ...of, name });
