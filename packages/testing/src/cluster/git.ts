import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gitEnvironment, openRepository, type Repository } from './repository.ts';

export interface GitServer extends AsyncDisposable {
  /** Creates an empty repository, or opens the existing one with that name. */
  repository(name: string): Promise<ServedRepository>;
}

interface ServedRepository extends Repository {
  /** The read-only URL. */
  readonly url: string;
}

/** Serves the repositories of a folder on the loopback address with `git http-backend`. */
export const startGit = async (folder: string): Promise<GitServer> => {
  const server = createServer((request, response) => {
    answer(folder, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The server listens on a TCP address, not on a socket path.
  const { port } = server.address() as AddressInfo;
  return {
    repository: async (name) => ({
      ...(await openRepository(join(folder, name))),
      url: `http://127.0.0.1:${port}/${name}`,
    }),
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

/** Passes a request to `git http-backend` with CGI variables (git, Documentation/git-http-backend.txt). */
const answer = async (
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { pathname, search } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const { headers } = request;
  const body = await buffer(request);
  const backend = spawn('git', ['http-backend'], {
    env: {
      ...gitEnvironment,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: headers['content-type'],
      CONTENT_LENGTH: String(body.length),
      HTTP_CONTENT_ENCODING: headers['content-encoding'],
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // The program may end before it has read all input.
  backend.stdin.on('error', () => {}).end(body);
  const output = await buffer(backend.stdout);
  const end = output.indexOf('\r\n\r\n');
  for (const [, name = '', value = ''] of `${output.subarray(0, end)}`.matchAll(header)) {
    if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.end(output.subarray(end + 4));
};

const header = /^([^:\r\n]+): ([^\r\n]*)/gm;
