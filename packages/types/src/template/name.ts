import { refuse } from '../refuse.ts';
import type { Expression } from './expression.ts';
import { expressionOf, type Ref, refTo } from './ref.ts';

/** What Helm says of the release (helm.sh docs, Built-in Objects). */
export const release: { readonly name: Ref<string>; readonly namespace: Ref<string> } = {
  name: refTo({ kind: 'builtin', path: 'Release.Name' }),
  namespace: refTo({ kind: 'builtin', path: 'Release.Namespace' }),
};

/** The names of a chart's objects: each at most 63 characters, so that it fits a label and a host name. */
export const names: Names = {
  fullname: refTo({ kind: 'helper', name: 'fullname' }),
  withSuffix: (suffix, hash) => {
    const of = hashOf(hash);
    refuse([
      ...(ending.test(suffix)
        ? []
        : [`a name can't end in "${suffix}": take at most 24 small letters, digits and dashes`]),
      ...(hash === undefined || of !== undefined
        ? []
        : [`the name that ends in "${suffix}" needs a hash([…]) of at most 16 characters`]),
    ]);
    return refTo({ kind: 'name', suffix, ...(of && { hash: of }) });
  },
};

/**
 * The name of a CronJob: the names of its Jobs are eleven characters longer, so the API server admits 52 characters (Kubernetes
 * pkg/apis/batch/validation/validation.go). A name that the chart computes otherwise stays as it is.
 */
export const cronJobName = (name: string | Ref<string>): string | Ref<string> => {
  const of = expressionOf(name);
  if (of?.kind === 'helper' && of.name === 'fullname') return refTo({ kind: 'name', limit: 52 });
  return of?.kind === 'name' ? refTo({ ...of, limit: 52 }) : name;
};

/** A hash that is short enough for a name, also as a helper. */
const hashOf = (
  hash?: Ref<string>,
): { readonly of: Expression; readonly length: number } | undefined => {
  const of = hash && expressionOf(hash);
  const made = of?.kind === 'definition' ? expressionOf(of.of) : of;
  return of !== undefined && made?.kind === 'hash' && made.length <= 16
    ? { of, length: made.length }
    : undefined;
};

/** Short enough that the main name before it stays recognisable. */
const ending = /^(?=.{1,24}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

export interface Names {
  /** The release's name followed by the chart's, or the release's alone where it contains the chart's. */
  readonly fullname: Ref<string>;
  /** The main name followed by a suffix and, for an object that is created again when something changes, a hash. */
  readonly withSuffix: (suffix: string, hash?: Ref<string>) => Ref<string>;
}
