import type { Container, Pod } from '@helm-charts/kubernetes';
import type { Problem } from '../../rule.ts';

/** Checks each container of pods, including init containers and ephemeral containers. */
export const eachContainer = (
  pods: readonly Pod[],
  check: (container: Container, pod: Pod) => readonly Problem[],
): readonly Problem[] =>
  pods.flatMap((pod) => pod.containers.flatMap((container) => check(container, pod)));
