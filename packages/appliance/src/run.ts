import { Failure, type Finding, printFinding } from '@helm-charts/types';
import { type Given, type Request, request } from './arguments.ts';
import { watchStatus } from './commands/watch.ts';
import type { CommandName } from './commands.ts';
import { completion } from './completion.ts';
import { type Document, documentOf, printDocument } from './document.ts';
import { findProfile, openSession } from './open.ts';
import { perform } from './perform.ts';
import { listCredentials } from './rotation/list.ts';
import type { Change, Session } from './session.ts';
import { findingOf, type Item } from './status/item.ts';
import { printStatus } from './status/print.ts';
import { makeTable } from './table/show.ts';
import type { Terminal } from './terminal.ts';
import { usage } from './usage.ts';

/** What a command came to. */
interface Result {
  readonly exitCode: Document['exitCode'];
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  /** How everything is, where the command has looked. */
  readonly status?: readonly Item[];
}

/** Runs the program with its arguments and returns its exit code. Progress and problems are said, results are printed. */
export const run = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const asked = request(args);
  switch (asked.kind) {
    case 'help':
      terminal.print(usage(asked.command));
      return 0;
    case 'completion':
      terminal.print(completion(asked.shell));
      return 0;
    case 'wrong':
      sayFindings(asked.findings, terminal);
      terminal.say(`see alga-appliance ${asked.command ? `${asked.command} ` : ''}--help\n`);
      return 2;
    case 'run': {
      if (asked.given.has('list')) return list(asked.given, terminal);
      const result = await (asked.given.has('watch') ? watch : execute)(asked, terminal);
      // Who watches has seen it, and ends it with Ctrl-C.
      if (result !== undefined) print(result, asked, terminal);
      return result?.exitCode ?? 130;
    }
  }
};

type Run = Extract<Request, { kind: 'run' }>;

/** Prints how the credentials of the profile are rotated, without the cluster. */
const list = async (given: Given, terminal: Terminal): Promise<number> => {
  const { value, findings } = await findProfile(terminal.directory, given.text('profile'));
  sayFindings(findings, terminal);
  if (value === undefined) return 2;
  terminal.print(listCredentials(value.profile, given.has('json')));
  return 0;
};

const execute = async ({ command, given }: Run, terminal: Terminal): Promise<Result> => {
  const changes: Change[] = [];
  try {
    const opened = await openSession(given, terminal, changes);
    const status = await withTable(command, opened, given, terminal);
    const findings = status.filter(({ state }) => state !== 'ready').map(findingOf);
    return { exitCode: findings.length === 0 ? 0 : 1, changes, findings, status };
  } catch (error) {
    return failed(error, changes);
  }
};

/** Runs a command with a table where it waits for everything, and somebody is there to see it. */
const withTable = async (
  command: CommandName,
  session: Session,
  given: Given,
  terminal: Terminal,
): Promise<readonly Item[]> => {
  const { screen } = terminal;
  if (screen === undefined || given.has('json') || !shown.has(command)) {
    return perform(command, session, given, terminal);
  }
  const table = makeTable(session, screen);
  let isDone = false;
  try {
    const status = await perform(command, { ...session, table }, given, terminal);
    isDone = true;
    return status;
  } finally {
    await table.end(isDone);
  }
};

const shown: ReadonlySet<CommandName> = new Set<CommandName>([
  'bootstrap',
  'deploy',
  'restore',
  'secrets rotate',
]);

/** Undefined when somebody has ended it. */
const watch = async ({ given }: Run, terminal: Terminal): Promise<Result | undefined> => {
  try {
    await watchStatus(await openSession(given, terminal, []), terminal, given.has('json'));
    return undefined;
  } catch (error) {
    const result = failed(error, []);
    return result.exitCode === 130 ? undefined : result;
  }
};

const failed = (error: unknown, changes: readonly Change[]): Result => {
  if (!(error instanceof Failure)) throw error;
  return { exitCode: error.exitCode, changes, findings: error.findings };
};

const print = (
  { status = [], ...result }: Result,
  { command, given }: Run,
  terminal: Terminal,
): void => {
  if (given.has('json')) {
    const { exitCode, ...outcome } = result;
    const document = documentOf(command, exitCode, { ...outcome, status });
    terminal.print(`${printDocument(document, given.has('watch') ? 0 : 2)}\n`);
    return;
  }
  terminal.print(printStatus(status));
  // The table says already what is not ready.
  const findings = status.length > 0 ? [] : result.findings;
  sayFindings(findings, terminal);
  if (status.length === 0 || result.exitCode === 0) {
    terminal.say(`${command}: ${outcome(result, given)}\n`);
  }
};

const sayFindings = (findings: readonly Finding[], { say }: Terminal): void =>
  say(findings.map((finding) => `${printFinding(finding)}\n`).join(''));

const outcome = ({ exitCode, changes }: Result, given: Given): string => {
  if (exitCode !== 0) return `failed (exit code ${exitCode})`;
  const { length } = changes;
  if (length === 0) return 'done, nothing to do';
  const many = length === 1 ? '1 change' : `${length} changes`;
  return `done, ${many} ${given.has('dry-run') ? 'to make' : 'made'}`;
};
