import type { Credential } from '../credentials/credential.ts';
import { broken, problemOf, RegistryFailure, type Target } from '../problem.ts';
import { readBody } from '../transport/body.ts';
import type { Client } from '../transport/client.ts';
import { isLoopback } from '../transport/dispatcher.ts';
import { loginTo } from '../transport/status-problem.ts';

/** Where a registry has its tokens made. */
export interface Realm {
  readonly url: URL;
  readonly service: string | undefined;
}

/** A bearer token, and the time until which it is used. */
export interface Token {
  readonly text: string;
  readonly expires: number;
}

/** Reads the realm of a bearer challenge. */
export const realmOf = (target: Target, parameters: Readonly<Record<string, string>>): Realm => {
  const { realm, service } = parameters;
  if (realm === undefined || !URL.canParse(realm))
    throw broken(target, `${target.host} does not say where to get a token`, 401);
  const url = new URL(realm);
  if (url.protocol !== 'https:' && !isLoopback(url.hostname))
    throw broken(
      target,
      `${target.host} wants the credentials sent to ${url.host} without TLS`,
      401,
    );
  return { url, service };
};

/** Gets a token for scopes (Distribution: token authentication; with an identity token: OAuth2). */
export const fetchToken = async (
  exchange: Client['exchange'],
  target: Target,
  { url, service }: Realm,
  scopes: readonly string[],
  credential: Credential | undefined,
): Promise<Token> => {
  const parameters = new URLSearchParams(service === undefined ? {} : { service });
  const common = { target, expect: [200, 400, 401, 403] };
  const text = await exchange(
    credential?.kind === 'identity'
      ? { ...common, ...oauth(url, parameters, scopes, credential.token) }
      : { ...common, ...plain(url, parameters, scopes, credential) },
    async (answer) => {
      if (answer.status !== 200) throw refused(target, url, answer.status, credential);
      return (await readBody(answer, target, 2 ** 20)).toString();
    },
  );
  return tokenOf(text, target, url);
};

const plain = (
  realm: URL,
  parameters: URLSearchParams,
  scopes: readonly string[],
  credential: Credential | undefined,
) => {
  const url = new URL(realm);
  for (const [name, value] of parameters) url.searchParams.append(name, value);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  const headers = credential?.kind === 'basic' ? { authorization: basic(credential) } : {};
  return { method: 'GET' as const, url, headers };
};

const oauth = (
  url: URL,
  parameters: URLSearchParams,
  scopes: readonly string[],
  identity: string,
) => {
  const form = new URLSearchParams({
    ...Object.fromEntries(parameters),
    grant_type: 'refresh_token',
    client_id: 'helm-charts',
    scope: scopes.join(' '),
    refresh_token: identity,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST' as const, url, headers, body: () => form.toString() };
};

export const basic = ({ username, password }: Credential & { readonly kind: 'basic' }): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/** Reads the answer of a token server. A token without a time is valid for 60 seconds. */
const tokenOf = (text: string, target: Target, url: URL): Token => {
  const answer = parse(text);
  const token = answer.token ?? answer.access_token;
  if (typeof token !== 'string' || token === '')
    throw broken(target, `${url.host} answers without a token`, 200);
  const seconds = typeof answer.expires_in === 'number' ? answer.expires_in : 60;
  // A request takes some time to arrive.
  return { text: token, expires: Date.now() + Math.max(seconds - 10, seconds / 2) * 1000 };
};

const parse = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};

const refused = (
  target: Target,
  url: URL,
  status: number,
  credential: Credential | undefined,
): RegistryFailure =>
  new RegistryFailure(
    problemOf(
      'unauthorized',
      target,
      credential === undefined
        ? `${target.host} asks for credentials, and there are none for it (HTTP ${status})`
        : `${url.host} gives no token for ${target.host}, since it does not accept the credentials (HTTP ${status})`,
      loginTo(target),
      status,
    ),
  );
