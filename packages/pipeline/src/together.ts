import { Failure } from '@helm-charts/types';
import { unique } from './rendered.ts';

/**
 * Waits for all, also where some fail, so that nothing is at work afterwards. Throws one Failure
 * with all findings, each once; an error of our own goes before it.
 */
export const together = async <const T extends readonly unknown[]>(
  works: T,
): Promise<{ -readonly [Index in keyof T]: Awaited<T[Index]> }> => {
  const settled = await Promise.allSettled(works);
  const reasons = settled.flatMap((one): unknown[] =>
    one.status === 'rejected' ? [one.reason] : [],
  );
  const failures = reasons.filter((reason) => reason instanceof Failure);
  const [worst] = failures.toSorted((a, b) => b.exitCode - a.exitCode);
  if (worst === undefined) return Promise.all(works);
  if (failures.length < reasons.length) throw reasons.find((one) => !(one instanceof Failure));
  const findings = unique(failures.flatMap((failure) => failure.findings));
  throw new Failure(worst.exitCode, findings, { cause: worst });
};
