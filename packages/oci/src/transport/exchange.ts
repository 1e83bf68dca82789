import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Target } from '../problem.ts';

/** A request to a registry or a Helm repository. */
export interface Exchange {
  readonly target: Target;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body of each try. A stream needs its length. */
  readonly body?: () => Readable | Uint8Array | string;
  readonly length?: number;
  /** The statuses of success, and those that the caller interprets. */
  readonly expect: readonly number[];
  /** Whether the content is streamed, so that only the time without a byte is limited. */
  readonly isStreamed?: boolean;
  /** The origin of the registry. Credentials are sent only there, and to where it has tokens made. */
  readonly origin?: string;
  /** What the request does to repositories: `repository:charts/web:pull`. */
  readonly scopes?: readonly string[];
}

/** The head of an answer, and its body as a stream. */
export interface Answer {
  readonly status: number;
  readonly headers: Dispatcher.ResponseData['headers'];
  readonly body: Dispatcher.ResponseData['body'];
  /** The URL that answered, after redirects. */
  readonly url: URL;
}

/** A header, the first if there are several. */
export const headerOf = (
  { headers }: Pick<Answer, 'headers'>,
  name: string,
): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
};
