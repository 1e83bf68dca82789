import type { Checked, Finding, Json } from '@helm-charts/types';
import {
  type Document,
  type DocumentOptions,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type ParseOptions,
  parseAllDocuments,
  parseDocument,
  type SchemaOptions,
  type Tags,
  visit,
} from 'yaml';

/** The value of a YAML text; no value if it can't be parsed. */
export type ParsedYaml = Checked<Json>;

/** A document of a YAML stream, with its position in the stream. */
export interface ParsedDocument extends ParsedYaml {
  /** The line of its first content; `end` is the line of the next document or of the end. */
  readonly line: number;
  readonly end: number;
  /** The line of the field at a path; if it is missing, that of its nearest parent. */
  readonly lineOf: (path: readonly (string | number)[]) => number;
}

/**
 * Parses one YAML document as Helm and the API server do (sigs.k8s.io/yaml: YAML 1.1 without dates and base-60
 * numbers, `on` and `y` are booleans, `<<` merges), but requires unique keys, like kustomize. It reports all
 * problems with their lines and columns in `file`.
 * @example
 * parseYaml('replicas: 2\n').value; // { replicas: 2 }
 */
export const parseYaml = (text: string, file = 'YAML'): ParsedYaml => {
  const lines = new LineCounter();
  return read(parseDocument(text, { ...options, lineCounter: lines }), lines, file);
};

/** Parses each document of a YAML stream in the same way. Empty documents are omitted. */
export const parseYamlStream = (text: string, file: string): readonly ParsedDocument[] => {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { ...options, lineCounter: lines });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const all = 'empty' in documents ? [] : documents;
  return all.flatMap((document): ParsedDocument[] => {
    const [start, , end] = document.range;
    const parsed = read(document, lines, file);
    const first = document.contents?.range?.[0];
    if (parsed.value === null) return [];
    const lineOf = (path: readonly (string | number)[]) =>
      lineAt(offsetOf(document.contents, path) ?? first ?? start);
    return [{ ...parsed, line: lineAt(first ?? start), end: lineAt(end), lineOf }];
  });
};

/** Returns the problems of a document, or its value if there are none. */
export const read = (document: Document, lines: LineCounter, file: string): ParsedYaml => {
  const findings = [...syntaxProblems(document, lines), ...contentProblems(document)].map(
    ({ offset, message, fix }): Finding => {
      const { line, col } = lines.linePos(offset);
      const position = { file, line, column: col };
      return { rule: 'yaml', severity: 'error', position, message, ...(fix && { fix }) };
    },
  );
  if (findings.length > 0) return { findings };
  try {
    return { value: document.toJS({ maxAliasCount: 1000 }) ?? null, findings };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const { line } = lines.linePos(document.contents?.range?.[0] ?? 0);
    const position = { file, line, column: 1 };
    return { findings: [{ rule: 'yaml', severity: 'error', position, ...aliasBomb }] };
  }
};

/** The offset of a key or an item; undefined if not even the first key of the path exists. */
export const offsetOf = (node: unknown, path: readonly (string | number)[]): number | undefined => {
  const [key, ...rest] = path;
  if (key === undefined) return undefined;
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    const here = isNode(pair?.key) ? pair.key.range?.[0] : undefined;
    return here === undefined ? undefined : (offsetOf(pair?.value, rest) ?? here);
  }
  if (!isSeq(node) || typeof key !== 'number') return undefined;
  const item = node.items[key];
  const here = isNode(item) ? item.range?.[0] : undefined;
  return here === undefined ? undefined : (offsetOf(item, rest) ?? here);
};

interface Sentence {
  readonly message: string;
  readonly fix?: string;
}

interface Problem extends Sentence {
  readonly offset: number;
}

const aliasBomb: Sentence = {
  message: 'its nested aliases expand to too many nodes, so the parser stops',
  fix: 'write out the values instead of aliases',
};

const sentences: Readonly<Record<string, Sentence>> = {
  DUPLICATE_KEY: {
    message: 'the key is defined twice, and only one of the values would be used',
    fix: 'remove one',
  },
  TAB_AS_INDENT: {
    message: 'a tab is used for indentation, which YAML does not allow',
    fix: 'replace it with spaces',
  },
  MULTIPLE_DOCS: {
    message: 'a second YAML document starts here, and this file must contain only one',
    fix: 'remove it',
  },
  TAG_RESOLVE_FAILED: { message: "this tag is not one of YAML's own", fix: 'remove it' },
  UNEXPECTED_TOKEN: {
    message: 'YAML syntax error: this text is not allowed here',
    fix: 'put the text in quotes, or correct the text before it',
  },
};

/** After the first syntax error, suppresses follow-on errors. */
const syntaxProblems = (document: Document, lines: LineCounter): Problem[] => {
  const lineOf = ({ pos }: Document['errors'][number]) => lines.linePos(pos[0]).line;
  const all = [...document.errors, ...document.warnings];
  const lost = all.find(({ code }) => code !== 'DUPLICATE_KEY');
  return all
    .filter(
      (one) =>
        one === lost ||
        one.code === 'DUPLICATE_KEY' ||
        lost === undefined ||
        (one.code !== 'UNEXPECTED_TOKEN' && lineOf(one) !== lineOf(lost)),
    )
    .map(({ code, message, pos }) => ({
      offset: pos[0],
      ...(sentences[code] ?? { message: message.replace(/^./, (first) => first.toLowerCase()) }),
    }));
};

/** Problems of YAML that is valid but has no JSON equivalent. */
const contentProblems = (document: Document): Problem[] => {
  const problems: Problem[] = [];
  const report = (
    node: { range?: readonly number[] | null | undefined },
    message: string,
    fix?: string,
  ) => problems.push({ offset: node.range?.[0] ?? 0, message, ...(fix && { fix }) });
  const anchors = new Set<string>();
  visit(document, (_, node, around) => {
    if (isAlias(node) && !anchors.has(node.source)) {
      report(node, `the alias *${node.source} has no anchor &${node.source} before it`);
    }
    if (isAlias(node) && around.some((one) => isCollection(one) && one.anchor === node.source)) {
      report(
        node,
        `anchor &${node.source} refers to itself`,
        'write out the values instead of aliases',
      );
    }
    if (isScalar(node) && typeof node.value === 'number' && !Number.isFinite(node.value)) {
      report(node, `${node.source} is not a number in JSON, so Helm cannot read it`);
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
 * The tags of YAML 1.1 as Go's yaml.v2 resolves them, which differs from the specification (resolve.go).
 */
const customTags = (tags: Tags): Tags => {
  known ??= [
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
  return known;
};

/** Read once, because every document needs it. */
let known: Tags | undefined;

/** The options of the YAML parser. */
export const options: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  customTags,
  prettyErrors: false,
  logLevel: 'error',
};
