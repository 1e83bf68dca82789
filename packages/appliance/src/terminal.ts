import type { Screen } from './screen.ts';

/** The world outside: where the program reads, writes and asks. */
export interface Terminal {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Results. */
  readonly print: (text: string) => void;
  /** Progress and problems. */
  readonly say: (text: string) => void;
  /** Asks a question and waits for a line; hidden, what is typed is not shown. Undefined where nobody is there to answer. */
  readonly ask: ((question: string, isHidden?: boolean) => Promise<string>) | undefined;
  /** Where a live table is drawn, on a terminal; `say` then writes above it. Undefined anywhere else. */
  readonly screen?: Screen | undefined;
  readonly signal: AbortSignal;
}
