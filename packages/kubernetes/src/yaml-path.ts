import { isMap, isNode, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml';

type Path = readonly (string | number)[];

/** The offset of a key or an item; undefined if not even the first key of the path exists. */
export const offsetOf = (node: unknown, path: Path): number | undefined => {
  const [key, ...rest] = path;
  const step = key === undefined ? undefined : stepTo(node, key);
  const here = isNode(step?.at) ? step.at.range?.[0] : undefined;
  return here === undefined ? undefined : (offsetOf(step?.node, rest) ?? here);
};

/** The node at a path. */
export const nodeAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>((node, key) => stepTo(node, key)?.node, root);

interface Step {
  /** The node with the position: the key of a map, the item of a list. */
  readonly at: unknown;
  readonly node: unknown;
}

const stepTo = (node: unknown, key: string | number): Step | undefined => {
  if (isMap(node)) {
    const pair = pairsOf(node).get(String(key));
    return pair && { at: pair.key, node: pair.value };
  }
  if (!isSeq(node) || typeof key !== 'number') return undefined;
  return { at: node.items[key], node: node.items[key] };
};

/** The first pair of each key. Kept for each map, since many findings can be about the same large one. */
const pairsOf = (map: YAMLMap): ReadonlyMap<string, Pair> => {
  const known = indexes.get(map);
  if (known !== undefined) return known;
  const index = new Map<string, Pair>();
  for (const pair of map.items)
    if (isScalar(pair.key) && !index.has(String(pair.key.value)))
      index.set(String(pair.key.value), pair);
  indexes.set(map, index);
  return index;
};

const indexes = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
