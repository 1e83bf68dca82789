import { connect } from './postgres.ts';
import { protectMarker } from './protect.ts';
import type { Settings } from './settings.ts';

/** What a run has done. */
export interface Done {
  readonly migrations: number;
  /** Rows that the seeds have written; undefined where they did not run. */
  readonly seeds?: number;
  /** The tenant that the run has created. */
  readonly tenant?: string;
}

/** All that consumers wait for, at once: the row of their hash becomes the current one, and the database is open. */
export const mark = async (
  settings: Settings,
  { migrations, seeds, tenant }: Done,
): Promise<void> => {
  await using session = await connect(settings, settings.database);
  await session.query('BEGIN');
  await protectMarker(settings, session);
  await session.query('UPDATE public.bootstrap_state SET is_current = false WHERE is_current');
  await session.query(
    `INSERT INTO public.bootstrap_state (hash, version, is_current, seeded_at, migrations, seeds, tenant)
     SELECT $1, $2, true, CASE WHEN $4::int IS NULL THEN min(seeded_at) ELSE now() END, $3, $4, $5
     FROM public.bootstrap_state WHERE hash = 'adopted' OR seeds > 0`,
    [settings.hash, settings.version, migrations, seeds ?? null, tenant ?? null],
  );
  await session.each(
    "SELECT format('ALTER DATABASE %I CONNECTION LIMIT -1', datname) AS statement FROM pg_database WHERE datname = $1 AND datconnlimit = 0",
    [settings.database],
  );
  await session.query('COMMIT');
};
