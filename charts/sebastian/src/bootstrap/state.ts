import { applicationName, connect, type Session } from './postgres.ts';
import type { Settings } from './settings.ts';

/** What earlier bootstraps have left of the database of the server. */
export interface State {
  /** `closed`: nobody but the superuser may connect, since a bootstrap was at work. `broken`: Postgres ended while it dropped the database. */
  readonly database: 'absent' | 'broken' | 'closed' | 'open';
  /** Whether the copy that a run goes back to is there. */
  readonly copied: boolean;
}

/** What the marker says of a database. */
export interface Marker {
  /** `none`: no bootstrap has begun. `begun`: none has completed. `adopted`: the database was in use before, and no row is current. */
  readonly history: 'none' | 'begun' | 'completed' | 'adopted';
  /** Hash of the last complete bootstrap. */
  readonly hash: string;
  readonly version: string;
  /** Whether a bootstrap has written the seeds. */
  readonly seeded: boolean;
}

/** Ends what Postgres still does for a run that is gone, and looks at what such a run has left. */
export const readState = async (settings: Settings): Promise<State> => {
  await using cluster = await connect(settings, 'postgres');
  await cluster.query(
    'SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()',
    [applicationName],
  );
  // A run that is cut off while it copies leaves the database like this.
  await cluster.each(
    `SELECT format('ALTER DATABASE %I ALLOW_CONNECTIONS true', datname) AS statement FROM pg_database
     WHERE datname = $1 AND datconnlimit = 0 AND NOT datallowconn`,
    [settings.database],
  );
  const databases = await cluster.query<{ name: string; limit: number }>(
    'SELECT datname AS name, datconnlimit AS limit FROM pg_database WHERE datname IN ($1, $2)',
    [settings.database, settings.copy],
  );
  const limitOf = (wanted: string) => databases.find(({ name }) => name === wanted)?.limit;
  const [limit, limitOfCopy] = [limitOf(settings.database), limitOf(settings.copy)];
  if (limitOfCopy === invalid) {
    await cluster.query(`DROP DATABASE ${cluster.name(settings.copy)}`);
  }
  return {
    database:
      limit === undefined
        ? 'absent'
        : limit === invalid
          ? 'broken'
          : limit === 0
            ? 'closed'
            : 'open',
    copied: limitOfCopy !== undefined && limitOfCopy !== invalid,
  };
};

/** A database can only be dropped after a `DROP DATABASE` that was cut off: `DATCONNLIMIT_INVALID_DB` of PostgreSQL's pg_database.h. */
const invalid = -2;

/** Reads the marker of the database, which must exist. */
export const readMarker = async (settings: Settings): Promise<Marker> => {
  await using session = await connect(settings, settings.database);
  const [{ known } = { known: false }] = await session.query<{ known: boolean }>(isKnown);
  if (!known) return { history: 'none', hash: '', version: '', seeded: false };
  await addColumns(session);
  const rows = await session.query<Row>(
    'SELECT hash, version, is_current AS current, seeded_at IS NOT NULL AS seeded, seeds FROM public.bootstrap_state ORDER BY id',
  );
  const current = rows.find(({ current }) => current);
  return {
    history: current !== undefined ? 'completed' : rows.length > 0 ? 'adopted' : 'begun',
    hash: current?.hash ?? '',
    version: current?.version ?? '',
    // A row without a number is of a version that called a database seeded where no file of seeds was found.
    seeded: rows.some(
      ({ hash, seeded, seeds }) => seeded && (hash === 'adopted' || (seeds ?? 0) > 0),
    ),
  };
};

/** How many bootstraps have completed in a database. */
export const rowsOfMarker = async (settings: Settings, database: string): Promise<number> => {
  await using session = await connect(settings, database);
  const [{ known } = { known: false }] = await session.query<{ known: boolean }>(isKnown);
  if (!known) return 0;
  const [row] = await session.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM public.bootstrap_state WHERE hash <> 'adopted'",
  );
  return row?.count ?? 0;
};

const isKnown = "SELECT to_regclass('public.bootstrap_state') IS NOT NULL AS known";

interface Row {
  readonly hash: string;
  readonly version: string;
  readonly current: boolean;
  readonly seeded: boolean;
  readonly seeds: number | null;
}

/** Creates the marker. A database that was in use before gets a row that says so. */
export const createMarker = async (session: Session): Promise<void> => {
  await session.query('BEGIN');
  const [{ known, used } = { known: false, used: false }] = await session.query<{
    known: boolean;
    used: boolean;
  }>(
    `SELECT to_regclass('public.bootstrap_state') IS NOT NULL AS known,
            EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public') AS used`,
  );
  if (!known) {
    await session.query(markerTable);
    if (used) {
      const [{ users } = { users: false }] = await session.query<{ users: boolean }>(
        "SELECT to_regclass('public.users') IS NOT NULL AS users",
      );
      await session.query(
        `INSERT INTO public.bootstrap_state (hash, version, is_current, seeded_at)
         VALUES ('adopted', '0', false, ${users ? '(SELECT now() FROM public.users LIMIT 1)' : 'NULL'})`,
      );
    }
  }
  await session.query('COMMIT');
};

/** The numbers of the marker are newer than the marker. */
const addColumns = async (session: Session): Promise<void> => {
  const [{ missing } = { missing: false }] = await session.query<{ missing: boolean }>(
    `SELECT NOT EXISTS (
       SELECT FROM pg_attribute WHERE attrelid = 'public.bootstrap_state'::regclass AND attname = 'tenant'
     ) AS missing`,
  );
  if (!missing) return;
  await session.query(
    `ALTER TABLE public.bootstrap_state
       ADD COLUMN migrations integer, ADD COLUMN seeds integer, ADD COLUMN tenant text`,
  );
};

const markerTable = `
CREATE TABLE public.bootstrap_state (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  hash text NOT NULL,
  version text NOT NULL,
  is_current boolean NOT NULL,
  completed_at timestamptz NOT NULL DEFAULT now(),
  seeded_at timestamptz,
  migrations integer,
  seeds integer,
  tenant text
);
CREATE UNIQUE INDEX bootstrap_state_is_current ON public.bootstrap_state (is_current) WHERE is_current;
COMMENT ON TABLE public.bootstrap_state IS 'Each complete bootstrap of this database. The current row is what consumers wait for.';
COMMENT ON COLUMN public.bootstrap_state.migrations IS 'How many migrations this bootstrap has run.';
COMMENT ON COLUMN public.bootstrap_state.seeds IS 'How many rows the seeds have written, when this bootstrap has run them.';
COMMENT ON COLUMN public.bootstrap_state.tenant IS 'The tenant that this bootstrap has created.';
`;
