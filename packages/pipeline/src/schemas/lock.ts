import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '@helm-charts/engine';
import { parseYaml } from '@helm-charts/kubernetes';

/** `lock.json` in the folder of schemas: what `helm-charts schemas add` has written, by kind. */
export interface SchemasLock {
  /** By `<group>/<version>/<Kind>`. */
  readonly kinds: Readonly<Record<string, LockedKind>>;
}

export interface LockedKind {
  /** The name of the file or folder that was added. */
  readonly from: string;
  /** The hash of the schema file. */
  readonly hash: string;
}

/** Reads the lock of a folder; empty if there is none, or if it can't be read, since a folder may have another lock.json. */
export const readSchemasLock = (folder: string): SchemasLock => {
  const file = join(folder, 'lock.json');
  if (!existsSync(file)) return { kinds: {} };
  const value = parseYaml(readFileSync(file, 'utf8')).value as Partial<SchemasLock> | undefined;
  return { kinds: value?.kinds ?? {} };
};

/** Adds kinds to the lock of a folder. */
export const lockKinds = async (
  folder: string,
  added: Readonly<Record<string, LockedKind>>,
): Promise<void> => {
  const all = Object.entries({ ...readSchemasLock(folder).kinds, ...added });
  const kinds = Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  await replaceFile(join(folder, 'lock.json'), `${JSON.stringify({ kinds }, undefined, 2)}\n`);
};

/** The hash of the text of a schema file. */
export const schemaHash = (text: string): string =>
  `sha256:${createHash('sha256').update(text).digest('hex')}`;
