import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A proxy that cuts its connections, each time when so many bytes in all have been sent to the server. */
export const startCuttingProxy = async (upstream: string, places: readonly number[]) => {
  const left = [...places];
  let sent = 0;
  let connections = 0;
  let uploads = 0;
  const [host = '', port = ''] = upstream.split(':');
  const server = createServer((client: Socket) => {
    connections++;
    const target = connect(Number(port), host);
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      from.on('error', () => {});
      from.on('close', () => to.destroy());
    }
    target.pipe(client);
    client.on('data', (chunk: Buffer) => {
      const [place] = left;
      sent += chunk.length;
      if (chunk.subarray(0, 5).toString() === 'POST ') uploads++;
      if (place !== undefined && sent >= place) {
        left.shift();
        client.destroy();
      } else target.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    uploads: () => uploads,
  };
};
