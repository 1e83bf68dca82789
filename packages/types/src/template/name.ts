import { expressionOf, type Ref, refTo } from './ref.ts';

/** What Helm says of the release (helm.sh docs, Built-in Objects). */
export const release: { readonly name: Ref<string>; readonly namespace: Ref<string> } = {
  name: refTo({ kind: 'builtin', path: 'Release.Name' }),
  namespace: refTo({ kind: 'builtin', path: 'Release.Namespace' }),
};

/** The names of a chart's objects: each at most 63 characters, so that it fits a label and a host name. */
export const names: Names = {
  main: refTo({ kind: 'helper', name: 'fullname' }),
  of: (suffix, hash) => {
    const of = hash === undefined ? undefined : expressionOf(hash);
    return refTo({ kind: 'name', suffix, ...(of !== undefined && { hash: of }) });
  },
};

export interface Names {
  /** The release's name followed by the chart's, or the release's alone where it contains the chart's. */
  readonly main: Ref<string>;
  /** The main name followed by a suffix and, for an object that is made anew when something changes, a hash. */
  readonly of: (suffix: string, hash?: Ref<string>) => Ref<string>;
}
