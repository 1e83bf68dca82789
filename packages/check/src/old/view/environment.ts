import type { Container, Pod, Reference, Variable } from '@helm-charts/kubernetes';
import type { Find } from './view.ts';

export type { Reference, Variable } from '@helm-charts/kubernetes';

/** The variables that a container names itself, in their order. */
export const variablesOf = ({ variables }: Container): readonly Variable[] => variables;

/** The texts that a container finds in its environment, those of ConfigMaps included. */
export const settingsOf = (
  _find: Find,
  _pod: Pod,
  { settings }: Container,
): ReadonlyMap<string, string> => settings;

/** What the volumes of a pod read. */
export const mountedReferences = ({ volumes }: Pod): readonly (Reference & { volume: string })[] =>
  volumes.flatMap(({ name, references }) =>
    references
      .filter(({ kind }) => kind === 'Secret' || kind === 'ConfigMap')
      .map((reference) => ({ ...reference, volume: name })),
  );
