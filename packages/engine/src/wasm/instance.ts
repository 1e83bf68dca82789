import { hostOf } from './host.ts';
import { type Memory, type Module, webAssembly } from './webassembly.ts';

/** A request to an instance. */
export interface Request {
  /** JSON (go/serve/message.go). */
  readonly text: string;
  /** The directories (absolute, without symbolic links) below which files can be read. */
  readonly roots: readonly string[];
}

export interface Instance {
  /**
   * Answers a request, with JSON.
   * @throws {Ended} If the module ends; the instance is of no use then.
   */
  readonly ask: (request: Request) => string;
  /** The memory that it has taken, in bytes; it never gives any back. */
  readonly size: () => number;
}

/** The module ended in the middle of a request. */
export class Ended extends Error {
  /** What Go wrote: `fatal error: out of memory`. */
  readonly written: string;
  constructor(written: string, cause: unknown) {
    super('the module ended', { cause });
    this.written = written;
  }
}

/** Makes an instance. */
export const instantiate = async (module: Module): Promise<Instance> => {
  const host = hostOf(module);
  const { exports } = await webAssembly.instantiate(module, host.imports);
  // The module is our own; these are its exports (go/cmd/engine-wasm).
  const { alloc, answer, length, memory } = exports as unknown as Exports;
  host.memory = memory;
  return {
    size: () => memory.buffer.byteLength,
    ask: ({ text, roots }) => {
      host.files.allow(roots);
      try {
        const bytes = Buffer.from(text);
        const address = alloc(bytes.length) >>> 0;
        new Uint8Array(memory.buffer, address, bytes.length).set(bytes);
        const result = answer() >>> 0;
        return Buffer.from(memory.buffer, result, length()).toString();
      } catch (cause) {
        throw new Ended(host.written, cause);
      }
    },
  };
};

interface Exports {
  readonly memory: Memory;
  readonly alloc: (size: number) => number;
  readonly answer: () => number;
  readonly length: () => number;
}
