import type { Answer } from './answer.ts';
import { host } from './host.ts';
import { type Memory, type Module, webAssembly } from './webassembly.ts';

export interface Instance {
  /** Asks about one document. Throws when the module breaks; the instance is of no use then. */
  readonly ask: (document: string) => Answer;
  /** The memory it has taken, in bytes; it never gives any back. */
  readonly size: () => number;
}

/** Makes an instance, which takes some 20 ms. It uses the schemas of the default target unless sets are named. */
export const instantiate = async (
  module: Module,
  schemas: readonly string[] = [],
): Promise<Instance> => {
  const here = host(module);
  const { exports } = await webAssembly.instantiate(module, here.imports);
  // The module is our own; these are its exports (cmd/kubeconform-wasm of the engine).
  const { alloc, choose, validate, length, memory } = exports as unknown as Exports;
  here.memory = memory;
  const place = (text: string): void => {
    const size = Buffer.byteLength(text);
    const address = alloc(size);
    new TextEncoder().encodeInto(text, new Uint8Array(memory.buffer, address, size));
  };
  place(schemas.join(' '));
  choose();
  const ask = (document: string): Answer => {
    place(document);
    const answer = validate();
    return JSON.parse(new TextDecoder().decode(new Uint8Array(memory.buffer, answer, length())));
  };
  return { ask, size: () => memory.buffer.byteLength };
};

interface Exports {
  readonly memory: Memory;
  readonly alloc: (size: number) => number;
  readonly choose: () => void;
  readonly validate: () => number;
  readonly length: () => number;
}
