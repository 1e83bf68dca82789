import type { Container, Pod } from '@helm-charts/kubernetes';
import type { Problem } from '../../rule.ts';
import { eachContainer } from './each-container.ts';

/** Checks the containers that run as long as their pods, without those of Jobs. */
export const lastingContainers = (
  pods: readonly Pod[],
  check: (container: Container, pod: Pod) => readonly Problem[],
): readonly Problem[] =>
  eachContainer(
    pods.filter(({ kind }) => !['Job', 'CronJob', 'Pod'].includes(kind)),
    (container, pod) => (container.isLasting ? check(container, pod) : []),
  );
