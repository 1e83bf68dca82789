import type { IncomingMessage, ServerResponse } from 'node:http';
import { review } from './access.ts';
import type { Answer } from './answer.ts';
import { discover } from './discovery.ts';
import { answer } from './objects.ts';
import { type Request, readRequest } from './request.ts';
import { resources } from './resources.ts';
import { Refusal } from './status.ts';
import type { Store } from './store.ts';
import type { Troubles } from './trouble.ts';

/** The state that the request handler needs. */
export interface Server {
  readonly store: Store;
  readonly troubles: Troubles;
  /** The Kubernetes version that it reports: `1.36.3`. */
  readonly kubernetes: string;
  /** Called with each request for objects before the response. */
  readonly onRequest: (request: Request) => void;
}

/** Returns the request handler of a server. */
export const handler =
  (server: Server) =>
  (message: IncomingMessage, response: ServerResponse): void => {
    handle(server, message, response).catch((error: unknown) => {
      const refusal =
        error instanceof Refusal ? error : new Refusal('InternalError', String(error));
      send(response, { code: refusal.status.code, body: refusal.status });
    });
  };

const handle = async (
  { store, troubles, kubernetes, onRequest }: Server,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const served = resources(store.objects.values());
  const [path = ''] = (message.url ?? '').split('?');
  const found = discover(path, served, kubernetes);
  if (found !== undefined) return send(response, { code: 200, body: found });
  const request = await readRequest(message, served);
  if (request === undefined) {
    throw new Refusal('NotFound', 'the server could not find the requested resource');
  }
  onRequest(request);
  if ((await troubles.meet(request)) === 'hang up') return void message.socket.destroy();
  const reviews = request.resource.kind === 'SelfSubjectAccessReview';
  send(response, reviews ? review(request, troubles) : answer(request, store));
};

const send = (response: ServerResponse, { code, body }: Answer): void => {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};
