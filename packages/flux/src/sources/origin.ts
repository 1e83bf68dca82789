import { dirname, resolve } from 'node:path';
import type { FieldPath } from '@helm-charts/kubernetes';
import {
  isObject,
  listAt,
  type ParsedDocument,
  parseYaml,
  stringAt,
  valueAt,
} from '@helm-charts/kubernetes';
import { groupBy, type Manifest, type Position } from '@helm-charts/types';
import type { Files } from './files.ts';
import { generatorFields, generatorFiles } from './references.ts';

/** The position of an object that Flux applies, in the files of the repository. */
export interface Origin {
  /**
   * The line of a field, or of its nearest parent in the file; without a path, the line of the
   * object.
   */
  readonly at: (path?: FieldPath) => Position;
  /** The first line with this text, in the object or in a file that it was built from. */
  readonly find: (text: string) => Position;
  /** A line in the text under a key of `data`. */
  readonly within: (key: string, line: number) => Position;
}

/** Finds the origin of an object; undefined if it is not in a file. */
export type Locate = (manifest: Manifest) => Origin | undefined;

/**
 * The annotation in which kustomize records the origin of an object (kustomize:
 * api/internal/utils/annotations.go).
 */
export const originAnnotation = 'config.kubernetes.io/origin';

/**
 * Reads the origin annotation of kustomize. `directory` is the directory of the build; `others` are
 * further files that may contain a text of the object, for instance patches.
 */
export const originOf = (
  manifest: Manifest,
  directory: string,
  files: Files,
  others: readonly string[],
): Origin => {
  const origin = manifest.metadata.annotations?.[originAnnotation] ?? '';
  const plain = /^path: ([A-Za-z.][\w./-]*\.ya?ml)\n$/.exec(origin)?.[1];
  const said = plain === undefined ? parseYaml(origin).value : { path: plain };
  const path = stringAt(said, 'path');
  if (path !== undefined) return inResource(manifest, resolve(directory, path), files, others);
  const configuredIn = stringAt(said, 'configuredIn') ?? 'kustomization.yaml';
  return inGenerator(manifest, resolve(directory, configuredIn), files, others);
};

const inResource = (
  manifest: Manifest,
  file: string,
  files: Files,
  others: readonly string[],
): Origin => {
  const found = writtenObject(manifest, files.documents(file));
  const line = (path: FieldPath) => found?.document.lineOf([...found.prefix, ...path]) ?? 1;
  const at = (path: FieldPath = []) => ({ file: files.name(file), line: line(path) });
  const range = { from: found?.document.line ?? 1, to: found?.document.end ?? Infinity };
  return {
    at,
    find: (text) => findLine(text, file, files, range) ?? findAnywhere(text, others, files) ?? at(),
    within: (key, number) => {
      const header = line(['data', key]);
      const isBlock = /[|>][-+\d]*\s*$/.test(linesOf(files.text(file))[header - 1] ?? '');
      return { file: files.name(file), line: isBlock ? header + number : header };
    },
  };
};

const inGenerator = (
  manifest: Manifest,
  file: string,
  files: Files,
  others: readonly string[],
): Origin => {
  const [document] = files.documents(file);
  const candidates = generatorFields.flatMap((field) =>
    listAt(document?.value, field).map((generator, index) => ({ field, index, generator })),
  );
  const nameLength = ({ generator }: (typeof candidates)[number]) => {
    const name = stringAt(generator, 'name') ?? '';
    return manifest.metadata.name.includes(name) ? name.length : -1;
  };
  const found = candidates.toSorted((a, b) => nameLength(b) - nameLength(a))[0];
  const line = (path: FieldPath) =>
    document?.lineOf(found ? [found.field, found.index, ...path] : []) ?? 1;
  const at = () => ({ file: files.name(file), line: line(['name']) });
  const sources = generatorFiles(found?.generator).map((source) => ({
    ...source,
    path: resolve(dirname(file), source.path),
  }));
  const own = sources.map(({ path }) => path);
  return {
    at,
    find: (text) => findAnywhere(text, [...own, file, ...others], files) ?? at(),
    within: (key, number) => {
      const source = sources.find((candidate) => candidate.key === key);
      return source
        ? { file: files.name(source.path), line: number }
        : { file: files.name(file), line: line([]) };
    },
  };
};

interface WrittenObject {
  readonly document: ParsedDocument;
  readonly object: unknown;
  readonly prefix: FieldPath;
}

/** The object of a file that is most like the built one, whose name kustomize may have changed. */
const writtenObject = (
  manifest: Manifest,
  documents: readonly ParsedDocument[],
): WrittenObject | undefined => {
  const known = indexes.get(documents) ?? indexOf(documents);
  indexes.set(documents, known);
  const [first, ...others] =
    known.byName.get(nameKey(manifest.kind, manifest.metadata.name)) ?? known.all;
  if (first === undefined) return undefined;
  return others.reduce(
    (best, one) => (likeness(manifest, one.object) > likeness(manifest, best.object) ? one : best),
    first,
  );
};

/** A file can have thousands of objects, and each is looked for, so they are kept by their names. */
interface ObjectIndex {
  readonly all: readonly WrittenObject[];
  readonly byName: ReadonlyMap<string, readonly WrittenObject[]>;
}

const indexes = new WeakMap<readonly ParsedDocument[], ObjectIndex>();

const indexOf = (documents: readonly ParsedDocument[]): ObjectIndex => {
  const all = objectsIn(documents);
  const named = ({ object }: WrittenObject) =>
    nameKey(stringAt(object, 'kind') ?? '', stringAt(object, 'metadata', 'name') ?? '');
  return { all, byName: groupBy(all, named) };
};

const nameKey = (kind: string, name: string): string => `${kind} ${name}`;

/** The objects of a file. The items of a List are separate objects. */
const objectsIn = (documents: readonly ParsedDocument[]): readonly WrittenObject[] =>
  documents.flatMap((document): WrittenObject[] => {
    const items = valueAt(document.value, 'items');
    if (!Array.isArray(items)) return [{ document, object: document.value, prefix: [] }];
    return items.map((object, index) => ({ document, object, prefix: ['items', index] }));
  });

/** How similar an object in a file is to the built object. */
const likeness = (manifest: Manifest, object: unknown): number => {
  if (!isObject(object) || object.kind !== manifest.kind) return 0;
  const name = stringAt(object, 'metadata', 'name') ?? '';
  if (name === manifest.metadata.name) {
    const namespace = stringAt(object, 'metadata', 'namespace');
    return namespace === manifest.metadata.namespace ? 1002 : 1001;
  }
  return manifest.metadata.name.includes(name) ? 2 + name.length : 1;
};

/** The lines of the file that was searched last, since many texts are looked for in the same one. */
let last: { readonly text: string; readonly lines: readonly string[] } | undefined;

const linesOf = (text: string | undefined): readonly string[] => {
  if (text === undefined) return [];
  if (last?.text !== text) last = { text, lines: text.split('\n') };
  return last.lines;
};

const findAnywhere = (
  text: string,
  paths: readonly string[],
  files: Files,
): Position | undefined => {
  for (const path of paths) {
    const found = findLine(text, path, files, { from: 1, to: Infinity });
    if (found !== undefined) return found;
  }
  return undefined;
};

const findLine = (
  text: string,
  file: string,
  files: Files,
  { from, to }: { readonly from: number; readonly to: number },
): Position | undefined => {
  const lines = linesOf(files.text(file));
  const index = lines.findIndex(
    (line, at) => at + 1 >= from && at + 1 <= to && line.includes(text),
  );
  return index === -1 ? undefined : { file: files.name(file), line: index + 1 };
};
