import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

/** `new` is made, `old` was moved away. */
export type TemporaryKind = 'new' | 'old';

/** A name beside a path, hidden, with the process that uses it. It is on the same file system, so it can be renamed to the path. */
export const temporaryPath = (path: string, kind: TemporaryKind): string =>
  join(
    dirname(path),
    `.${basename(path)}.${process.pid}-${randomBytes(4).toString('hex')}.${kind}`,
  );

/**
 * Does work with a temporary file or folder beside a path, which is removed at the end, also if a signal ends the
 * process.
 */
export const withTemporary = async <T>(
  path: string,
  work: (temporary: string) => Promise<T>,
): Promise<T> => {
  const temporary = temporaryPath(path, 'new');
  inUse.add(temporary);
  if (inUse.size === 1) listen();
  try {
    return await work(temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true }).catch(() => {});
    // A signal that has arrived meanwhile would be lost without its listener, which runs before this continues.
    await setImmediate();
    inUse.delete(temporary);
    if (inUse.size === 0) end();
  }
};

/** What processes that were killed have left beside a path. */
export const leftoversOf = async (
  path: string,
): Promise<readonly { readonly path: string; readonly kind: TemporaryKind }[]> => {
  const names = await readdir(dirname(path)).catch(() => []);
  return names.flatMap((name) => {
    const left = leftover(name);
    return left?.of === basename(path)
      ? [{ path: join(dirname(path), name), kind: left.kind }]
      : [];
  });
};

/** What a name is about, if it is one of `temporaryPath` and its process is no more. */
export const leftover = (
  name: string,
): { readonly of: string; readonly kind: TemporaryKind } | undefined => {
  const [, of, pid, kind] = /^\.(.+)\.(\d+)-[0-9a-f]{8}\.(new|old)$/s.exec(name) ?? [];
  if (of === undefined || isRunning(Number(pid))) return undefined;
  return { of, kind: kind === 'new' ? 'new' : 'old' };
};

/** Signal 0 only asks. A process of another user may not be asked, but it runs. */
const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
};

const inUse = new Set<string>();
let pending: NodeJS.Signals | undefined;

/** At the end of the process. Writes that have begun can still add files. */
const removeAll = (): void => {
  for (const path of inUse)
    try {
      rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 10 });
    } catch {
      // The next run removes it.
    }
};

/**
 * The first signal ends the process when the work is done, which takes no longer than some writes; the second does it at
 * once. If the program has its own listener, that one decides what a signal ends.
 */
const onSignal = (signal: NodeJS.Signals): void => {
  if (process.listenerCount(signal) > 1) return;
  if (pending === undefined) {
    pending = signal;
    return;
  }
  removeAll();
  raise(signal);
};

const raise = (signal: NodeJS.Signals): void => {
  ignore();
  process.kill(process.pid, signal);
};

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const listen = (): void => {
  process.on('exit', removeAll);
  // First, since a listener that was added with `once` is not counted after its turn.
  for (const signal of signals) process.prependListener(signal, onSignal);
};

const end = (): void => {
  ignore();
  if (pending !== undefined) raise(pending);
};

const ignore = (): void => {
  process.off('exit', removeAll);
  for (const signal of signals) process.off(signal, onSignal);
};
