import { Failure } from '@helm-charts/types';
import { interrupted } from '../aborted.ts';
import type { Inquiry } from './session.ts';
import type { Verdict } from './verdict.ts';

/** The text of a request (go/apiserver/serve/message.go). */
export const requestOf = (
  { verb, objects, definitions, featureGates }: Inquiry,
  id: number,
): string => {
  const gates = Object.entries(featureGates).map(([name, isOn]) => `${name}=${isOn}`);
  return JSON.stringify({ id, featureGates: gates.join(','), [verb]: { objects, definitions } });
};

/** An answer (go/apiserver/serve/message.go). */
export interface Answer {
  readonly id: number;
  readonly result?: readonly Verdict[];
  readonly error?: string;
  /** Whether the request is wrong, not the program. */
  readonly isUsage?: boolean;
}

/** Reads the text of an answer. */
export const readAnswer = (text: string): Answer => JSON.parse(text) as Answer;

/**
 * The verdicts of an answer of the code at a path.
 * @throws {Failure} With exit code 2 if the request is wrong, else 3.
 */
export const verdictsOf = (
  { result = [], error, isUsage = false }: Omit<Answer, 'id'>,
  path: string,
): readonly Verdict[] => {
  if (error === undefined) return result;
  throw failure(path, error, isUsage ? 2 : 3);
};

/** A failure of the code at a path. */
export const failure = (input: string, message: string, exitCode: 2 | 3 = 3): Failure =>
  new Failure(exitCode, [{ rule: 'environment', severity: 'error', input, message }]);

/** The failure of an inquiry whose signal is aborted. */
export const aborted = (): Failure => interrupted('validating as the API server does');
