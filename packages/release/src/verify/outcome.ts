import { RegistryFailure } from '@helm-charts/oci';
import { type ExitCode, Failure, type Finding } from '@helm-charts/types';

/** What a check found. */
export interface Outcome {
  readonly findings: readonly Finding[];
  readonly exitCode: ExitCode | 0;
}

/** Runs a check. A failure of the registry is an outcome, too, so that the other checks are made. What the registry does not have is a finding. */
export const outcomeOf = async (check: () => Promise<readonly Finding[]>): Promise<Outcome> => {
  try {
    const findings = await check();
    return { findings, exitCode: findings.length > 0 ? 1 : 0 };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const isAbsent = error instanceof RegistryFailure && error.problem.kind === 'absent';
    return { findings: error.findings, exitCode: isAbsent ? 1 : error.exitCode };
  }
};

/** The findings of all outcomes, each once, and the highest exit code. */
export const merged = (outcomes: readonly Outcome[]): Outcome => {
  const findings = outcomes.flatMap((one) => one.findings);
  const exitCode = outcomes.map((one) => one.exitCode).toSorted((a, b) => b - a)[0] ?? 0;
  const byText = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return { findings: [...byText.values()], exitCode };
};
