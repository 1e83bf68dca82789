import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Does something with a copy of a chart in which the file of a template has one more line, as a next version may have. */
export const withMore = async <T>(
  chart: string,
  template: string,
  use: (directory: string) => Promise<T>,
): Promise<T> => {
  const directory = await mkdtemp(join(tmpdir(), 'chart-'));
  try {
    await cp(chart, directory, { recursive: true });
    const path = join(directory, 'templates', template);
    const text = await readFile(path, 'utf8');
    const more = text.replace(/(?=\n\{\{-? end -?\}\}\s*$)/, '\n# More.');
    if (more === text) throw new Error(`${template} is not the template of a file`);
    await writeFile(path, more);
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
};
