import type { Json } from '@helm-charts/types';
import { type PlainDocument, readPlain } from './yaml-plain.ts';
import type { PlainPlaces } from './yaml-plain-places.ts';

/** The lines of the fields of a stream of plain YAML. */
export interface PlainLines {
  /** The line of the field at a path of a document; if it is missing, that of its nearest parent; undefined without any. */
  readonly lineOf: (document: number, path: readonly (string | number)[]) => number | undefined;
}

/** Finds the lines of fields; undefined if the stream is not so plain that they are certain. */
export const plainLines = (text: string): PlainLines | undefined => {
  const places: PlainPlaces = new Map();
  const documents = readPlain(text, places);
  return documents && { lineOf: (at, path) => lineIn(documents[at], path, places) };
};

const lineIn = (
  document: PlainDocument | undefined,
  path: readonly (string | number)[],
  places: PlainPlaces,
): number | undefined => {
  let node: Json = document?.value ?? null;
  let line: number | undefined;
  for (const key of path) {
    const name = Array.isArray(node) ? key : String(key);
    const next = places.get(node)?.get(name);
    if (next === undefined) break;
    line = next;
    node = memberOf(node, name);
  }
  return line;
};

const memberOf = (node: Json, name: string | number): Json => {
  if (typeof node !== 'object' || node === null) return null;
  return (node as Readonly<Record<string | number, Json>>)[name] ?? null;
};
