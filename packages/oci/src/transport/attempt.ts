import { Readable } from 'node:stream';
import { type Dispatcher, request } from 'undici';
import type { Authorization } from '../authorization/authorization.ts';
import { problemOf, RegistryFailure } from '../problem.ts';
import { readStart } from './body.ts';
import type { Connections } from './dispatcher.ts';
import { type Answer, type Exchange, headerOf } from './exchange.ts';
import type { Limits } from './limits.ts';
import { networkProblem } from './network-problem.ts';
import { redirectOf } from './redirect.ts';
import { isTransientStatus, retryAfterOf, type Try } from './retry.ts';
import { statusProblem } from './status-problem.ts';

interface Surroundings {
  readonly connections: Connections;
  readonly limits: Limits;
  readonly authorization: Authorization;
  readonly signal: AbortSignal | undefined;
}

/** Sends a request once, and again only after a redirect or with fresh credentials. */
export const attemptOnce = async <T>(
  exchange: Exchange,
  read: (answer: Answer) => Promise<T>,
  { connections, limits, authorization, signal }: Surroundings,
): Promise<Try<T>> => {
  const deadline = new AbortController();
  const timer = exchange.isStreamed
    ? undefined
    : setTimeout(() => deadline.abort(), limits.request);
  const signals = AbortSignal.any([deadline.signal, ...(signal === undefined ? [] : [signal])]);
  const { target } = exchange;
  let url = exchange.url;
  let answer: Answer | undefined;
  try {
    let header = await authorization.header(exchange, url);
    let isRefreshed = false;
    for (let redirects = 0; ; ) {
      const sent = await send(exchange, url, header, connections.to(url), signals);
      answer = sent;
      const { status } = sent;
      if (status === 401 && !isRefreshed && !exchange.expect.includes(401)) {
        isRefreshed = true;
        await discard(sent);
        header = await authorization.renew(exchange, url, sent, header);
        continue;
      }
      const next = redirectOf(exchange, url, sent);
      if (next !== undefined) {
        await discard(sent);
        if (++redirects > 5) throw tooManyRedirects(exchange);
        url = next;
        header = await authorization.header(exchange, url);
        continue;
      }
      if (exchange.expect.includes(status)) {
        const value = await read(sent);
        await discard(sent);
        return { value };
      }
      const refusal = {
        status,
        contentType: headerOf(sent, 'content-type'),
        isPlain: url.protocol === 'http:',
        body: await readStart(sent),
      };
      const problem = await authorization.explain(exchange, statusProblem(refusal, target));
      const retryAfter = retryAfterOf(headerOf(sent, 'retry-after'));
      return { problem, isTransient: isTransientStatus(status), retryAfter };
    }
  } catch (cause) {
    if (cause instanceof RegistryFailure) throw cause;
    const found = deadline.signal.aborted
      ? { problem: late(exchange, limits), isTransient: true }
      : signal?.aborted
        ? {
            problem: problemOf('interrupted', target, 'interrupted', 'run it again'),
            isTransient: false,
          }
        : networkProblem(cause, target, url);
    if (found === undefined) throw cause;
    return { ...found, cause };
  } finally {
    clearTimeout(timer);
    // What was not read to its end would keep the connection busy.
    answer?.body.on('error', () => {}).destroy();
  }
};

const send = async (
  { method, headers, body, length }: Exchange,
  url: URL,
  authorization: string | undefined,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Answer> => {
  const content = body?.();
  const response = await request(url, {
    dispatcher,
    method,
    signal,
    // By default, undici closes the connection after HEAD, for servers that answer it with a body.
    reset: false,
    headers: {
      'user-agent': 'helm-charts',
      ...headers,
      ...(authorization !== undefined && { authorization }),
      ...(length !== undefined && { 'content-length': String(length) }),
    },
    body: content ?? null,
  }).finally(() => {
    if (content instanceof Readable) content.destroy();
  });
  return { status: response.statusCode, headers: response.headers, body: response.body, url };
};

/** Reads what is left of a short body, so that its connection can be used again. */
const discard = async ({ body }: Answer): Promise<void> => {
  if (!body.readableEnded && !body.destroyed) await body.dump({ limit: 64 * 2 ** 10 });
};

const late = ({ target, url }: Exchange, { request: limit }: Limits) =>
  problemOf(
    'unreachable',
    target,
    `${url.host} has not answered completely within ${limit / 1000} s`,
    'check the network, and run it again',
  );

const tooManyRedirects = ({ target }: Exchange) =>
  new RegistryFailure(
    problemOf(
      'broken',
      target,
      `${target.host} redirects in a circle`,
      'check the address, and tell the operator of the registry',
    ),
  );
