/** Where URLs are fetched from instead: a URL, or its beginning, and what replaces it. */
export type Mirrors = Readonly<Record<string, string>>;

/** The URL to fetch instead of another one: the longest beginning that has a mirror is replaced. */
export const mirrorOf = (url: string, mirrors: Mirrors): string => {
  const [found] = Object.keys(mirrors)
    .map((from) => ({ from: from.replace(/\/+$/, ''), to: mirrors[from]?.replace(/\/+$/, '') }))
    .filter(({ from }) => url === from || url.startsWith(`${from}/`))
    .toSorted((a, b) => b.from.length - a.from.length);
  return found?.to === undefined ? url : found.to + url.slice(found.from.length);
};
