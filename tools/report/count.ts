import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What vitest's JSON report says of a run. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  /** Absent in the report of the Go tests. */
  readonly testResults?: readonly {
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

/** Prints which tests passed on their second attempt only, and how many passed, failed and were skipped, of all reports in a folder. */
const count = (folder: string): string => {
  const reports = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Report);
  const sum = (of: (report: Report) => number): number =>
    reports.reduce((total, report) => total + of(report), 0);
  const skipped = sum(({ numPendingTests, numTodoTests }) => numPendingTests + numTodoTests);
  const repeated = reports
    .flatMap(({ testResults = [] }) => testResults)
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status, failureMessages }) => status === 'passed' && failureMessages?.length)
    .map(
      ({ fullName, failureMessages }) =>
        `passed on the second attempt only: ${fullName}\n  ${failureMessages?.[0]?.split('\n')[0]}`,
    );
  const totals = `${sum((report) => report.numPassedTests)} passed, ${sum((report) => report.numFailedTests)} failed, ${skipped} skipped`;
  return [...repeated, totals].join('\n');
};

process.stdout.write(`${count(process.argv[2] ?? 'dist/reports')}\n`);
