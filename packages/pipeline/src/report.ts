import { ioFailure } from '@helm-charts/engine';
import { type ExitCode, Failure, type Finding, printFinding } from '@helm-charts/types';
import type { Unseen } from './unseen/unseen.ts';

/** The result of a step. */
export interface Report {
  /** One line about what was done. */
  readonly summary: string;
  /** More lines about what was done. */
  readonly details?: readonly string[];
  readonly findings: readonly Finding[];
  /** What a render did not look at, by reason. The summary counts it. */
  readonly unseen?: readonly Unseen[];
  /**
   * 0 done · 1 findings or drift · 2 wrong input · 3 something is missing here · 4 refused by a registry or cluster ·
   * 130 interrupted.
   */
  readonly exitCode: number;
}

/** The report of a step. A Failure, for instance a missing program or a full disk, is reported, too; other errors are our own and are thrown on. */
export const reportOf = async (name: string, step: () => Promise<Report>): Promise<Report> => {
  try {
    return await step();
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    return refused(name, failure.findings, failure.exitCode);
  }
};

/** The failure that an error is or stands for, for instance of a full disk; undefined for an error of our own. */
export const failureOf = (error: unknown): Failure | undefined =>
  error instanceof Failure ? error : ioFailure(error);

/** The report of a step that does not start because its input is wrong. */
export const refused = (
  name: string,
  findings: readonly Finding[],
  exitCode: ExitCode = 2,
): Report => ({ summary: `${name || '.'}: failed`, findings, exitCode });

/** A report as text: the findings, then the details, then the summary. */
export const printReport = ({ summary, details = [], findings, exitCode }: Report): string =>
  [
    ...findings.map(printFinding),
    ...details,
    exitCode === 0 ? summary : `${summary} (exit code ${exitCode})`,
  ]
    .map((line) => `${line}\n`)
    .join('');

/** `1 release`, `2 releases`. */
export const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`;
