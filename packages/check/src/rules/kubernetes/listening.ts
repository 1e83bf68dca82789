import { objectsAt, type Pod, stringsAt, valueAt } from '@helm-charts/kubernetes';

/** The numbers of the ports that the containers of a pod list. */
export const numbersOf = ({ containers }: Pod): readonly number[] =>
  containers.flatMap(({ fields }) =>
    objectsAt(fields, 'ports').flatMap(({ containerPort }) =>
      typeof containerPort === 'number' ? [containerPort] : [],
    ),
  );

/**
 * Whether a program of a pod may listen on a port: a container lists it, no container lists any, the number is in an argument or a
 * variable, or the pod uses the network of the node.
 */
export const mayListen = (pod: Pod, number: number): boolean => {
  const listed = numbersOf(pod);
  if (listed.length === 0 || listed.includes(number)) return true;
  if (valueAt(pod.spec, 'hostNetwork') === true) return true;
  const word = new RegExp(`(?<!\\d)${number}(?!\\d)`);
  return pod.containers.some(({ fields, settings, variableSources }) => {
    // Nobody knows here what a Secret sets.
    if (variableSources.some(({ kind }) => kind === 'Secret')) return true;
    const texts = [...stringsAt(fields, 'command'), ...stringsAt(fields, 'args')];
    return [...texts, ...settings.values()].some((text) => word.test(text));
  });
};
