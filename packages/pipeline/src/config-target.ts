import { targetOf } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';

/** What is wrong with `target` in a configuration. */
export const targetProblems = (target: unknown): readonly Pick<Finding, 'message' | 'fix'>[] => {
  if (target === undefined) return [];
  if (isVersions(target)) {
    return targetOf(target).findings.map(({ message, ...found }) => ({
      ...found,
      message: `of its "target", ${message}`,
    }));
  }
  const message = 'its "target" does not name versions of Kubernetes and Flux';
  return [{ message, fix: "write: target: { kubernetes: '1.37', flux: '2.10' }" }];
};

const isVersions = (target: unknown): target is Readonly<Record<string, string>> =>
  typeof target === 'object' &&
  target !== null &&
  Object.entries(target).every(
    ([name, version]) => ['kubernetes', 'flux'].includes(name) && typeof version === 'string',
  );
