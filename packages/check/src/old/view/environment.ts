import type { Container, Pod, Reference, Variable } from '@helm-charts/kubernetes';

export type { Reference, Variable } from '@helm-charts/kubernetes';

/** The variables that a container names itself, in their order. */
export const variablesOf = ({ variables }: Container): readonly Variable[] => variables;

/** What a container's `envFrom` names. */
export const wholes = ({ variableSources }: Container): readonly Reference[] => variableSources;

/** What the volumes of a pod read. */
export const mountedReferences = ({ volumes }: Pod): readonly (Reference & { volume: string })[] =>
  volumes.flatMap(({ name, references }) =>
    references
      .filter(({ kind }) => kind === 'Secret' || kind === 'ConfigMap')
      .map((reference) => ({ ...reference, volume: name })),
  );
