import { orSkip } from '@helm-charts/testing/servers';
import { expect, test } from 'vitest';
import { nextRelease, startAppliance, withoutTenant } from '../testing/fixture.ts';
import { killAt, momentsOf, type Story, tell } from '../testing/kill.ts';
import { type Project, project } from '../testing/project.ts';

/** Two of its migrations have no transaction, and leave traces of each run. */
const second: Project = {
  migrations: {
    ...project.migrations,
    '005_sorts': ['CREATE TABLE sorts ()', "INSERT INTO kinds VALUES ('sort')"],
    '006_colors': ['CREATE TABLE colors ()'],
    '007_kinds': ["INSERT INTO kinds VALUES ('color')", 'CREATE TABLE sorts_of_colors ()'],
  },
  seeds: project.seeds,
  withoutTransaction: [...project.withoutTransaction, '005_sorts', '007_kinds'],
};

/** All of its migrations have a transaction, so it needs no copy of the database. */
const third: Project = {
  ...project,
  migrations: {
    ...project.migrations,
    '005_sorts': ['CREATE TABLE sorts ()', "INSERT INTO kinds VALUES ('sort')"],
    '006_colors': ['CREATE TABLE colors ()'],
  },
};

const stories: readonly {
  readonly title: string;
  readonly story: Story;
  readonly kills: number;
}[] = [
  { title: 'a first installation', story: { last: {} }, kills: 110 },
  {
    title: 'an upgrade with migrations without transaction and the first tenant',
    story: { before: { environment: withoutTenant }, last: nextRelease({ project: second }) },
    kills: 90,
  },
  {
    title: 'an upgrade whose migrations all have a transaction',
    story: { before: {}, last: nextRelease({ project: third }), keepsMigrations: true },
    kills: 30,
  },
];

/** Each Postgres takes its share of the kills. */
const shares = [0, 1];

for (const { title, story, kills } of stories) {
  test.concurrent.for(shares)(
    `the next run recovers from ${title} that is killed around any statement, share %d`,
    { timeout: 900_000 },
    async (share, context) => {
      await using appliance = await orSkip(context, startAppliance());
      const undisturbed = await tell(appliance, story);
      const moments = momentsOf(undisturbed.statements);
      expect(moments.length).toBeGreaterThanOrEqual(kills);
      for (const [index, moment] of moments.entries()) {
        if (index % shares.length !== share) continue;
        await killAt(appliance, story, undisturbed, moment);
      }
    },
  );
}
