import { type Checked, type Finding, printFinding } from './finding.ts';

/** 1 findings or drift · 2 wrong usage or input · 3 the environment lacks something · 4 refused by a registry or cluster · 130 interrupted. */
export type ExitCode = 1 | 2 | 3 | 4 | 130;

/** The value, for a program that cannot continue without it. @throws Failure (2) with the findings if there is no value. */
export const orFail = <T>({ value, findings }: Checked<T>): T => {
  if (value === undefined) throw new Failure(2, findings);
  return value;
};

/** The one error that this project throws on purpose: all findings of an input at once, and how the process should end. */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  readonly findings: readonly Finding[];

  constructor(exitCode: ExitCode, findings: readonly Finding[], options?: ErrorOptions) {
    super(findings.map(printFinding).join('\n'), options);
    this.name = 'Failure';
    this.exitCode = exitCode;
    this.findings = findings;
  }
}
