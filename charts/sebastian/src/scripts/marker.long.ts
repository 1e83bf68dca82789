import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { type Appliance, bootstrap, nextRelease, startAppliance } from '../testing/fixture.ts';
import { installation, installed } from '../testing/installation.ts';
import { project, withMigration } from '../testing/project.ts';

/** What the application may not do with the marker. */
const forgeries = [
  "UPDATE bootstrap_state SET hash = 'forged'",
  'UPDATE bootstrap_state SET is_current = false',
  'DELETE FROM bootstrap_state',
  'TRUNCATE bootstrap_state',
  "INSERT INTO bootstrap_state (hash, version, is_current) VALUES ('forged', '9', false)",
  'DROP TABLE bootstrap_state',
  'ALTER TABLE bootstrap_state ADD COLUMN forged text',
  'ALTER TABLE bootstrap_state RENAME TO forged',
  'CREATE TRIGGER forged BEFORE UPDATE ON bootstrap_state EXECUTE FUNCTION suppress_redundant_updates_trigger()',
  'DROP SCHEMA public CASCADE',
];

/** What a migration may say, by what it gives away; `@` is the role of the server, and `%` the role of the pool. */
const gifts: Readonly<Record<string, readonly string[]>> = {
  'all privileges': ['GRANT ALL ON ALL TABLES IN SCHEMA public TO "@", "%", PUBLIC'],
  'privileges that the role may grant, and has granted': [
    'GRANT ALL ON bootstrap_state TO "@" WITH GRANT OPTION',
    'SET ROLE "@"',
    'GRANT ALL ON bootstrap_state TO "%"',
    'RESET ROLE',
  ],
  'privileges of columns': [
    'GRANT UPDATE (hash, is_current), INSERT (hash, version, is_current) ON bootstrap_state TO "@" WITH GRANT OPTION',
    'SET ROLE "@"',
    'GRANT UPDATE (hash) ON bootstrap_state TO "%"',
    'RESET ROLE',
    // Whom no privilege of the table itself names.
    'GRANT UPDATE (hash, is_current) ON bootstrap_state TO PUBLIC',
  ],
  'the table': ['ALTER TABLE bootstrap_state OWNER TO "@"'],
  'the schema': ['ALTER SCHEMA public OWNER TO "@"'],
  'the database': [
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO %I', current_database(), '@'); END $$`,
  ],
  "the superuser's role": ['GRANT postgres TO "@" WITH ADMIN OPTION'],
  "the superuser's role by another one": [
    'CREATE ROLE "between @"',
    'GRANT postgres TO "between @"',
    'GRANT "between @" TO "@"',
  ],
  'a role that writes all tables': ['GRANT pg_write_all_data TO "@", "%"'],
  'the attribute of a superuser': ['ALTER ROLE "@" SUPERUSER CREATEROLE'],
};

test.concurrent.for(Object.entries(gifts))(
  'the roles of the application cannot forge the marker where a migration gives them %s',
  async ([, statements], context) => {
    await using appliance = await orSkip(context, startAppliance());
    const { release, contents } = installation(appliance);
    const { DB_USER_SERVER: server, DB_USER_PGBOUNCER: pool } = release.environment;
    const named = statements.map((sql) => sql.replaceAll('@', server).replaceAll('%', pool));
    // The percent signs of `format` were not meant.
    const gift = named.map((sql) => sql.replaceAll(`${pool}I`, '%I'));
    const given = withMigration('005_gift', ...gift);
    const first = await bootstrap(appliance, { ...release, project: given });
    expect([first.code, first.lines]).toEqual([0, first.lines]);
    await refuse(appliance, release.environment);

    // Nor does it last when an upgrade without a copy gives the same.
    const { migrations } = withMigration(
      '005_gift',
      ...gift.filter((sql) => !/^CREATE ROLE/.test(sql)),
    );
    const { code, lines } = await bootstrap(
      appliance,
      nextRelease({
        ...release,
        project: {
          ...project,
          migrations: { ...given.migrations, '006_gift': migrations['005_gift'] ?? [] },
        },
      }),
    );
    expect([code, lines]).toEqual([0, lines]);
    await refuse(appliance, release.environment);
    expect(await contents()).toMatchObject({
      notes: installed.notes,
      privileges: installed.privileges,
    });
  },
);

const refuse = async (
  { connect, passwords }: Appliance,
  names: {
    readonly DB_NAME_SERVER: string;
    readonly DB_USER_SERVER: string;
    readonly DB_USER_PGBOUNCER: string;
  },
): Promise<void> => {
  const database = names.DB_NAME_SERVER;
  for (const login of [
    { user: names.DB_USER_SERVER, password: passwords.DB_PASSWORD_SERVER },
    { user: names.DB_USER_PGBOUNCER, password: passwords.DB_PASSWORD_PGBOUNCER },
  ]) {
    await using application = await connect({ ...login, database });
    for (const forgery of forgeries) {
      const refused = await application.query(forgery).then(
        () => 'accepted',
        (error: unknown) => String(error),
      );
      expect([login.user, forgery, refused]).toEqual([
        login.user,
        forgery,
        expect.stringMatching(/permission denied|must be owner/),
      ]);
    }
    // It may see it, and work with its own tables.
    expect(
      await application.query('SELECT hash FROM bootstrap_state WHERE is_current'),
    ).toHaveLength(1);
    await application.query("INSERT INTO notes (text) VALUES ('mine')");
    await application.query("DELETE FROM notes WHERE text = 'mine'");
  }
};
