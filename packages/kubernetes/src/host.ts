import { oncePerText } from './once-per-text.ts';

/** A host name in a text, which may be that of a Service. */
export interface Host {
  readonly name: string;
  readonly namespace?: string;
  /** The cluster domain, if the host name contains it. */
  readonly domain?: string;
  readonly port?: number;
  /** Whether it contains `.svc`, as only names of Services do. */
  readonly isFull: boolean;
  /** Whether it has the form `host=x port=1` of libpq. */
  readonly isPair: boolean;
}

/** The host names in a text. */
export const hostsIn: (text: string) => readonly Host[] = oncePerText((text) => {
  // To look for full names takes long in long texts, and few have one.
  const hasFull = text.includes('.svc');
  const full = [...(hasFull ? text.matchAll(fullNames) : [])].map((match) => {
    const { name = '', namespace = '', domain, port } = match.groups ?? {};
    return { at: match.index, host: hostOf({ name, namespace, domain, port, isFull: true }) };
  });
  const rest = hasFull ? text.replaceAll(fullNames, (match) => '\0'.repeat(match.length)) : text;
  const short = [...rest.matchAll(shortNames)].flatMap((match) => {
    const { before = '', name = '', namespace, port } = match.groups ?? {};
    const isWhole = match[0].length === text.length;
    if (!isWhole && !['//', '@', '='].includes(before) && port === undefined) return [];
    // A longer text would be searched from its start.
    const front = rest.slice(Math.max(0, match.index - longestFront), match.index);
    const isPair = before === '=' && /\bhost$/.test(front) && / port=/.test(match[0]);
    const scheme = before === '//' ? /([a-z+]+):$/.exec(front)?.[1] : undefined;
    const standard = scheme === 'https' ? '443' : scheme === 'http' ? '80' : undefined;
    return [{ at: match.index, host: hostOf({ name, namespace, port: port ?? standard, isPair }) }];
  });
  return [...full, ...short].toSorted((a, b) => a.at - b.at).map(({ host }) => host);
}, 0);

/** The length of `https:` with the character before it. */
const longestFront = 7;

/**
 * The host name of a text that is only an address: a URL of a server, `host:port`, or a single host name. What follows `s3://` or
 * `kubernetes://` is none.
 */
export const soleHost = (text: string, isHost: boolean): string | undefined =>
  /^(?!(?:kubernetes|k8s|file|unix|s3|gs|gcs|azblob|secret|ref|docker|containerd|spiffe|sqlite):)[a-z+]+:\/\/(?:[^@/]*@)?([a-z0-9.-]+)(?::\d+)?(?:[/?]|$)/.exec(
    text,
  )?.[1] ??
  /^([a-z][a-z0-9.-]*):\d{2,5}$/.exec(text)?.[1] ??
  (isHost ? text : undefined);

const label = '[a-z](?:[-a-z0-9]*[a-z0-9])?';

/** `db.shop.svc`, `db-0.db.shop.svc.cluster.local:5432` (kubernetes/dns docs/specification.md). */
const fullNames =
  /(?<![a-z0-9.-])(?:[a-z0-9-]+\.)?(?<name>[a-z0-9-]+)\.(?<namespace>[a-z0-9-]+)\.svc(?:\.(?<domain>[a-z0-9-]+(?:\.[a-z0-9-]+)*))?(?:(?::|\s+port=)(?<port>\d{1,5}))?/g;

/** Matches the whole text, a word after `//`, `@`, `=` or a space, or a word with a port. */
const shortNames = new RegExp(
  `(?<before>^|//|[@=,\\s"'])(?<name>${label})(?:\\.(?<namespace>${label}))?(?:(?::|\\s+port=)(?<port>\\d{1,5}))?(?=$|[/,;\\s"'?])`,
  'g',
);

interface Parts {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly domain?: string | undefined;
  readonly port?: string | undefined;
  readonly isFull?: boolean;
  readonly isPair?: boolean;
}

const hostOf = ({
  name,
  namespace,
  domain,
  port,
  isFull = false,
  isPair = false,
}: Parts): Host => ({
  name,
  ...(namespace !== undefined && { namespace }),
  ...(domain !== undefined && { domain }),
  ...(port !== undefined && { port: Number(port) }),
  isFull,
  isPair,
});
