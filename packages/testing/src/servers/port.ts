import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Starts a server, which cannot report its own port, on a free port. If another process takes the port first, it tries another port.
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
 * Returns a free TCP port of the loopback address, another one at each call, so that a server finds its port free when it restarts. The
 * port is below the ephemeral range of the kernel, so that no outgoing connection takes it.
 */
export const freePort = async (): Promise<number> => {
  const port = randomInt(first, first + share);
  if (given.has(port) || !(await isFree(port))) return freePort();
  given.add(port);
  return port;
};

const given = new Set<number>();

/** Each worker of the test runner has its own ports. */
const share = 1500;
const first = 20_000 + share * (Number(process.env.VITEST_POOL_ID ?? 0) % 8);

/** Returns several different free ports. */
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
