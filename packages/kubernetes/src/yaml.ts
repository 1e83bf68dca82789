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

/** What a YAML text says; no value where it can't be read. */
export type ParsedYaml = Checked<Json>;

/** A document of a YAML stream, and where in the stream it stands. */
export interface ParsedDocument extends ParsedYaml {
  /** The line of its first content; that of the next document or the end is `end`. */
  readonly line: number;
  readonly end: number;
  /** The line of the field at a path of keys, or of the nearest field around it that is there. */
  readonly lineOf: (path: readonly (string | number)[]) => number;
}

/**
 * Reads one YAML document as Helm and the API server do (sigs.k8s.io/yaml: YAML 1.1 without dates
 * and numbers of base 60, `on` and `y` are booleans, `<<` merges), but with unique keys, as
 * kustomize demands. All problems are reported, at lines and columns of `file`.
 */
export const parseYaml = (text: string, file = 'YAML'): ParsedYaml => {
  const lines = new LineCounter();
  return read(parseDocument(text, { ...options, lineCounter: lines }), lines, file);
};

/** Reads each document of a YAML stream in the same way. Documents without content are left out. */
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

/** Collects the problems of a document, or else its value. */
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

/** Where a key or an item begins; undefined where the path leads nowhere from the start. */
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
  message: 'its aliases multiply to more than a document may hold',
  fix: 'write the values out',
};

const sentences: Readonly<Record<string, Sentence>> = {
  DUPLICATE_KEY: {
    message: 'this key is there twice, and only one of them would count',
    fix: 'remove one',
  },
  TAB_AS_INDENT: { message: 'spaces indent YAML, and here is a tab', fix: 'replace it' },
  MULTIPLE_DOCS: {
    message: 'a second document begins here, and only one can be read',
    fix: 'remove it',
  },
  TAG_RESOLVE_FAILED: { message: "this tag is not one of YAML's own", fix: 'remove it' },
  UNEXPECTED_TOKEN: {
    message: "this can't stand here in YAML",
    fix: 'put the text in quotes, or correct what is before it',
  },
};

/** After the first syntax error, errors that only follow from it are left out. */
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

/** What parses, and still says nothing that JSON could hold. */
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
      report(node, `no anchor &${node.source} comes before this alias`);
    }
    if (isAlias(node) && around.some((one) => isCollection(one) && one.anchor === node.source)) {
      report(node, `anchor &${node.source} refers to itself`, 'write the values out');
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

/** Read once, because every document asks for it. */
let known: Tags | undefined;

/** How documents are parsed. */
export const options: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  customTags,
  prettyErrors: false,
  logLevel: 'error',
};
