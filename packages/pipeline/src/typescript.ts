import { existsSync, readFileSync } from 'node:fs';
import { register } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Module = Readonly<{ [key: string]: unknown }>;

/**
 * Imports a TypeScript file. Node 22.18 and newer does so if the nearest package.json has `"type": "module"`; otherwise
 * esbuild compiles it.
 */
export const importTypeScript = async (file: string): Promise<Module> => {
  if (!process.features.typescript || typeOf(dirname(file)) !== 'module') translate();
  return (await import(pathToFileURL(file).href)) as Module;
};

let isTranslated = false;

const translate = (): void => {
  if (isTranslated) return;
  isTranslated = true;
  process.setSourceMapsEnabled(true);
  const extension = import.meta.url.slice(-'.ts'.length);
  register(new URL(`./typescript-loader${extension}`, import.meta.url));
};

/** The `type` of the package that contains a directory. */
const typeOf = (directory: string): unknown => {
  const file = join(directory, 'package.json');
  if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { type?: unknown }).type;
  const parent = dirname(directory);
  return parent === directory ? undefined : typeOf(parent);
};
