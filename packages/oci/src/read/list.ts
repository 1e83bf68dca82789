import { broken, RegistryFailure } from '../problem.ts';
import { readBody } from '../transport/body.ts';
import type { Client } from '../transport/client.ts';
import { type Exchange, headerOf } from '../transport/exchange.ts';
import { isPage, statusProblem } from '../transport/status-problem.ts';
import { urlAt } from '../transport/url.ts';

/** Reads the pages of a list. Undefined if the registry says that there is none. */
export const listPages = async (
  client: Client,
  first: Omit<Exchange, 'method' | 'expect'>,
): Promise<readonly unknown[] | undefined> => {
  const pages: unknown[] = [];
  const seen = new Set<string>();
  for (let url: URL | undefined = first.url; url !== undefined; ) {
    // A registry that ignores the position would answer with the first page for ever.
    if (seen.has(url.href)) break;
    seen.add(url.href);
    const page = await readPage(client, { ...first, url });
    if (page === undefined) return undefined;
    pages.push(page.content);
    url = page.next;
  }
  return pages;
};

const readPage = (client: Client, request: Omit<Exchange, 'method' | 'expect'>) => {
  const { target, url } = request;
  return client.exchange({ ...request, method: 'GET', expect: [200, 404] }, async (answer) => {
    const body = (await readBody(answer, target, 32 * 2 ** 20)).toString();
    const refusal = { status: answer.status, contentType: headerOf(answer, 'content-type'), body };
    if (isPage(refusal)) throw new RegistryFailure(statusProblem(refusal, target));
    if (answer.status === 404) return undefined;
    const content = parse(body);
    if (content === undefined)
      throw broken(target, `${target.host} answers with something that is no list`, answer.status);
    return { content, next: nextOf(headerOf(answer, 'link'), url) };
  });
};

/** The next page (RFC 5988), on the same host. */
const nextOf = (link: string | undefined, url: URL): URL | undefined => {
  const [, path] = /<([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? '') ?? [];
  const next = urlAt(path, url);
  return next?.origin === url.origin ? next : undefined;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
