import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, type Finding, printPlace } from '@helm-charts/types';
import { printDuration } from './duration.ts';
import { interrupted } from './interrupted.ts';
import type { Session } from './session.ts';

/** Looks again and again; undefined when there is nothing more to wait for, else what is waited for and why. */
export type Look = () => Promise<readonly Finding[] | undefined>;

/**
 * Waits until a look finds nothing more to wait for, and says what it waits for whenever that changes, or shows it in the table. While the cluster does
 * not answer, as when its API server restarts, it goes on waiting.
 * Throws a Failure: 1 with what was still waited for when the time was over, 3 where the cluster was away then, 130 when interrupted, and what else a look throws.
 */
export const until = async (session: Session, look: Look): Promise<void> => {
  const { signal, deadline, say, table } = session;
  const said = new Set<string>();
  for (let pause = 50; ; pause = Math.min(pause * 1.5, longest)) {
    const findings = await looked(look);
    if (findings === undefined) return;
    if (table === undefined) {
      const lines = findings.map(waitingLine).filter((line) => !said.has(line));
      for (const line of lines) {
        say(line);
        said.add(line);
      }
    } else table.waitFor(findings);
    if (Date.now() + pause > deadline.at) throw tooLate(findings, deadline.after);
    await sleep(pause, undefined, { signal }).catch(() => {
      throw interrupted();
    });
  }
};

/** The line that says what is waited for. */
export const waitingLine = (finding: Finding): string => {
  const { message, fix } = finding;
  return `waiting for ${printPlace(finding)}: ${message}${fix === undefined ? '' : `; ${fix}`}`;
};

/** Flux itself looks no more often. */
const longest = 2_000;

const looked = async (look: Look): Promise<readonly Finding[] | undefined> => {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Failure && isAway(error.findings)) return error.findings;
    throw error;
  }
};

const isAway = (findings: readonly Finding[]): boolean =>
  findings.every(({ rule }) => rule === 'reachability');

const tooLate = (findings: readonly Finding[], timeout: number): Failure =>
  new Failure(isAway(findings) ? 3 : 1, [
    ...findings,
    {
      ...findings[0],
      rule: 'timeout',
      severity: 'error',
      message: `timed out after ${printDuration(timeout)}, and the cluster continues by itself`,
      fix: 'see "alga-appliance status", or wait again with a longer --timeout',
    },
  ]);
