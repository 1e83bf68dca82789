import type { Json } from '@helm-charts/types';
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { isObject } from './fields.ts';

/** A problem at an offset of the text. */
export interface Problem {
  readonly offset: number;
  /** That of the parser, if it found the problem. */
  readonly code?: string;
  readonly message: string;
  readonly fix?: string;
}

/** What a document contains, as JSON. */
export interface Content {
  /** Undefined if there are problems. */
  readonly value: Json;
  /** Problems of YAML that is valid but has no JSON equivalent. */
  readonly problems: readonly Problem[];
  /** The offsets of keys that their map already has. */
  readonly duplicates: readonly number[];
}

/** Converts a document to JSON and finds what JSON lacks, in one walk. */
export const contentOf = ({ contents }: Document): Content => {
  const walk: Walk = {
    anchors: new Map(),
    problems: [],
    duplicates: [],
    decoded: 1,
    aliased: 0,
    isExcessive: false,
  };
  const value = jsonOf(contents, walk);
  if (walk.problems.length === 0 && isExcessive(walk)) {
    report(
      contents,
      walk,
      'its nested aliases expand to too many nodes, so the parser stops',
      writeOut,
    );
  }
  return { value, problems: walk.problems, duplicates: walk.duplicates };
};

interface Walk {
  /** The last node with each anchor so far. */
  readonly anchors: Map<string, Anchor>;
  readonly problems: Problem[];
  readonly duplicates: number[];
  /** Nodes so far, with those that aliases stand for. */
  decoded: number;
  /** Nodes that aliases stand for. */
  aliased: number;
  isExcessive: boolean;
}

interface Anchor {
  /** Undefined while the walk is inside the node. */
  readonly value: Json | undefined;
  /** How many nodes an alias of it stands for. */
  readonly nodes: number;
}

const writeOut = 'write out the values instead of aliases';

const jsonOf = (node: unknown, walk: Walk): Json => {
  walk.decoded += 1;
  if (isAlias(node)) return aliasedValue(node, walk);
  if (!isNode(node)) return null;
  const anchor = 'anchor' in node ? node.anchor : undefined;
  if (!anchor) return plainValue(node, walk);
  const before = walk.decoded - 1;
  walk.anchors.set(anchor, { value: undefined, nodes: 0 });
  const value = plainValue(node, walk);
  walk.anchors.set(anchor, { value, nodes: walk.decoded - before });
  return value;
};

const aliasedValue = (alias: Alias, walk: Walk): Json => {
  const anchor = walk.anchors.get(alias.source);
  if (anchor === undefined) {
    const { source } = alias;
    report(alias, walk, `the alias *${source} has no anchor &${source} before it`);
    return null;
  }
  if (anchor.value === undefined) {
    report(alias, walk, `anchor &${alias.source} refers to itself`, writeOut);
    return null;
  }
  walk.decoded += anchor.nodes;
  walk.aliased += anchor.nodes;
  walk.isExcessive ||= isExcessive(walk);
  return anchor.value;
};

const plainValue = (node: Node, walk: Walk): Json => {
  if (isScalar(node)) return scalarValue(node, walk);
  if (isSeq(node)) return node.items.map((item) => jsonOf(item, walk));
  return isMap(node) ? mapValue(node, walk) : null;
};

const scalarValue = (node: Scalar, walk: Walk): Json => {
  const { value, source } = node;
  if (typeof value === 'number' && !Number.isFinite(value))
    report(node, walk, `${source} is not a number in JSON, so Helm cannot read it`);
  // All other tags of the schema resolve to text, numbers, booleans and null.
  return isMergeKey(node) ? '<<' : (value as Json);
};

const mapValue = ({ items }: YAMLMap, walk: Walk): Json => {
  const object: Record<string, Json> = {};
  const keys = new Set<unknown>();
  for (const { key, value } of items) {
    if (isScalar(key)) {
      if (keys.has(key.value)) walk.duplicates.push(key.range?.[0] ?? 0);
      keys.add(key.value);
    }
    if (isMergeKey(key)) merge(object, value, walk);
    else {
      const name = keyText(key, walk);
      set(object, name, jsonOf(value, walk));
    }
  }
  return object;
};

/** Go refuses other keys (go.yaml.in/yaml: decode.go, `invalid map key`). */
const keyText = (key: unknown, walk: Walk): string => {
  const value = jsonOf(key, walk);
  if (value === null) return '';
  if (typeof value === 'object')
    report(key, walk, 'a map or a list cannot be a key in JSON', 'put the text in quotes');
  return String(value);
};

/** `<<` sets what the map does not have; of several maps the first that has a key counts (yaml.org/type/merge.html). */
const merge = (object: Record<string, Json>, value: unknown, walk: Walk): void => {
  const merged = jsonOf(value, walk);
  for (const source of Array.isArray(merged) ? merged : [merged]) {
    if (!isObject(source)) {
      // An alias without an anchor is reported already.
      if (source !== null || !isAlias(value))
        report(value, walk, 'only maps can be merged with <<', 'name a map, or a list of maps');
      continue;
    }
    for (const [name, one] of Object.entries(source))
      if (!Object.hasOwn(object, name)) set(object, name, one);
  }
};

/** A plain `<<`; one in quotes is text. */
const isMergeKey = (key: unknown): boolean => isScalar(key) && typeof key.value === 'symbol';

/** Also `__proto__` is an ordinary key. */
const set = (object: Record<string, Json>, name: string, value: Json): void => {
  if (name in object)
    Object.defineProperty(object, name, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  else object[name] = value;
};

/** The share of nodes from aliases that Go allows, which shrinks as a document grows (go.yaml.in/yaml: decode.go, `allowedAliasRatio`). */
const isExcessive = ({ decoded, aliased, isExcessive }: Walk): boolean => {
  const growth = (Math.min(Math.max(decoded, 400_000), 4_000_000) - 400_000) / 3_600_000;
  return (
    isExcessive || (aliased > 100 && decoded > 1000 && aliased / decoded > 0.99 - 0.89 * growth)
  );
};

const report = (node: unknown, walk: Walk, message: string, fix?: string): void => {
  const offset = (isNode(node) ? node.range?.[0] : undefined) ?? 0;
  walk.problems.push({ offset, message, ...(fix && { fix }) });
};
