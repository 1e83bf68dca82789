import { renameSync, utimesSync, writeFileSync } from 'node:fs';
import { digest, digestOf, isOlder, readFileSync, stateOf } from '@helm-charts/engine/state';
import type { Answer } from '../run.ts';
import { findRecord, type RunRecord, recordName, type Seen, type SeenPath } from './record.ts';

/**
 * Returns the answer of an earlier run with the same arguments, if nothing that it read has changed and its output is
 * still there.
 */
export const recall = (args: readonly string[], directory: string): Answer | undefined => {
  const file = findRecord(recordName(args, directory), directory);
  if (file === undefined) return undefined;
  try {
    return answerOf(file);
  } catch {
    // A record that cannot be read is replaced by the run.
    return undefined;
  }
};

const answerOf = (file: string): Answer | undefined => {
  const at = Date.now();
  const record = JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
  if (record.today !== undefined && record.today !== today()) return undefined;
  for (const [name, value] of Object.entries(record.variables)) {
    if (digestOfVariable(name) !== value) return undefined;
  }
  let wasRead = false;
  const paths: SeenPath[] = [];
  for (const [path, seen] of record.paths) {
    const now = compare(path, seen, record.at);
    if (now === undefined) return undefined;
    wasRead ||= now !== seen;
    paths.push([path, now]);
  }
  if (wasRead) replace(file, JSON.stringify({ ...record, at, paths } satisfies RunRecord));
  // Unused records are removed after a month.
  else utimesSync(file, at / 1000, at / 1000);
  return record.answer;
};

/** Returns what is at a path now; undefined if it is not what the run saw. */
const compare = (path: string, seen: Seen, at: number): Seen | undefined => {
  const state = stateOf(path);
  const { kind, stamp } = state;
  if (kind !== seen.kind) return undefined;
  if (seen.stamp === undefined) return seen;
  if (stamp === seen.stamp && isOlder(state, at)) return seen;
  if (seen.digest === undefined || digestOf(path, kind) !== seen.digest) return undefined;
  return { ...seen, stamp };
};

/** The date for the expiry of waivers. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** Values may be secrets, so the record has their digests only. */
export const digestOfVariable = (name: string): string | null => {
  const value = process.env[name];
  return value === undefined ? null : digest(value);
};

/** Another process may read the record now. If the folder is read-only, the record stays as it is. */
const replace = (file: string, text: string): void => {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch {}
};
