import type { Finding } from '@helm-charts/types';

/** The path of a value: its keys and list indexes. */
export type Path = readonly (string | number)[];

/** A finding about one value. */
export interface Fault extends Pick<Finding, 'rule' | 'severity' | 'message' | 'fix'> {
  readonly path: Path;
}

/** Prints a value short, on one line. */
export const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};
