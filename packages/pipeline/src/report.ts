import { Failure, type Finding, printFinding } from '@helm-charts/types';

/** How a step ended. */
export interface Report {
  /** One line that says what was done. */
  readonly summary: string;
  /** More lines of what was done, for people. */
  readonly details?: readonly string[];
  readonly findings: readonly Finding[];
  /** 0 done · 1 findings or drift · 2 wrong input · 3 something is missing here · 4 refused by a registry or cluster · 130 interrupted. */
  readonly exitCode: number;
}

/** The report of a step. What the step throws on purpose is reported, too; other errors are our own and are thrown on. */
export const reportOf = async (name: string, step: () => Promise<Report>): Promise<Report> => {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return {
      summary: `${name || '.'}: failed`,
      findings: error.findings,
      exitCode: error.exitCode,
    };
  }
};

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
