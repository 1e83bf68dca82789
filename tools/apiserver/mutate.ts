/** Returns numbers from 0 up to 1, the same for the same seed (mulberry32). */
export const randomNumbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const a = Math.imul(state ^ (state >>> 15), state | 1);
    const b = a ^ (a + Math.imul(a ^ (a >>> 7), a | 61));
    return ((b ^ (b >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** An object with one change, and what was changed. */
export interface Mutated {
  readonly object: unknown;
  readonly change: string;
}

/**
 * Changes one field of an object as people do by mistake: it is removed, renamed, doubled, or gets another value. What says
 * where the object is sent stays.
 */
export const mutate = (object: unknown, random: () => number): Mutated => {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const paths = pathsIn(object, []).filter((path) => !fixed.has(path.join('.')));
  const path = pick(paths);
  const copy: unknown = structuredClone(object);
  const key = path.at(-1) ?? '';
  const parent = path.slice(0, -1).reduce<Node>((node, step) => node[step] as Node, copy as Node);
  const value = parent[key];
  const set = (other: unknown, what: string): Mutated => {
    parent[key] = other;
    return { object: copy, change: `${path.join('.')}: ${what}` };
  };
  const choice = random();
  if (choice < 0.15) {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
    return { object: copy, change: `${path.join('.')}: removed` };
  }
  if (choice < 0.22 && !Array.isArray(parent)) {
    delete parent[key];
    parent[`${key}s`] = value;
    return { object: copy, change: `${path.join('.')}: renamed` };
  }
  if (Array.isArray(value) && value.length > 0) {
    return choice < 0.6
      ? set([...value, structuredClone(pick(value))], 'an item twice')
      : set([], 'empty');
  }
  if (typeof value === 'object' && value !== null) {
    return set(choice < 0.6 ? {} : null, choice < 0.6 ? 'empty' : 'null');
  }
  const others =
    typeof value === 'number' ? numbers : typeof value === 'boolean' ? booleans : texts;
  const other = pick(others);
  return set(other, JSON.stringify(other));
};

type Node = { [key: string | number]: unknown };

/** Where an object is sent, and whose namespace or kind it is. */
const fixed: ReadonlySet<string> = new Set([
  'apiVersion',
  'kind',
  'metadata',
  'metadata.namespace',
]);

const numbers = [-1, 0, 1, 7, 53, 101, 65_536, 70_000, 4_000_000_000, 1.5, '1', 'a', null, true];

const booleans = [true, false, 'true', 'yes', 1, null];

const texts = [
  ...['', 'a', 'Upper', 'under_score', 'a b', '-a', 'a-', 'a.b', 'a/b', '/a', '../a', 'a:b', '*'],
  ...['a'.repeat(64), 'a'.repeat(254), '1', '-1', '0', '1Gi', '1GB', '1.5', '100m', '25%', '150%'],
  ...[
    '10.0.0.0/33',
    '10.0.0.1/8',
    '300.1.1.1',
    '::1',
    'fd00::/8',
    'http',
    'TCP',
    'Always',
    'Never',
  ],
  ...[
    '* * * *',
    '@hourly',
    'Europe/Nowhere',
    'ü',
    'example.com/x',
    'kubernetes.io/x',
    '{{',
    1,
    true,
    null,
  ],
];

const pathsIn = (value: unknown, path: readonly string[]): readonly (readonly string[])[] => {
  if (typeof value !== 'object' || value === null) return path.length === 0 ? [] : [path];
  return [
    ...(path.length === 0 ? [] : [path]),
    ...Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...path, key])),
  ];
};
