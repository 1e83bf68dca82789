import { type Pod, stringAt } from '@helm-charts/kubernetes';
import { type Problem, problem } from '../../rule.ts';

/** Reports each invalid image once, at the first container that runs it. */
export const eachImage = (
  pods: readonly Pod[],
  isWrong: (image: string) => boolean,
  messageOf: (image: string, container: string) => string,
  fix: string,
): readonly Problem[] => {
  const found = new Map<string, Problem>();
  for (const { object, containers } of pods) {
    for (const { name, fields, path } of containers) {
      const image = stringAt(fields, 'image') ?? '';
      if (found.has(image) || !isWrong(image)) continue;
      found.set(image, problem(object, [...path, 'image'], messageOf(image, name), fix));
    }
  }
  return [...found.values()];
};
