import { type ExitCode, Failure, type Finding } from '@helm-charts/types';

/** Ends the command where there are findings; `run` prints them and returns the exit code. */
export const stopOn = (exitCode: ExitCode, findings: readonly Finding[]): void => {
  if (findings.length > 0) throw new Failure(exitCode, findings);
};
