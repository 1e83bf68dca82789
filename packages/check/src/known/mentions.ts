import { type Model, namespaceOf } from '@helm-charts/kubernetes';
import { hasController } from './controllers.ts';
import type { Target } from './target.ts';

/**
 * Finds out whether something in the cluster may create an object with a name: a custom resource names it, or is named as the
 * beginning of it, or a program has it in its command, its variables or its configuration. The index is built at the first question.
 */
export const mentionsIn = ({
  objects,
  pods,
  byKind,
}: Pick<Model, 'objects' | 'pods' | 'byKind'>): ((
  target: Pick<Target, 'kind' | 'namespace' | 'name'>,
) => boolean) => {
  let index: Index | undefined;
  const build = (): Index => {
    const words = new Set<string>();
    const programs = new Set<string>();
    const owners = new Map<string, string[]>();
    for (const { manifest } of objects) {
      if (!hasController(manifest)) continue;
      const namespace = namespaceOf(manifest);
      const { annotations: _, ...metadata } = manifest.metadata;
      addWords({ ...manifest, metadata }, words);
      owners.set(namespace, [...(owners.get(namespace) ?? []), manifest.metadata.name]);
    }
    for (const { containers } of pods)
      for (const { fields, variables } of containers) {
        addWords([fields.command, fields.args], programs);
        for (const { value } of variables) addWords(value, programs);
      }
    for (const { manifest } of byKind.get('ConfigMap') ?? []) addWords(manifest.data, programs);
    return { words, programs, owners };
  };
  return ({ kind, namespace, name }) => {
    index ??= build();
    return (
      index.words.has(name) ||
      // The address of a Service is in the variables of its clients.
      (createdByPrograms.has(kind) && index.programs.has(name)) ||
      ['', namespace].some((one) =>
        index?.owners.get(one)?.some((owner) => name === owner || name.startsWith(`${owner}-`)),
      )
    );
  };
};

/** What Jobs and controllers create that read its name from their configuration. */
const createdByPrograms: ReadonlySet<string> = new Set(['Secret', 'ConfigMap', 'Lease']);

interface Index {
  /** The texts in custom resources. */
  readonly words: ReadonlySet<string>;
  /** What programs get as arguments, variables and files. */
  readonly programs: ReadonlySet<string>;
  /** The names of custom resources by their namespace. */
  readonly owners: ReadonlyMap<string, readonly string[]>;
}

/** Adds all words of the strings in a value that can be names of objects. */
const addWords = (value: unknown, words: Set<string>): void => {
  if (typeof value === 'string')
    for (const [word] of value.matchAll(/[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/g)) words.add(word);
  else if (typeof value === 'object' && value !== null)
    for (const one of Object.values(value)) addWords(one, words);
};
