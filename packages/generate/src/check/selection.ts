import { type Expression, expressionOf, release } from '@helm-charts/types';
import { isFields } from './fault.ts';
import { mergedInto, textOf } from './variant.ts';

/** What is known of the labels of pods, or of those of a selector. */
export interface Labels {
  /** The text or the reference of each. */
  readonly known: ReadonlyMap<string, unknown>;
  /** Whether there may be others, which users add. */
  readonly isOpen: boolean;
}

/** The labels in a variant of a manifest, of the chart with this name. */
export const labelsOf = (part: unknown, chart?: string): Labels => {
  if (!isFields(part)) return { known: new Map(), isOpen: part !== undefined };
  const merged = mergedInto(part);
  return {
    known: new Map([
      ...merged.flatMap((of) => (isHelper(of) ? ofHelper(of, chart) : [])),
      ...Object.entries(part),
    ]),
    isOpen: !merged.every(isHelper),
  };
};

type HelperExpression = Extract<Expression, { readonly kind: 'helper' }>;

const isHelper = (of: Expression): of is HelperExpression =>
  of.kind === 'helper' && of.name !== 'fullname';

const instance = 'app.kubernetes.io/instance';

/** What `_helpers.tpl` writes of labels. */
const ofHelper = (
  { name }: HelperExpression,
  chart: string | undefined,
): readonly (readonly [string, unknown])[] => [
  ['app.kubernetes.io/name', chart],
  [instance, release.name],
  ...(name === 'labels'
    ? ['app.kubernetes.io/version', 'app.kubernetes.io/managed-by', 'helm.sh/chart'].map(
        (key) => [key, undefined] as const,
      )
    : []),
];

/** Whether a selector selects pods of its own release only. */
export const isOfRelease = ({ known }: Labels): boolean =>
  expressionOf(known.get(instance)) === expressionOf(release.name);

/** Whether a selector may select pods with these labels. */
export const mayMatch = (selector: Labels, pod: Labels): boolean =>
  [...selector.known].every(([key, wanted]) => mayHave(pod, key, wanted));

/** Whether there may be a label with this value. */
export const mayHave = ({ known, isOpen }: Labels, key: string, value: unknown): boolean =>
  known.has(key) ? mayEqual(value, known.get(key)) : isOpen;

/** Whether two texts may be the same; of what Helm computes nothing is known. */
const mayEqual = (one: unknown, other: unknown): boolean =>
  one === other || typeof one !== 'string' || typeof other !== 'string';

/** Whether the names of two objects may be the same: the names that a chart makes with different suffixes are not. */
export const mayBeNamed = (one: unknown, other: unknown): boolean => {
  const [of, from] = [expressionOf(one), expressionOf(other)];
  return isOwnName(of) && isOwnName(from) ? textOf(of) === textOf(from) : mayEqual(one, other);
};

const isOwnName = (of: Expression | undefined): boolean =>
  of?.kind === 'name' || (of?.kind === 'helper' && of.name === 'fullname');
