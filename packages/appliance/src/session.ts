import type { Api } from './api/api.ts';
import { interrupted } from './interrupted.ts';
import type { Site } from './site.ts';
import type { Table } from './table/show.ts';

/** Something that a command did to the cluster, or would do. */
export interface Change {
  readonly action: 'create' | 'change' | 'delete';
  /** `Secret msp/db-credentials`. */
  readonly what: string;
  /** What about it, never a secret: `5 keys`. */
  readonly detail?: string;
}

/** What a command works with. */
export interface Session {
  readonly api: Api;
  readonly site: Site;
  /** The workspace that has the profile, absolute. */
  readonly workspace: string;
  readonly signal: AbortSignal;
  /** Nothing is written; what would be is said. */
  readonly dryRun: boolean;
  readonly deadline: Deadline;
  /** A line about what happens, for people. */
  readonly say: (line: string) => void;
  /** Shows how everything is while the command waits, on a terminal. */
  readonly table?: Table;
  /** What was done so far. */
  readonly changes: Change[];
}

/** When a command stops waiting, in milliseconds: the time of the clock, and the time after its start. */
export interface Deadline {
  readonly at: number;
  readonly after: number;
}

/**
 * Makes one change, whole or not at all, and says so; false where nothing came of it, which `act` says with undefined.
 * A dry run makes none and says what it would make. Throws a Failure (130) where the command was interrupted before.
 */
export const make = async (
  { signal, dryRun, say, changes }: Session,
  change: Change,
  act: () => Promise<object | undefined>,
): Promise<boolean> => {
  if (signal.aborted) throw interrupted();
  if (!dryRun && (await act()) === undefined) return false;
  changes.push(change);
  const { action, what, detail } = change;
  const verb = dryRun ? `would ${action}` : past[action];
  say(`${verb} ${what}${detail === undefined ? '' : ` (${detail})`}`);
  return true;
};

const past = { create: 'created', change: 'changed', delete: 'deleted' };
