import { randomUUID } from 'node:crypto';
import { json } from './answers.ts';
import type { Answer, Asked } from './loopback.ts';

/** The refusal of a request, if it has no right. */
export type Guard = (asked: Asked) => Promise<Answer | undefined>;

export interface Account {
  readonly username: string;
  readonly password: string;
}

/** Asks for the user and password of one account (RFC 7617). */
export const basicGuard =
  (account: Account): Guard =>
  async ({ headers }) =>
    headers.authorization === basic(account)
      ? undefined
      : unauthorized('Basic realm="registry of a test"');

/** A guard with tokens, and the server that makes them. */
export interface TokenGuard {
  readonly guard: Guard;
  /** The scopes of each token that was made. */
  readonly scopes: () => readonly (readonly string[])[];
  /** Tokens that were made until now are no longer accepted. */
  readonly expire: () => void;
}

/** Asks for a token (Distribution, token authentication), which `/token` of the same server makes for one account or its identity token. */
export const tokenGuard = (account: Account, identity?: string): TokenGuard => {
  const valid = new Set<string>();
  const scopes: (readonly string[])[] = [];
  const make = (asked: readonly string[]): Answer => {
    const token = randomUUID();
    valid.add(token);
    scopes.push(asked);
    return json({ token, expires_in: 300 });
  };
  return {
    scopes: () => scopes,
    expire: () => valid.clear(),
    guard: async ({ method, url, headers, body }) => {
      if (url.pathname === '/token') {
        if (method === 'GET')
          return headers.authorization === basic(account)
            ? make(url.searchParams.getAll('scope'))
            : { status: 401 };
        const form = new URLSearchParams(await textOf(body));
        const isKnown = identity !== undefined && form.get('refresh_token') === identity;
        return isKnown ? make(form.get('scope')?.split(' ') ?? []) : { status: 401 };
      }
      const [, token = ''] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
      return valid.has(token)
        ? undefined
        : unauthorized(`Bearer realm="${url.origin}/token",service="registry of a test"`);
    },
  };
};

const textOf = async (body: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

const basic = ({ username, password }: Account): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

const unauthorized = (challenge: string): Answer => ({
  ...json({ errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] }),
  status: 401,
  headers: { 'www-authenticate': challenge },
});
