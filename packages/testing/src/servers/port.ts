import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Starts a server that can't be asked which port it has got, on one that nobody listens on; on another one where somebody has taken it
 * meanwhile.
 */
export const onFreePort = async <Server>(
  start: (port: number) => Promise<Server>,
  attempts = 5,
): Promise<Server> => {
  try {
    return await start(await freePort());
  } catch (error) {
    if (attempts === 1 || !/address already in use/i.test(String(error))) throw error;
    return onFreePort(start, attempts - 1);
  }
};

/**
 * A TCP port of the loopback address that nobody listens on, another one each time: a server that starts again finds its own free.
 * It lies below the range from which the kernel serves outgoing connections, so that no client takes it before the server does.
 */
export const freePort = async (): Promise<number> => {
  const port = randomInt(first, first + share);
  if (given.has(port) || !(await isFree(port))) return freePort();
  given.add(port);
  return port;
};

const given = new Set<number>();

/** Each worker that runs tests has ports of its own. */
const share = 1500;
const first = 20_000 + share * (Number(process.env.VITEST_POOL_ID ?? 0) % 8);

/** As many different ones. */
export const freePorts = async (count: number): Promise<readonly number[]> => {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
};

const isFree = async (port: number): Promise<boolean> => {
  const listener = createServer().listen(port, '127.0.0.1');
  try {
    await once(listener, 'listening');
  } catch {
    return false;
  }
  listener.close();
  await once(listener, 'close');
  return true;
};
