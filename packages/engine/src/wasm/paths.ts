import { win32 } from 'node:path';

const isWindows = process.platform === 'win32';

/** A path of this machine (absolute) as the module sees it: `C:\charts` is `/C:/charts`. */
export const toModule = (path: string): string =>
  isWindows && win32.isAbsolute(path) ? `/${path.replaceAll('\\', '/')}` : path;

/** The path of this machine for one that the module sees (absolute). */
export const toMachine = (path: string): string =>
  isWindows ? win32.normalize(path.slice(1)) : path;
