import type { Client } from '@helm-charts/oci';
import { Failure } from '@helm-charts/types';
import PQueue from 'p-queue';

/** Runs work with as many connections as the client allows, and throws all failures together. */
export const inParallel = async <One, Result>(
  { limits }: Client,
  list: readonly One[],
  work: (one: One) => Promise<Result>,
): Promise<readonly Result[]> => {
  const queue = new PQueue({ concurrency: limits.connections });
  const settled = await Promise.allSettled(list.map((one) => queue.add(() => work(one))));
  const failures = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  const [other] = failures.filter((error) => !(error instanceof Failure));
  if (other !== undefined) throw other;
  if (failures.length > 0) throw together(failures);
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
};

/** One failure with the findings of all, each once. */
export const together = (failures: readonly Failure[]): Failure =>
  new Failure(failures.map(({ exitCode }) => exitCode).toSorted((a, b) => b - a)[0] ?? 4, [
    ...new Map(
      failures
        .flatMap(({ findings }) => findings)
        .map((finding) => [JSON.stringify(finding), finding]),
    ).values(),
  ]);
