import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What vitest's JSON report says of a run. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

/** Prints how many tests of all reports in a folder passed, failed and were skipped, on one line. */
const count = (folder: string): string => {
  const reports = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Report);
  const sum = (of: (report: Report) => number): number =>
    reports.reduce((total, report) => total + of(report), 0);
  const skipped = sum(({ numPendingTests, numTodoTests }) => numPendingTests + numTodoTests);
  return `${sum((report) => report.numPassedTests)} passed, ${sum((report) => report.numFailedTests)} failed, ${skipped} skipped`;
};

process.stdout.write(`${count(process.argv[2] ?? 'dist/reports')}\n`);
