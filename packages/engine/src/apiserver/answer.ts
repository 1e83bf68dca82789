import { Failure } from '@helm-charts/types';
import type { Question, Verdict } from './verdict.ts';

/** A question about objects. */
export interface Inquiry {
  /** Whether objects are created or updated. */
  readonly verb: 'create' | 'update';
  readonly objects: readonly Question[];
  /** The texts of the CustomResourceDefinitions of the cluster. */
  readonly definitions: readonly string[];
  /** Feature gates that differ from their defaults. */
  readonly featureGates: Readonly<Record<string, boolean>>;
}

/** The code of the API server, as a program or as WebAssembly. */
export interface ApiServer {
  /** The path of its file. */
  readonly path: string;
  /**
   * Returns a verdict for each object.
   * @throws {Broken} If it can't be started.
   * @throws {Failure} With exit code 2 if the request is wrong, 3 if it ends before it has answered.
   */
  readonly ask: (inquiry: Inquiry) => Promise<readonly Verdict[]>;
}

/** The text of a request (go/apiserver/serve/message.go). */
export const requestOf = ({ verb, objects, definitions, featureGates }: Inquiry): string => {
  const gates = Object.entries(featureGates).map(([name, isOn]) => `${name}=${isOn}`);
  return JSON.stringify({ id: 1, featureGates: gates.join(','), [verb]: { objects, definitions } });
};

/** An answer (go/apiserver/serve/message.go). */
interface Answer {
  readonly result?: readonly Verdict[];
  readonly error?: string;
  /** Whether the request is wrong, not the program. */
  readonly isUsage?: boolean;
}

/**
 * Reads the text of an answer.
 * @throws {Failure} As `ask` does.
 */
export const verdictsIn = (text: string, path: string): readonly Verdict[] => {
  const { result = [], error, isUsage = false } = JSON.parse(text) as Answer;
  if (error === undefined) return result;
  throw failure(path, error, isUsage ? 2 : 3);
};

/** A failure of the code at a path. */
export const failure = (input: string, message: string, exitCode: 2 | 3 = 3): Failure =>
  new Failure(exitCode, [{ rule: 'environment', severity: 'error', input, message }]);
