import type { Json } from '@helm-charts/types';
import {
  type Document,
  isAlias,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  type Tags,
  visit,
} from 'yaml';

/** What is wrong at one place of a YAML text. Lines and columns count from 1. */
interface YamlProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What a YAML text says, or why it can't be read. `value` means nothing if there are problems. */
export interface ParsedYaml {
  readonly value: Json;
  readonly problems: readonly YamlProblem[];
}

/**
 * Reads one YAML document as Helm and the API server do (sigs.k8s.io/yaml: YAML 1.1 without dates
 * and numbers of base 60, `on` and `y` are booleans, `<<` merges), but with unique keys, as
 * kustomize demands. All problems are reported.
 */
export const parseYaml = (text: string): ParsedYaml => {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.1',
    customTags,
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
  });
  const problems = [...syntaxProblems(document), ...contentProblems(document)].map(
    ({ offset, message }): YamlProblem => {
      const { line, col } = lines.linePos(offset);
      return { line, column: col, message };
    },
  );
  if (problems.length > 0) return { value: null, problems };
  try {
    return { value: document.toJS({ maxAliasCount: 1000 }) ?? null, problems };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return { value: null, problems: [{ line: 1, column: 1, message: aliasBomb }] };
  }
};

interface Problem {
  readonly offset: number;
  readonly message: string;
}

const aliasBomb = 'its aliases multiply to more than a document may hold; write the values out';

const sentences: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this key is there twice, and only one of them would count; remove one',
  TAB_AS_INDENT: 'spaces indent YAML, and here is a tab; replace it',
  MULTIPLE_DOCS: 'a second document begins here, and only one can be read; remove it',
};

const syntaxProblems = (document: Document): Problem[] =>
  [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
    offset: pos[0],
    message: sentences[code] ?? message.replace(/^./, (first) => first.toLowerCase()),
  }));

/** What parses, and still says nothing that JSON could hold. */
const contentProblems = (document: Document): Problem[] => {
  const problems: Problem[] = [];
  const report = (node: { range?: readonly number[] | null | undefined }, message: string) =>
    problems.push({ offset: node.range?.[0] ?? 0, message });
  const anchors = new Set<string>();
  visit(document, (_, node) => {
    if (isAlias(node) && !anchors.has(node.source)) {
      report(node, `nothing before this is anchored as &${node.source}`);
    }
    if (isScalar(node) && typeof node.value === 'number' && !Number.isFinite(node.value)) {
      report(node, `${node.source} is no number that JSON knows`);
    }
    if (isNode(node) && !isAlias(node) && node.anchor) anchors.add(node.anchor);
  });
  return problems;
};

const text = 'tag:yaml.org,2002:';
const unknownToGo = new Set(
  ['timestamp', 'omap', 'pairs', 'set', 'binary'].map((name) => text + name),
);

/**
 * The tags of YAML 1.1 as Go's yaml.v2 resolves them, where it differs from the specification (its
 * resolve.go).
 */
const customTags = (tags: Tags): Tags => [
  ...tags.filter(
    (tag) => typeof tag === 'string' || !(unknownToGo.has(tag.tag) || tag.format === 'TIME'),
  ),
  {
    tag: `${text}int`,
    default: true,
    test: /^[-+]?0o[0-7_]+$/,
    resolve: (source: string) => Number(source.replaceAll('_', '')),
  },
  {
    tag: `${text}binary`,
    resolve: (source: string) => Buffer.from(source, 'base64').toString(),
  },
];
