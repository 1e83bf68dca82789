import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { definitionsIn } from '@helm-charts/generate';

/** The named templates that the charts in the folder `charts` of a chart define, with those of their own dependencies: Helm knows all of them everywhere. */
export const vendoredTemplates = async (directory: string): Promise<ReadonlySet<string>> => {
  const charts = join(directory, 'charts');
  const entries = await readdir(charts, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const defined = files.map(({ parentPath, name }): Promise<readonly string[]> => {
    const file = join(parentPath, name);
    if (name.endsWith('.tgz')) return inPackage(createReadStream(file));
    return isTemplate(file.slice(directory.length))
      ? readFile(file, 'utf8').then(definitionsIn)
      : Promise.resolve([]);
  });
  return new Set((await Promise.all(defined)).flat());
};

/** A package may hold the packages of its dependencies. What can't be read defines nothing; Helm says why. */
const inPackage = async (content: Readable): Promise<readonly string[]> => {
  const { extract } = await import('tar-stream');
  const entries = extract();
  const reading = pipeline(content, createGunzip(), entries).catch(() => {});
  const defined: string[] = [];
  try {
    for await (const entry of entries) {
      const { name } = entry.header;
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(Buffer.from(chunk));
      const content = Buffer.concat(chunks);
      if (name.endsWith('.tgz')) defined.push(...(await inPackage(Readable.from([content]))));
      else if (isTemplate(name)) defined.push(...definitionsIn(content.toString()));
    }
  } catch {
    return defined;
  }
  await reading;
  return defined;
};

const isTemplate = (path: string): boolean => /(?:^|\/)templates\//.test(path);
