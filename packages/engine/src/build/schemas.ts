import { readFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Failure, type Finding } from '@helm-charts/types';
import { readSchemas } from '../../../../tools/go/files.ts';
import { replaceFile } from '../write.ts';
import { schemasArchive } from './sources.ts';

/**
 * Writes all schemas into one file that the Go code embeds: a gzip of a JSON object from `<folder>/<file>.json` to the
 * schema, with sorted keys. Returns the object as text.
 * @throws {Failure} With exit code 2 that names every schema file that is not JSON.
 */
export const placeSchemas = async (): Promise<string> => {
  const text = joined(await readSchemas());
  if ((await archived()) !== text) await replaceFile(schemasArchive, compress(text));
  return text;
};

const joined = (texts: Readonly<Record<string, string>>): string => {
  const paths = Object.keys(texts).sort();
  const parsed = paths.map((path) => parse(path, texts[path] ?? ''));
  const broken = parsed.flatMap(({ finding }) => finding ?? []);
  if (broken.length > 0) throw new Failure(2, broken);
  return JSON.stringify(Object.fromEntries(parsed.map(({ path, schema }) => [path, schema])));
};

const parse = (path: string, text: string): Parsed => {
  try {
    return { path, schema: JSON.parse(text) };
  } catch (cause) {
    const finding = {
      rule: 'schemas',
      severity: 'error',
      position: { file: `schemas/${path}` },
      message: `the schema file is not JSON (${(cause as Error).message})`,
      fix: 'restore it, for instance with "npm run nx -- run schemas:update"',
    } as const;
    return { path, finding };
  }
};

interface Parsed {
  readonly path: string;
  readonly schema?: unknown;
  readonly finding?: Finding;
}

/** The text in the archive; undefined if there is none, or a broken one. */
const archived = async (): Promise<string | undefined> => {
  try {
    return gunzipSync(await readFile(schemasArchive)).toString();
  } catch {
    return undefined;
  }
};

/** The header of a gzip names the operating system that made it; 255 is an unknown one (RFC 1952, 2.3.1). */
const compress = (text: string): Uint8Array => {
  const bytes = gzipSync(text, { level: 9 });
  bytes[9] = 255;
  return bytes;
};
