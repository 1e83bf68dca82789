import {
  type Functions,
  type Imports,
  type Memory,
  type Module,
  webAssembly,
} from './webassembly.ts';

/** What the module's calls of WASI lead to. */
export interface Host {
  readonly imports: Imports;
  /** The memory of the instance, which is there only after the host was made. */
  memory: Memory | undefined;
}

/**
 * Makes a host that offers a clock and random numbers and nothing else: no file, no network, no argument, no output.
 *
 * It is not node:wasi, which warns that it is experimental and can open files.
 */
export const host = (module: Module): Host => {
  const imports: Record<string, Functions> = {};
  const here: Host = { imports, memory: undefined };
  const offered = calls(() => new DataView(here.memory?.buffer ?? new ArrayBuffer(0)));
  for (const { module: space, name } of webAssembly.Module.imports(module)) {
    imports[space] = { ...imports[space], [name]: offered[name] ?? (() => noSuchFile) };
  }
  return here;
};

/** Errors of WASI (wasi_snapshot_preview1, errno). */
const success = 0;
const noSuchFile = 44;

const calls = (view: () => DataView): Functions => ({
  sched_yield: () => success,
  clock_time_get: (_clock: number, _precision: bigint, address: number) => {
    view().setBigUint64(address, BigInt(Math.round(performance.now() * 1e6)), true);
    return success;
  },
  random_get: (address: number, length: number) => {
    crypto.getRandomValues(new Uint8Array(view().buffer, address, length));
    return success;
  },
  /** The only things to wait for are moments: each is said to be there, and Go's scheduler looks at the clock itself. */
  poll_oneoff: (subscriptions: number, events: number, count: number, happened: number) => {
    for (let index = 0; index < count; index++) {
      const event = events + 32 * index;
      view().setBigUint64(event, view().getBigUint64(subscriptions + 48 * index, true), true);
      view().setBigUint64(event + 8, 0n, true);
    }
    view().setUint32(happened, count, true);
    return success;
  },
  /** Go writes only when it breaks; the caller learns of that from proc_exit. */
  fd_write: (_file: number, list: number, count: number, written: number) => {
    const lengths = Array.from({ length: count }, (_, at) =>
      view().getUint32(list + 8 * at + 4, true),
    );
    view().setUint32(
      written,
      lengths.reduce((sum, length) => sum + length, 0),
      true,
    );
    return success;
  },
  proc_exit: (code: number) => {
    throw new Error(`The module ended with ${code}.`);
  },
});
