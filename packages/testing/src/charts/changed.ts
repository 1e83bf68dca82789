import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Does something with a copy of a chart in which a named template has one line more. */
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
