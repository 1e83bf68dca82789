import { type ExitCode, type Finding, printObjectId } from '@helm-charts/types';
import type { CommandName } from './commands.ts';
import type { Change } from './session.ts';
import type { Item } from './status/item.ts';

/**
 * What `--json` prints. A later program may add fields; where it takes one away or changes its meaning, `apiVersion` is another one.
 */
export interface Document {
  readonly apiVersion: typeof apiVersion;
  readonly command: CommandName;
  readonly exitCode: 0 | ExitCode;
  /** What the command has changed in the cluster; with `--dry-run`, what it would change. */
  readonly changes: readonly Change[];
  /** What is wrong: each thing that is not ready, or why the command has failed. */
  readonly findings: readonly Omit<Finding, 'unseen'>[];
  /** How everything is, where the command is `status`. */
  readonly status: readonly StatusRow[];
}

/** How one object is. */
interface StatusRow extends Omit<Item, 'object'> {
  /** `HelmRelease alga-system/alga-core`. */
  readonly what: string;
}

export const apiVersion = 'alga-appliance/v1';

/** What a command has come to. */
export interface Outcome {
  readonly changes?: readonly Change[];
  readonly findings?: readonly Finding[];
  readonly status?: readonly Item[];
}

export const documentOf = (
  command: CommandName,
  exitCode: Document['exitCode'],
  { changes = [], findings = [], status = [] }: Outcome,
): Document => ({
  apiVersion,
  command,
  exitCode,
  changes,
  findings,
  status: status.map(({ object, ...item }) => ({ ...item, what: printObjectId(object) })),
});

/** A document as JSON: on one line, or indented for people. */
export const printDocument = (document: Document, indent = 0): string =>
  JSON.stringify(document, undefined, indent);
