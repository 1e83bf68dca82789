import type { Module } from './webassembly.ts';

/** What a thread is started with. */
export interface Start {
  readonly module: Module;
  /** The largest answer in bytes. */
  readonly maxOutput: number;
}

/** What a thread says when the work on a request begins: before that, it makes an instance of the module. */
export const begun = 'begun';

/** What a thread says about a request. */
export type Reply =
  | { readonly answer: string }
  /** The limit that was exceeded; `crash` if the module ended for another reason. */
  | { readonly stopped: 'memory' | 'output' | 'crash'; readonly written: string };
