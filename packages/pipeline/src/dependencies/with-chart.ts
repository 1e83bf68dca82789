import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpack } from '../charts/package.ts';

/** Reads the folder of a chart, or a package as a folder; undefined if it cannot be read as a chart. */
export const withChart = async <T>(
  path: string,
  use: (folder: string) => Promise<T>,
): Promise<T | undefined> => {
  const entry = await stat(path).catch(() => undefined);
  if (entry === undefined) return undefined;
  if (entry.isDirectory()) return use(path);
  const folder = await mkdtemp(join(tmpdir(), 'chart-'));
  try {
    await unpack(path, folder);
    return await use(folder);
  } catch {
    return undefined;
  } finally {
    await rm(folder, { recursive: true });
  }
};
