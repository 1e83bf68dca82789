import { problem, type Rule } from '@helm-charts/check';
import { poolerConfig, poolerPod, server } from './example-pooler.ts';
import { poolersOf } from './pooler.ts';
import { superuserKeys } from './superuser.ts';

export const pgbouncerSuperuser: Rule = {
  id: 'pgbouncer-superuser',
  set: 'alga',
  title: 'The superuser is not a user of PgBouncer.',
  why: 'A client that guesses the password would have full access to the database.',
  source: 'PgBouncer doc/config.md',
  severity: 'error',
  scope: 'release',
  bad: poolerConfig([server]) + poolerPod(', env: [{ name: PGBOUNCER_USER, value: postgres }]'),
  good: poolerConfig([server]) + poolerPod(', env: [{ name: PGBOUNCER_USER, value: server }]'),
  check: (context) =>
    poolersOf(context).flatMap((pooler) =>
      pooler.pods.flatMap((pod) => [
        ...superuserKeys(pod, pod.containers).map(({ name, key, path }) =>
          problem(
            pod.object,
            path,
            `PgBouncer gets ${key} of Secret ${name}, the password of the superuser`,
            'remove the superuser from the user list of PgBouncer',
          ),
        ),
        ...pod.containers.flatMap(({ variables }) =>
          variables
            .filter(({ name, value }) => name.includes('USER') && value === 'postgres')
            .map(({ name, path }) =>
              problem(
                pod.object,
                path,
                `${name} makes the superuser a user of PgBouncer`,
                'remove the superuser from the user list of PgBouncer',
              ),
            ),
        ),
      ]),
    ),
};
