import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checked, Finding } from '@helm-charts/types';

/** What was released last of a chart or a profile. */
export interface Released {
  readonly name: string;
  readonly version: string;
  /** Digest of the manifest in the registry, by which a chart is pinned. */
  readonly digest: string;
  /** Digest of the tar archive inside of the package. */
  readonly content: string;
  /** The commit that it was released from. */
  readonly commit?: string;
}

/** Content of `release.lock.json`, which is committed. */
export interface ReleaseLock {
  readonly charts: readonly Released[];
  readonly profiles: readonly Released[];
}

/** Name of the file in the root of a workspace. */
export const lockName = 'release.lock.json';

export const emptyLock: ReleaseLock = { charts: [], profiles: [] };

/** Reads the lock of a workspace; empty where nothing was released yet. */
export const readLock = async (workspace: string): Promise<Checked<ReleaseLock>> => {
  const text = await readFile(join(workspace, lockName), 'utf8').catch(() => undefined);
  if (text === undefined) return { value: emptyLock, findings: [] };
  return parseLock(text, { position: { file: lockName } });
};

/** Reads the text of a lock; the place is for the finding. */
export const parseLock = (
  text: string,
  place: Pick<Finding, 'position' | 'input'>,
): Checked<ReleaseLock> => {
  const lock = parsed(text);
  if (lock !== undefined) return { value: lock, findings: [] };
  const finding: Finding = {
    rule: 'package',
    severity: 'error',
    ...place,
    message: 'it is not a list of released charts and profiles with their versions and digests',
    fix: 'restore it from Git; "helm-charts push" writes it',
  };
  return { findings: [finding] };
};

/** The text of a lock, in the order of names. */
export const lockText = ({ charts, profiles }: ReleaseLock): string => {
  const sorted = (list: readonly Released[]) => list.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return `${JSON.stringify({ charts: sorted(charts), profiles: sorted(profiles) }, undefined, 2)}\n`;
};

const parsed = (text: string): ReleaseLock | undefined => {
  try {
    const value: Partial<ReleaseLock> | null = JSON.parse(text);
    const lists = [value?.charts, value?.profiles];
    return lists.every((list) => Array.isArray(list) && list.every(isReleased))
      ? { charts: value?.charts ?? [], profiles: value?.profiles ?? [] }
      : undefined;
  } catch {
    return undefined;
  }
};

const isReleased = (of: Partial<Released> | null): boolean =>
  typeof of?.name === 'string' &&
  typeof of.version === 'string' &&
  [of.digest, of.content].every((one) => /^sha256:[0-9a-f]{64}$/.test(one ?? ''));
