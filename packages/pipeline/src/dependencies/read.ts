import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type Checked, Failure } from '@helm-charts/types';
import { unpack } from '../charts/package.ts';
import { type SubchartModule, subchartModule } from './module.ts';

/** Reads the folder of a chart, or a package, absolute, and makes its module. */
export const readSubchart = async (
  path: string,
  repositoryOf?: (name: string) => string | undefined,
): Promise<Checked<SubchartModule>> => {
  const shown = relative(process.cwd(), path) || '.';
  const entry = await stat(path).catch(() => undefined);
  if (!entry?.isFile()) return subchartModule(path, shown, repositoryOf);
  const folder = await mkdtemp(join(tmpdir(), 'chart-'));
  try {
    await unpack(path, folder);
    return await subchartModule(folder, shown, repositoryOf);
  } catch (error) {
    if (!(error instanceof Failure) || error.exitCode !== 2) throw error;
    return { findings: error.findings };
  } finally {
    await rm(folder, { recursive: true });
  }
};
