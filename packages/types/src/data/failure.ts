import { type Finding, printFinding } from './finding.ts';

/** 1 findings or drift · 2 wrong usage or input · 3 the environment lacks something · 4 refused by a registry or cluster · 130 interrupted. */
export type ExitCode = 1 | 2 | 3 | 4 | 130;

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
