import { stringify } from 'yaml';
import { writing } from './yaml-compose.ts';

/** The YAML text of a value, from which Go reads the same value: a text that looks like a number is quoted. */
export const writeYaml = (value: unknown, { isFolded = true }: Style = {}): string =>
  stringify(value, isFolded ? writing : { ...writing, lineWidth: 0 });

interface Style {
  /** Whether long texts may be folded into several lines. */
  readonly isFolded?: boolean;
}
