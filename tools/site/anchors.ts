import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The links of a built site to sections that do not exist, as `page: link`. VitePress itself checks links to pages. */
export const missingAnchors = (site: string): readonly string[] => {
  const pages = new Map(
    globSync('**/*.html', { cwd: site }).map((page) => [
      posix.resolve(`/${page}`.replace(/(index)?\.html$/, '')),
      readFileSync(join(site, page), 'utf8'),
    ]),
  );
  const ids = new Map(
    [...pages].map(([page, html]) => [
      page,
      new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)),
    ]),
  );
  return [...pages].flatMap(([page, html]) =>
    [...html.matchAll(/<a [^>]*href="([^":#]*)#([^"]+)"/g)].flatMap(([, path = '', id = '']) => {
      const target = path === '' ? page : posix.resolve(posix.dirname(page), path);
      return ids.get(target)?.has(decodeURIComponent(id)) ? [] : [`${page}: ${path}#${id}`];
    }),
  );
};
