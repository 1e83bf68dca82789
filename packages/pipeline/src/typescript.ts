import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Lets Node import a TypeScript file. Node does so by itself since 22.18 where the nearest package.json says
 * `"type": "module"`; otherwise tsx does.
 */
export const allowTypeScript = async (file: string): Promise<void> => {
  if (process.features.typescript && typeOf(dirname(file)) === 'module') return;
  registered ??= import('tsx/esm/api').then(({ register }) => void register());
  await registered;
};

let registered: Promise<void> | undefined;

/** The `type` of the package that a directory lies in. */
const typeOf = (directory: string): unknown => {
  const file = join(directory, 'package.json');
  if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { type?: unknown }).type;
  const parent = dirname(directory);
  return parent === directory ? undefined : typeOf(parent);
};
