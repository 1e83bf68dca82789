import type { Checked, Finding, Json } from '@helm-charts/types';
import type { Document, LineCounter } from 'yaml';
import { compose, composeDocument, deepest } from './yaml-compose.ts';
import { contentOf, type Problem } from './yaml-content.ts';
import { offsetOf } from './yaml-path.ts';
import { readPlain } from './yaml-plain.ts';
import { type PlainLines, plainLines } from './yaml-plain-lines.ts';

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
export const parseYaml = (text: string, file = 'YAML', options: ReadOptions = {}): ParsedYaml => {
  const plain = readPlain(text);
  if (plain?.length === 1) return { value: plain[0]?.value ?? null, findings: [] };
  const { document, lines } = composeDocument(text);
  return read(document, lines, file, options);
};

/** How a document is read. */
export interface ReadOptions {
  /** Whether a key that is defined twice is a warning, and its last value counts, as in Helm. */
  readonly acceptsDuplicateKeys?: boolean | undefined;
  /** Whether a second document is a warning, and only the first counts, as in Go (go.yaml.in/yaml: yaml.go, Unmarshal). */
  readonly acceptsMoreDocuments?: boolean | undefined;
}

/** Parses each document of a YAML stream in the same way. Empty documents are omitted. */
export const parseYamlStream = (text: string, file: string): readonly ParsedDocument[] => {
  const plain = readPlain(text);
  if (plain === undefined) return composeStream(text, file).flatMap((one) => one ?? []);
  // Positions are for findings, and few documents have one.
  let lines: PlainLines | undefined;
  return plain.flatMap(({ value, line, end }, index): ParsedDocument[] => {
    if (value === null) return [];
    const lineOf: ParsedDocument['lineOf'] = (path) => {
      if (path.length === 0) return line;
      lines ??= plainLines(text) ?? composedLines(text, file);
      return lines.lineOf(index, path) ?? line;
    };
    return [{ value, findings: [], line, end, lineOf }];
  });
};

const composedLines = (text: string, file: string): PlainLines => {
  const documents = composeStream(text, file);
  return { lineOf: (document, path) => documents[document]?.lineOf(path) };
};

/** Reads all documents of a stream with the positions of their nodes; undefined for an empty one. */
const composeStream = (text: string, file: string): readonly (ParsedDocument | undefined)[] => {
  const { documents, lines } = compose(text);
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  return documents.map((document) => {
    const [start, , end] = document.range;
    const parsed = read(document, lines, file);
    const first = document.contents?.range?.[0];
    if (parsed.value === null) return undefined;
    const lineOf = (path: readonly (string | number)[]) =>
      lineAt(offsetOf(document.contents, path) ?? first ?? start);
    return { ...parsed, line: lineAt(first ?? start), end: lineAt(end), lineOf };
  });
};

/** Returns the problems of a document, or its value if there are none. */
export const read = (
  document: Document,
  lines: LineCounter,
  file: string,
  { acceptsDuplicateKeys = false, acceptsMoreDocuments = false }: ReadOptions = {},
): ParsedYaml => {
  const { value, problems, duplicates } = contentOf(document);
  const isAccepted = (code: string | undefined): boolean =>
    (acceptsDuplicateKeys && code === 'DUPLICATE_KEY') ||
    (acceptsMoreDocuments && code === 'MULTIPLE_DOCS');
  const findings = [...syntaxProblems(document, duplicates, lines), ...problems].map(
    ({ offset, code, ...problem }): Finding => {
      const { line, col } = lines.linePos(offset);
      const position = { file, line, column: col };
      const sentence = acceptsMoreDocuments && code === 'MULTIPLE_DOCS' ? onlyFirst : problem;
      const severity = isAccepted(code) ? 'warning' : 'error';
      return { rule: 'yaml', severity, position, ...sentence };
    },
  );
  if (findings.every(({ severity }) => severity === 'warning')) return { value, findings };
  return { findings: findings.map((one) => ({ ...one, severity: 'error' })) };
};

interface Sentence {
  readonly message: string;
  readonly fix?: string;
}

const onlyFirst: Sentence = {
  message: 'a second YAML document starts here, and only the first one is read',
  fix: 'move its content into the first one, or remove it',
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
  RESOURCE_EXHAUSTION: {
    message: `its maps and lists are nested more than ${deepest} levels deep here, so the parser stops`,
    fix: 'nest them less deep',
  },
  UNEXPECTED_TOKEN: {
    message: 'YAML syntax error: this text is not allowed here',
    fix: 'put the text in quotes, or correct the text before it',
  },
};

/** After the first syntax error, suppresses follow-on errors. Keys that are defined twice are listed by their offsets. */
const syntaxProblems = (
  document: Document,
  duplicates: readonly number[],
  lines: LineCounter,
): readonly Problem[] => {
  const lineOf = (offset: number) => lines.linePos(offset).line;
  const all: readonly Fault[] = [...document.errors, ...document.warnings].map(
    ({ code, message, pos }) => ({ code, message, offset: pos[0] }),
  );
  const lost = all[0];
  const first = all.filter(
    (one) =>
      one === lost ||
      lost === undefined ||
      (one.code !== 'UNEXPECTED_TOKEN' && lineOf(one.offset) !== lineOf(lost.offset)),
  );
  const twice = duplicates.map((offset) => ({ code: 'DUPLICATE_KEY', message: '', offset }));
  const ordered =
    twice.length === 0 ? first : [...first, ...twice].toSorted((a, b) => a.offset - b.offset);
  return ordered.map(({ code, message, offset }) => ({
    offset,
    code,
    ...(sentences[code] ?? { message: message.replace(/^./, (letter) => letter.toLowerCase()) }),
  }));
};

interface Fault {
  readonly code: string;
  readonly message: string;
  readonly offset: number;
}
