import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defaultTarget, schemasOf } from '@helm-charts/kubernetes';
import { Failure, type Finding, groupBy } from '@helm-charts/types';
import { readSchemas } from '../../../../tools/go/files.ts';
import { replaceFile } from '../write.ts';
import { embeddedSchemas } from './sources.ts';

/**
 * Writes the schemas as files that the Go code embeds: of each set a gzip of a JSON object from `<set>/<file>.json` to the
 * schema, with sorted keys. Returns an object of all of them as text.
 * @throws {Failure} With exit code 2 that names every schema file that is not JSON.
 */
export const placeSchemas = async (): Promise<string> => {
  const schemas = parsed(await readSchemas());
  const sets = groupBy(Object.keys(schemas), (path) => path.split('/')[0] ?? '');
  const files = new Map<string, Uint8Array | string>([
    ['default.json', JSON.stringify(schemasOf(defaultTarget))],
  ]);
  for (const [set, paths] of sets) {
    const text = JSON.stringify(Object.fromEntries(paths.map((path) => [path, schemas[path]])));
    files.set(`${set}.json.gz`, compress(text));
  }
  await mkdir(embeddedSchemas, { recursive: true });
  for (const name of await readdir(embeddedSchemas))
    if (!files.has(name)) await rm(join(embeddedSchemas, name));
  for (const [name, content] of files) await replaceFile(join(embeddedSchemas, name), content);
  return JSON.stringify(schemas);
};

const parsed = (texts: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> => {
  const paths = Object.keys(texts).sort();
  const all = paths.map((path) => parse(path, texts[path] ?? ''));
  const broken = all.flatMap(({ finding }) => finding ?? []);
  if (broken.length > 0) throw new Failure(2, broken);
  return Object.fromEntries(all.map(({ path, schema }) => [path, schema]));
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

/** The header of a gzip names the operating system that made it; 255 is an unknown one (RFC 1952, 2.3.1). */
const compress = (text: string): Uint8Array => {
  const bytes = gzipSync(text, { level: 9 });
  bytes[9] = 255;
  return bytes;
};
