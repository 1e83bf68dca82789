import { each, map, type Ref, string } from '@helm-charts/types';

/** The value for variables that the chart does not know of. */
export const extraEnvironment = (description: string) =>
  map(description, string('Value of the variable.'), { keys: '^[A-Za-z_][A-Za-z0-9_]*$' });

/** The variables that the chart does not know of, among those that it sets. */
export const extraVariables = (extra: Ref<Readonly<Record<string, string>>>) =>
  each(extra, (value, name) => ({ name, value }));
