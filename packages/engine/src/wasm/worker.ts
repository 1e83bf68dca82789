import { parentPort, workerData } from 'node:worker_threads';
import { Ended, type Instance, instantiate, type Request } from './instance.ts';
import { begun, type Reply, type Start } from './thread.ts';

// pool.ts starts this thread with it.
const { module, maxOutput } = workerData as Start;

/** An instance with more memory than this, in bytes, is replaced, since it gives none back. */
const largest = 400_000_000;

let instance: Promise<Instance> | undefined;

const reply = async (request: Request): Promise<Reply> => {
  instance ??= instantiate(module);
  try {
    const { ask, size } = await instance;
    parentPort?.postMessage(begun);
    const answer = ask(request);
    if (size() > largest) instance = undefined;
    if (answer.length > maxOutput) return { stopped: 'output', written: '' };
    return { answer };
  } catch (error) {
    instance = undefined;
    if (!(error instanceof Ended)) throw error;
    const { written, cause } = error;
    const isMemory = /out of memory|cannot allocate/.test(written);
    return { stopped: isMemory ? 'memory' : 'crash', written: written || String(cause) };
  }
};

parentPort?.on('message', async (request: Request) => {
  parentPort?.postMessage(await reply(request));
});
