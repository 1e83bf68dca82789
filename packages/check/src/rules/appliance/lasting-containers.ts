import type { Container, Pod } from '@helm-charts/kubernetes';
import type { Problem } from '../../rule.ts';
import { eachContainer } from './each-container.ts';

/** What is wrong with each container that runs for as long as its pod, of pods that something keeps running. */
export const lastingContainers = (
  pods: readonly Pod[],
  check: (container: Container, pod: Pod) => readonly Problem[],
): readonly Problem[] =>
  eachContainer(
    pods.filter(({ kind }) => !['Job', 'CronJob', 'Pod'].includes(kind)),
    (container, pod) => (container.isLasting ? check(container, pod) : []),
  );
