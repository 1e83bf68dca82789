import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { BootstrapFailure, textOf } from './failure.ts';
import { say } from './log.ts';
import type { Settings } from './settings.ts';

/**
 * The folder with the seeds of a product: `helm/templates/appliance-bootstrap-configmap.yaml` of Nine-Minds/alga-psa looks below the configured folder,
 * where that has no seeds itself. Throws a failure where there are none at all, which knex takes for a success.
 */
export const seedsFolderOf = ({ seedsFolder, product }: Settings): string => {
  const candidates = [seedsFolder, join(seedsFolder, product)];
  const found = candidates.find((folder) => seedsIn(folder).length > 0);
  if (found !== undefined) return found;
  throw new BootstrapFailure('usage', `neither ${candidates.join(' nor ')} has a file with seeds`);
};

/** Runs the seeds, and returns how many rows they have written. Throws a failure if they have written no row. */
export const runSeeds = async (knex: Knex, folder: string): Promise<number> => {
  let rows = 0;
  knex.on('query-response', (_, { response }: { readonly response?: Response }) => {
    if (response?.command !== undefined && writing.has(response.command))
      rows += response.rowCount ?? 0;
  });
  const files = seedsIn(folder);
  for (const file of files) {
    const before = rows;
    try {
      await knex.seed.run({ directory: folder, specific: file });
    } catch (error) {
      throw new BootstrapFailure('seeds', `the seed ${file} failed: ${textOf(error)}`);
    }
    say(`seed ${file}: ${rows - before} rows`);
  }
  if (rows > 0) return rows;
  throw new BootstrapFailure(
    'seeds',
    `none of the ${files.length} files with seeds in ${folder} has written a row`,
  );
};

interface Response {
  readonly command?: string;
  readonly rowCount?: number | null;
}

const writing: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

const seedsIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => /\.(c?js)$/.test(file))
        .toSorted()
    : [];
