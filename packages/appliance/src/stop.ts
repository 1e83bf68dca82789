import { type Checked, type ExitCode, Failure, type Finding } from '@helm-charts/types';

/** Ends the command where there are findings; `run` prints them and returns the exit code. */
export const stopOn = (exitCode: ExitCode, findings: readonly Finding[]): void => {
  if (findings.length > 0) throw new Failure(exitCode, findings);
};

/** The value of what the user gave; ends the command with exit code 2 where it is wrong. */
export const valid = <T>({ value, findings }: Checked<T>): T => {
  if (value === undefined) throw new Failure(2, findings);
  return value;
};
