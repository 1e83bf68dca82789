import { keyOf, type Model, model, stringAt } from '@helm-charts/kubernetes';
import { type Problem, problem, type Rule } from '../../rule.ts';

export const databaseMajorUpgrade: Rule = {
  id: 'database-major-upgrade',
  set: 'kubernetes',
  title: 'An upgrade does not change the major version of Postgres.',
  why: 'Postgres refuses to start with the data of another major version: "The data directory was initialized by PostgreSQL version 17".',
  source:
    'Postgres docs, Upgrading a PostgreSQL Cluster; src/backend/utils/init/miscinit.c, ValidatePgVersion',
  severity: 'error',
  scope: 'cluster',
  bad: { objects: statefulSet('18.1'), previous: { objects: statefulSet('17.6') } },
  good: { objects: statefulSet('17.7'), previous: { objects: statefulSet('17.6') } },
  check: ({ pods, previous }) => {
    if (previous === undefined) return [];
    const before = versionsOf(model(previous.objects).pods);
    return [...versionsOf(pods)].flatMap(([key, now]): Problem[] => {
      const old = before.get(key);
      return old === undefined || old.major === now.major
        ? []
        : [
            problem(
              now.object,
              [...now.path, 'image'],
              `the upgrade changes Postgres from ${old.major} to ${now.major}, and the new server refuses to start with the data of the old one`,
              `keep version ${old.major}, or first move the data with pg_upgrade or a dump`,
            ),
          ];
    });
  },
};

/** The major versions of Postgres by object and container, of containers that keep their data. */
const versionsOf = (pods: Model['pods']) =>
  new Map(
    pods.flatMap(({ object, kind, containers, volumes }) =>
      containers.flatMap(({ name, fields, path }) => {
        const major = majorOf(stringAt(fields, 'image') ?? '');
        const isKept =
          kind === 'StatefulSet' || volumes.some(({ type }) => type === 'persistentVolumeClaim');
        return major === undefined || !isKept
          ? []
          : [[`${keyOf(object.manifest)} ${name}`, { object, path, major }] as const];
      }),
    ),
  );

const majorOf = (image: string): string | undefined =>
  /(?:^|\/)(?:postgres|postgresql|postgis|pgvector|timescaledb)(?:-ha)?:(?:pg)?v?(\d+)/.exec(
    image,
  )?.[1];

function statefulSet(version: string): string {
  return `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec: { template: { spec: { containers: [{ name: db, image: 'postgres:${version}' }] } } }
`;
}
