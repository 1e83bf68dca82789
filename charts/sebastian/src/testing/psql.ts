import { existsSync, globSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { missing } from '@helm-charts/testing/servers';

/** The folder of the genuine `psql`. Debian's own is a program in Perl, which takes longer to find that one than that to do its work. */
export const findPsql = (): string => {
  const file = globSync('/usr/lib/postgresql/*/bin/psql').toSorted().at(-1) ?? which('psql');
  if (file !== undefined) return dirname(file);
  throw missing(
    'psql',
    'The scripts speak to Postgres with it; run `apt-get install postgresql-client`.',
  );
};

const which = (program: string): string | undefined =>
  process.env.PATH?.split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file));
