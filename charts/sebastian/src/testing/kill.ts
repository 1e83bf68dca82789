import type { Moment } from '@helm-charts/testing/servers';
import { startPostgresProxy } from '@helm-charts/testing/servers';
import { expect } from 'vitest';
import { type Appliance, bootstrap, type Release } from './fixture.ts';
import { type Installation, installation } from './installation.ts';
import type { Run } from './run.ts';

/** Bootstraps that come one after the other; the last one is killed. */
export interface Story {
  readonly before?: Release;
  readonly last: Release;
  /** Set where no copy takes migrations back: then the marker counts only those of the bootstrap that completes. */
  readonly keepsMigrations?: boolean;
}

/** What a story leaves when nothing disturbs it, and the statements of its last bootstrap. */
interface Undisturbed {
  readonly contents: unknown;
  readonly structure: unknown;
  readonly statements: readonly string[];
}

/** Tells a story to its end. */
export const tell = async (appliance: Appliance, { before, last }: Story): Promise<Undisturbed> => {
  const own = installation(appliance);
  if (before !== undefined) await succeed(appliance, own, before);
  await using proxy = await startPostgresProxy(appliance.postgres);
  await succeed(appliance, own, onPort(last, proxy.port));
  const left = { contents: await own.contents(), structure: await own.structure() };
  await own.remove();
  return { ...left, statements: [...proxy.statements()] };
};

/**
 * Moments around every statement that changes something: all three kinds around those that no transaction holds together with the others, and
 * one kind around each of the rest.
 */
export const momentsOf = (statements: readonly string[]): readonly Moment[] =>
  statements.flatMap((statement, index): readonly Moment[] => {
    if (/^\s*select\b/i.test(statement)) return [];
    const isAlone = alone.test(statement);
    return kinds
      .filter((_, kind) => isAlone || kind === index % kinds.length)
      .map((when) => ({ statement: index + 1, when }));
  });

const kinds = ['before', 'during', 'after'] as const;

/** What concerns whole databases, ends a transaction, is is a part of a migration that has none, or a record of knex. */
const alone =
  /^\s*(CREATE DATABASE|ALTER DATABASE|DROP DATABASE|COMMIT|CREATE TABLE (kinds|sorts\w*)|INSERT INTO kinds|insert into "knex_migrations|update "knex_migrations_lock)\b/;

/** Kills the last bootstrap of a story at a moment, lets another one to its end, and compares what that leaves with the undisturbed story. */
export const killAt = async (
  appliance: Appliance,
  { before, last, keepsMigrations = false }: Story,
  undisturbed: Undisturbed,
  moment: Moment,
): Promise<void> => {
  const own = installation(appliance);
  if (before !== undefined) await succeed(appliance, own, before);
  let run: Run | undefined;
  let statement = 'none';
  {
    const stop = (at: string) => {
      statement = at;
      run?.kill();
    };
    await using proxy = await startPostgresProxy(appliance.postgres, { moment, stop });
    run = await appliance.bootstrap(merged(own.release, onPort(last, proxy.port)));
    const { code } = await run.ended;
    expect({ moment, statement, code }).toEqual({ moment, statement, code: null });
  }
  const { lines } = await succeed(appliance, own, last);
  const all = { moment, statement, killed: run.lines(), lines };
  const { structure } = undisturbed;
  const counted = keepsMigrations ? withoutCount : (contents: unknown) => contents;
  const contents = counted(undisturbed.contents);
  expect({ ...all, contents: counted(await own.contents()) }).toEqual({ ...all, contents });
  expect({ ...all, structure: await own.structure() }).toEqual({ ...all, structure });
  await own.remove();
};

const withoutCount = (contents: unknown): unknown =>
  JSON.parse(JSON.stringify(contents).replaceAll(/"migrations":\d+/g, '"migrations":"some"'));

const succeed = async (appliance: Appliance, own: Installation, release: Release) => {
  const result = await bootstrap(appliance, merged(own.release, release));
  expect({ ...result, code: result.code }).toEqual({ ...result, code: 0 });
  return result;
};

const onPort = (release: Release, port: number): Release => ({
  ...release,
  environment: { ...release.environment, DB_PORT: String(port) },
});

const merged = (own: Release, release: Release): Release => ({
  ...own,
  ...release,
  environment: { ...own.environment, ...release.environment },
});
