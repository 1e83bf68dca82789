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

/** The code of the API server, as a program or as WebAssembly, for a number of inquiries. */
export interface Session {
  /** The path of its file. */
  readonly path: string;
  /** Starts it while the caller still prepares the first inquiry. */
  readonly start: () => void;
  /**
   * Returns a verdict for each object.
   * @throws {Broken} If it can't be started.
   * @throws {Failure} With exit code 2 if the inquiry is wrong, 3 if it ends before it has answered, 130 if the signal is aborted.
   */
  readonly ask: (inquiry: Inquiry) => Promise<readonly Verdict[]>;
  /** Ends it. A later inquiry starts it again. */
  readonly end: () => void;
}

/** What a session runs. */
export interface Start {
  /** The path of the program or of the WebAssembly module. */
  readonly path: string;
  /** The feature gates of all inquiries. */
  readonly featureGates?: Inquiry['featureGates'] | undefined;
  /** Aborting it ends the session; pending calls reject with a Failure with exit code 130. */
  readonly signal?: AbortSignal | undefined;
}
