import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Calls `use` with a copy of a chart in which a line is added to a named template. */
export const withLine = async <T>(
  directory: string,
  template: string,
  use: (directory: string) => Promise<T>,
): Promise<T> => {
  const chart = await mkdtemp(join(tmpdir(), 'chart-'));
  try {
    await cp(directory, chart, { recursive: true });
    const path = join(chart, 'templates', template);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(/(?=\n\{\{-? end -?\}\}\s*$)/, '\n# More.'));
    return await use(chart);
  } finally {
    await rm(chart, { recursive: true });
  }
};
