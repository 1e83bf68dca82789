import { type Document, isScalar, type LineCounter } from 'yaml';
import { type ParsedYaml, read } from './yaml.ts';
import { compose, composeDocument } from './yaml-compose.ts';
import { nodeAt, offsetOf } from './yaml-path.ts';

/** One YAML document with the positions of its nodes. */
export interface LocatedYaml extends ParsedYaml {
  /** Line and column of the key or item at a path; if it is missing, those of its nearest parent. */
  readonly placeOf: (path: readonly (string | number)[]) => Place;
  /** The source text of a scalar, for instance `yes` for the value `true`. */
  readonly sourceOf: (path: readonly (string | number)[]) => string | undefined;
  /** The parsed nodes, with their ranges in the text. */
  readonly document: Document;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Parses a document as `parseYaml` does and keeps the positions. */
export const parseLocatedYaml = (text: string, file: string): LocatedYaml => {
  const { document, lines } = composeDocument(text);
  return located(document, lines, file);
};

/** Parses each document of a stream in the same way. An empty stream has one empty document. */
export const parseLocatedStream = (text: string, file: string): readonly LocatedYaml[] => {
  const { documents, lines } = compose(text);
  return documents.map((document) => located(document, lines, file));
};

const located = (document: Document.Parsed, lines: LineCounter, file: string): LocatedYaml => {
  return {
    ...read(document, lines, file),
    placeOf: (path) => {
      const start = document.contents?.range?.[0] ?? 0;
      const { line, col } = lines.linePos(offsetOf(document.contents, path) ?? start);
      return { line, column: col };
    },
    sourceOf: (path) => {
      const node = nodeAt(document.contents, path);
      return isScalar(node) ? node.source : undefined;
    },
    document,
  };
};
