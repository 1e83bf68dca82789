import type { Answer, Loopback } from './loopback.ts';
import { serve } from './loopback.ts';

/**
 * Starts a server for the remote cache of Nx that keeps the entries in memory. It implements the OpenAPI specification of the page
 * Self-Hosted Caching in the documentation of Nx: an entry is written once, and each request needs the token.
 */
export const startNxCache = (token: string): Promise<Loopback> => {
  const entries = new Map<string, Buffer>();
  return serve(async ({ method, url: { pathname }, headers, body }): Promise<Answer> => {
    if (headers.authorization !== `Bearer ${token}`) return { status: 401 };
    const [, hash] = /^\/v1\/cache\/([^/]+)$/.exec(pathname) ?? [];
    if (hash === undefined) return { status: 404 };
    const entry = entries.get(hash);
    if (method === 'GET') return entry ? { status: 200, body: entry } : { status: 404 };
    if (method !== 'PUT') return { status: 405 };
    if (entry) return { status: 409 };
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(chunk);
    entries.set(hash, Buffer.concat(chunks));
    return { status: 200 };
  }, {});
};
