import { randomFillSync } from 'node:crypto';
import { errno } from './errno.ts';
import { type Files, filesFor } from './files.ts';
import { viewOf } from './view.ts';
import {
  type Functions,
  type Imports,
  type Memory,
  type Module,
  webAssembly,
} from './webassembly.ts';

/** What an instance can call: files, a clock and random numbers. No network, no argument, no variable. */
export interface Host {
  readonly imports: Imports;
  readonly files: Files;
  /** The memory of the instance, which is there only after the host was made. */
  memory: Memory | undefined;
  /** What the module wrote: Go's message before it ends the program. */
  written: string;
}

/** The functions of WASI for one instance. It is not node:wasi, which warns that it is experimental. */
export const hostOf = (module: Module): Host => {
  const view = viewOf(() => host.memory ?? { buffer: new ArrayBuffer(0) });
  const files = filesFor(view);
  const functions: Functions = {
    ...files.functions,
    sched_yield: () => errno.success,
    clock_time_get: (clock: number, _precision: bigint, address: number) => {
      const milliseconds = clock === realtime ? Date.now() : performance.now();
      view.setUint64(address, BigInt(Math.round(milliseconds * 1e6)));
      return errno.success;
    },
    random_get: (address: number, length: number) => {
      randomFillSync(view.bytes(address, length));
      return errno.success;
    },
    /** The only things to wait for are moments: each is said to be there, and Go's scheduler looks at the clock itself. */
    poll_oneoff: (subscriptions: number, events: number, count: number, happened: number) => {
      for (let index = 0; index < count; index++) {
        const event = events + 32 * index;
        view.setUint64(event, view.uint64(subscriptions + 48 * index));
        view.setUint64(event + 8, 0n);
      }
      view.setUint32(happened, count);
      return errno.success;
    },
    fd_write: (_file: number, list: number, count: number, size: number) => {
      const buffers = view.buffers(list, count);
      // The first lines name the cause; a dump of all goroutines follows.
      if (host.written.length < 10_000) host.written += Buffer.concat(buffers).toString();
      view.setUint32(
        size,
        buffers.reduce((sum, { length }) => sum + length, 0),
      );
      return errno.success;
    },
    proc_exit: (code: number) => {
      throw new Error(`the module ended with ${code}`);
    },
  };
  const imports: Record<string, Functions> = {};
  for (const { module: space, name } of webAssembly.Module.imports(module)) {
    imports[space] = {
      ...imports[space],
      [name]: functions[name] ?? (() => errno.notSupported),
    };
  }
  const host: Host = { imports, files, memory: undefined, written: '' };
  return host;
};

/** The clock of the time of day (wasi_snapshot_preview1, clockid). */
const realtime = 0;
