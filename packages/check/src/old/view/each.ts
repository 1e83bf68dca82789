import type { Problem } from '../rule.ts';
import type { Container, Pod } from './pod.ts';
import type { View } from './view.ts';

/** What is wrong with each container of each pod. */
export const eachContainer = (
  { pods }: Pick<View, 'pods'>,
  check: (container: Container, pod: Pod) => readonly Problem[],
): readonly Problem[] =>
  pods.flatMap((pod) => pod.containers.flatMap((container) => check(container, pod)));
