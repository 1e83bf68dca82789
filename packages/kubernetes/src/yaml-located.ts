import { type Document, isScalar, LineCounter, parseDocument } from 'yaml';
import { offsetOf, options, type ParsedYaml, read } from './yaml.ts';

/** One YAML document, with the place of everything that is written in it. */
export interface LocatedYaml extends ParsedYaml {
  /** Line and column of the key or item at a path, or of the nearest one around it that is written. */
  readonly placeOf: (path: readonly (string | number)[]) => Place;
  /** A scalar as it is written, `yes` for instance, where the value says `true`. */
  readonly sourceOf: (path: readonly (string | number)[]) => string | undefined;
  /** The nodes of the text, with their ranges. */
  readonly document: Document;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Reads a document as `parseYaml` does and keeps its places. */
export const parseLocatedYaml = (text: string, file: string): LocatedYaml => {
  const lines = new LineCounter();
  const document = parseDocument(text, { ...options, lineCounter: lines });
  return {
    ...read(document, lines, file),
    placeOf: (path) => {
      const start = document.contents?.range?.[0] ?? 0;
      const { line, col } = lines.linePos(offsetOf(document.contents, path) ?? start);
      return { line, column: col };
    },
    sourceOf: (path) => {
      const node = path.length === 0 ? document.contents : document.getIn(path, true);
      return isScalar(node) ? node.source : undefined;
    },
    document,
  };
};
