import type { PossibleRead, ReadSite, TemplateReads, ValueRead } from '@helm-charts/engine';

/** The reads of a chart in several renders. */
export interface ChartReads {
  readonly reads: readonly ValueRead[];
  /** The fields that no render reached. */
  readonly possible: readonly PossibleRead[];
  /** Why reads may be missing. */
  readonly incomplete: readonly string[];
}

/** Combines the traces of several renders. */
export const combine = (traces: readonly TemplateReads[]): ChartReads => {
  const [first, ...others] = traces.map(
    ({ possible }) => new Map(possible.map((one) => [JSON.stringify(one), one])),
  );
  const possible = [...(first ?? [])].filter(([key]) => others.every((other) => other.has(key)));
  return {
    reads: traces.flatMap(({ reads }) => reads).flatMap(withGlobal),
    possible: possible.map(([, one]) => one),
    incomplete: [...new Set(traces.flatMap(({ incomplete }) => incomplete ?? []))],
  };
};

/** A subchart reads a copy of the global values of its parent (helm pkg/chart/common/util/coalesce.go). */
const withGlobal = (read: ValueRead): readonly ValueRead[] => {
  const at = read.path.indexOf('global');
  return at > 0 ? [read, { ...read, path: read.path.slice(at) }] : [read];
};

/** The lines that read a declared value, each once. */
export const sitesOf = (path: readonly string[], { reads }: ChartReads): readonly ReadSite[] => {
  const sites = reads
    .filter((read) => startsWith(read.path, path) || (read.whole && startsWith(path, read.path)))
    .flatMap((read) => read.sites);
  return [...new Map(sites.map((site) => [`${site.template}:${site.line}`, site])).values()];
};

/** Whether a branch that no render has taken may read a declared value. */
export const mayBeRead = (path: readonly string[], { possible, reads }: ChartReads): boolean =>
  possible.some(({ keys }) => {
    const names = keys[0] === 'Values' ? keys.slice(1) : keys;
    // A map that is only passed on is read elsewhere.
    if (names.length === 0)
      return (
        keys.length === 0 &&
        reads.some(
          (read) =>
            read.path.length > 0 && read.path.length < path.length && startsWith(path, read.path),
        )
      );
    return path.some((_, at) =>
      names.every((name, index) => at + index >= path.length || path[at + index] === name),
    );
  });

const startsWith = (path: readonly string[], start: readonly string[]): boolean =>
  start.every((key, index) => path[index] === key) && path.length >= start.length;
