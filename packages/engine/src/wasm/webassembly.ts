/** The part of the JavaScript API of WebAssembly that is used; TypeScript declares it for browsers only. */
interface Api {
  readonly compile: (bytes: Uint8Array) => Promise<Module>;
  readonly instantiate: (module: Module, imports: Imports) => Promise<{ readonly exports: object }>;
  readonly CompileError: new () => Error;
  readonly Module: {
    readonly imports: (
      module: Module,
    ) => readonly { readonly module: string; readonly name: string }[];
  };
}

/** Compiled code, of which any number of instances can be made, in any thread. */
export type Module = object;

/** Functions by name, by the name of their module. */
export type Imports = Readonly<Record<string, Functions>>;

/** Numbers of 64 bits are bigints. */
export type Functions = Readonly<Record<string, (...args: never[]) => number>>;

/** It grows: `buffer` is another one afterwards. */
export interface Memory {
  readonly buffer: ArrayBuffer;
}

export const webAssembly: Api = (globalThis as unknown as { readonly WebAssembly: Api })
  .WebAssembly;
