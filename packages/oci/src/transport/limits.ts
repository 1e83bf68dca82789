/** How long and how often a client tries, and how much it sends at once. Times are in milliseconds, sizes in bytes. */
export interface Limits {
  /** Tries of one request, or of one upload that makes no progress. */
  readonly attempts: number;
  /** Wait before the second try. It doubles with each further try, and varies by a quarter. */
  readonly retryDelay: number;
  /** The longest Retry-After of a server that is waited for. */
  readonly retryAfter: number;
  /** Time until the answer to a request is complete. For content that is streamed, `idle` applies instead. */
  readonly request: number;
  /** Time without a single byte. */
  readonly idle: number;
  /** Larger blobs are sent in chunks of this size. */
  readonly chunk: number;
  /** Connections to one host. */
  readonly connections: number;
}

export const defaultLimits: Limits = {
  attempts: 4,
  retryDelay: 300,
  retryAfter: 60_000,
  request: 30_000,
  idle: 30_000,
  chunk: 16 * 2 ** 20,
  connections: 6,
};
