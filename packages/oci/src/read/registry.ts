import type { Target } from '../problem.ts';
import { printReference, type Reference, type Repository } from '../reference/reference.ts';
import type { Client } from '../transport/client.ts';
import type { Exchange } from '../transport/exchange.ts';

/** What every request about a repository has in common. */
export const requestTo = (
  client: Client,
  reference: Reference,
  path: string,
  actions: 'pull' | 'pull,push' = 'pull',
): Pick<Exchange, 'target' | 'url' | 'origin' | 'scopes'> => {
  const { host, repository } = reference;
  const url = client.urlOf(host, `/v2/${repository}/${path}`);
  return {
    target: targetOf(reference),
    url,
    origin: url.origin,
    scopes: [`repository:${repository}:${actions}`],
  };
};

export const targetOf = (reference: Reference): Target => ({
  host: reference.host,
  name: printReference(reference),
});

/** The repository alone, with other content named in it. */
export const within = (
  { host, repository }: Repository,
  named: Pick<Reference, 'tag' | 'digest'>,
): Reference => ({ host, repository, ...named });
