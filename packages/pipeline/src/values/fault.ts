import type { Finding } from '@helm-charts/types';

/** The keys and indices that lead to a value. */
export type Path = readonly (string | number)[];

/** Something to say of one value that somebody wrote. */
export interface Fault extends Pick<Finding, 'rule' | 'severity' | 'message' | 'fix'> {
  readonly path: Path;
}

/** How text shows a value: short, on one line. */
export const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};
