import { each, map, type Ref, string } from '@helm-charts/types';

/** A value for additional environment variables, by name. */
export const extraEnvironment = (description: string) =>
  map(description, string('Value of the variable.'), { keys: '^[A-Za-z_][A-Za-z0-9_]*$' });

/** The additional environment variables of a container. */
export const extraVariables = (extra: Ref<Readonly<Record<string, string>>>) =>
  each(extra, (value, name) => ({ name, value }));
