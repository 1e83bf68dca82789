import { dirname, join, sep } from 'node:path';
import { digest, digestOf, readdirSync, type State, stateOf } from '@helm-charts/engine/state';
import { userCache } from '@helm-charts/engine/user-cache';
import type { Seen } from './record.ts';

/** Collects what a run reads and writes. All paths are absolute. */
export interface Observations {
  /** Call it when the run asks whether there is a file or a directory, with the kind where it is known. */
  readonly kind: (path: string, known?: string) => void;
  /** Call it before the run asks for the size and the times of a file, for instance of a program. */
  readonly stat: (path: string) => void;
  /** Call it before the run lists a directory. */
  readonly list: (path: string) => void;
  /**
   * Call it before the run reads a file, and the function that it returns with the content. Without a content it is
   * read at the end.
   */
  readonly read: (path: string) => (content: string | Uint8Array) => void;
  /** Call it for what the run has read of a path, with the stamp from before. */
  readonly note: (path: string, read: Seen) => void;
  /** Call it before the run loads a module. */
  readonly load: (path: string) => void;
  /** Call it before the run writes, renames or removes a file or a directory. */
  readonly write: (path: string) => void;
  /** Call it if the run has asked for something that is not a path, so that its answer cannot be recorded. */
  readonly lose: () => void;
  /** Everything that was read or written; undefined if something else than the run has changed it. */
  readonly all: () => ReadonlyMap<string, Seen> | undefined;
}

/**
 * One path; a missing digest is computed at the end, unless the stamp alone identifies the content, or the run has asked for
 * nothing else.
 */
interface Observed extends Seen {
  digest?: string | undefined;
  readonly isStamped: boolean;
  /** Whether the run has asked for its content. */
  isRead: boolean;
}

interface Observing {
  readonly isCode?: boolean;
  readonly isRead?: boolean;
  /** The state of the path, where it is known. */
  readonly state?: State;
}

/** Starts with nothing observed. */
export const observations = (): Observations => {
  const seen = new Map<string, Observed>();
  const written = new Set<string>();
  let isStable = true;
  /** What the run itself has written, also by renaming a folder above it, may change. */
  const isOwn = (path: string) => [path, ...ancestors(path)].some((one) => written.has(one));
  const observe = (
    path: string,
    { isCode = false, isRead = true, state }: Observing = {},
  ): Observed => {
    const known = seen.get(path);
    if (known?.stamp !== undefined) {
      known.isRead ||= isRead;
      return known;
    }
    const { kind, stamp, size } = state ?? stateOf(path);
    if (known !== undefined && known.kind !== kind && !isOwn(path)) isStable = false;
    const isStamped = isCode || size > largest || kind === 'none';
    const observed = { kind, stamp, isStamped, isRead };
    seen.set(path, observed);
    return observed;
  };
  const add = (observed: Observed, now: string | undefined): void => {
    if (observed.digest !== undefined && observed.digest !== now) isStable = false;
    observed.digest = now;
  };
  /** What is there at the end. */
  const finish = ({ kind, stamp, digest, isStamped, isRead }: Observed, path: string): Seen => {
    if (isStamped || !isRead || digest !== undefined) return { kind, stamp, digest };
    const now = fresh(path);
    if (now.stamp !== stamp) isStable = false;
    return now;
  };
  /** What is there at the end, after the run has written below it. */
  const again = (observed: Observed, path: string): Seen => {
    const now = fresh(path);
    if (observed.kind === 'none') return { kind: now.kind };
    add(observed, now.digest);
    return now;
  };
  const kind = (path: string, known?: string): void => {
    if (seen.has(path) || isCache(path)) return;
    seen.set(path, { kind: known ?? stateOf(path).kind, isStamped: true, isRead: false });
  };
  return {
    kind,
    stat: (path) => {
      if (isCache(path) || seen.get(path)?.stamp !== undefined) return;
      const state = stateOf(path);
      if (state.kind.endsWith('file')) observe(path, { isRead: false, state });
      else kind(path);
    },
    list: (path) => {
      if (isCache(path)) return;
      const observed = observe(path);
      if (!observed.isStamped) add(observed, digestOf(path, observed.kind));
    },
    read: (path) => {
      if (isCache(path)) return () => {};
      const observed = observe(path);
      return (content) => {
        if (!observed.isStamped) add(observed, digest(content));
      };
    },
    note: (path, { kind: now, stamp, digest }) => {
      const known = seen.get(path);
      if (known?.stamp !== undefined) {
        known.isRead = true;
        if (!known.isStamped) add(known, digest);
        return;
      }
      if (isCache(path)) return;
      if (known !== undefined && known.kind !== now && !isOwn(path)) isStable = false;
      if (stamp === undefined || now === 'none') kind(path, now);
      else seen.set(path, { kind: now, stamp, digest, isStamped: false, isRead: true });
    },
    load: (path) => {
      observe(path, { isCode: /[\\/]node_modules[\\/]/.test(path) });
    },
    write: (path) => {
      if (!isCache(path)) written.add(path);
    },
    lose: () => {
      isStable = false;
    },
    all: () => {
      const paths = new Map<string, Seen>();
      const known = new Map<string, boolean>();
      const isOutput = (path: string): boolean => {
        const is = known.get(path) ?? (written.has(path) || isBelowOutput(path));
        known.set(path, is);
        return is;
      };
      const isBelowOutput = (path: string): boolean => {
        const parent = dirname(path);
        return parent !== path && isOutput(parent);
      };
      const outputs = [...written].filter((path) => !isBelowOutput(path));
      const above = new Set(outputs.flatMap(ancestors));
      for (const [path, observed] of seen) {
        if (isOutput(path)) continue;
        // The run may have added a folder for its output.
        const isAbove = above.has(path) && !(observed.isStamped && observed.kind === 'directory');
        paths.set(path, isAbove ? again(observed, path) : finish(observed, path));
      }
      for (const path of outputs.flatMap(below)) paths.set(path, fresh(path));
      return isStable ? paths : undefined;
    },
  };
};

/** In bytes. Larger files, for instance programs, are identified by their stamp. */
const largest = 8 * 1024 * 1024;

/**
 * A cache, or a build of the sources, changes the time that a run takes, and nothing else; a run makes the folder above it, too.
 * No render makes the packages of charts and other files from the network.
 */
const isCache = (path: string): boolean =>
  /[\\/]node_modules[\\/]\.cache([\\/]helm-charts(?:-program)?([\\/](?!packages|remotes)|$)|$)/.test(
    path,
  ) ||
  path === aboveUser ||
  (`${path}${sep}`.startsWith(ofUser) &&
    !['packages', 'remotes'].some((folder) => path.startsWith(`${ofUser}${folder}`)));

const aboveUser = dirname(userCache());
const ofUser = `${userCache()}${sep}`;

const ancestors = (path: string): readonly string[] => {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...ancestors(parent)];
};

/** A path and everything below it, if there is something. */
const below = (path: string): readonly string[] => {
  const { kind } = stateOf(path);
  if (kind === 'none') return [];
  return kind === 'directory'
    ? [path, ...readdirSync(path).flatMap((name) => below(join(path, name)))]
    : [path];
};

const fresh = (path: string): Seen => {
  const { kind, stamp } = stateOf(path);
  return kind === 'none' ? { kind } : { kind, stamp, digest: digestOf(path, kind) };
};
