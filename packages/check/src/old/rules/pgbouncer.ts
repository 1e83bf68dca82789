import { stringAt } from '@helm-charts/kubernetes';
import { manifestId } from '@helm-charts/types';
import { problemIf } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';
import { mountedReferences, variablesOf } from '../view/environment.ts';
import { parsePairs } from '../view/ini.ts';
import { type Pooler, poolersOf } from '../view/pool.ts';
import { selects, targetPort } from '../view/service.ts';
import type { View } from '../view/view.ts';

/** PgBouncer's configuration. */
export const pgbouncerRules: readonly Rule[] = [
  {
    id: 'R28',
    scope: 'release',
    summary:
      'PgBouncer pools transactions, logs in by SCRAM, comes back soon, and leads no superuser in.',
    source: 'PgBouncer doc/config.md; NEWS.md, CVE-2025-2291',
    check: (view) => poolersOf(view).flatMap((pooler) => ofPooler(view, pooler)),
  },
];

const ofPooler = (view: View, { config, ini, pods }: Pooler): readonly Problem[] => {
  const own = ini.get('pgbouncer') ?? new Map<string, string>();
  const databases = [...(ini.get('databases') ?? [])].map(([name, line]) => ({
    name,
    pairs: parsePairs(line),
  }));
  const modeOf = (pairs: ReadonlyMap<string, string>) =>
    pairs.get('pool_mode') ?? own.get('pool_mode') ?? 'session';
  const unsaid = databases.filter(
    ({ pairs }) => modeOf(pairs) !== 'transaction' && !pairs.has('pool_mode'),
  );
  const open = databases.filter(
    ({ name, pairs }) =>
      name === '*' ||
      name === 'postgres' ||
      pairs.get('dbname') === 'postgres' ||
      /^(postgres|superuser)$/.test(pairs.get('user') ?? ''),
  );
  const retry = Number(own.get('server_login_retry') ?? 15);
  const port = Number(own.get('listen_port') ?? 6432);
  const wrong: [boolean, string][] = [
    [
      !databases.some(({ pairs }) => modeOf(pairs) === 'transaction'),
      'no database is pooled by transaction, so every client holds a connection; set pool_mode=transaction',
    ],
    [
      unsaid.length > 0,
      `the database ${unsaid[0]?.name} is pooled by session without saying so; write pool_mode at it`,
    ],
    [
      own.get('auth_type') !== 'scram-sha-256',
      `auth_type is ${own.get('auth_type') ?? 'md5'}, which Postgres' passwords don't fit; set scram-sha-256`,
    ],
    [
      Number(own.get('max_prepared_statements') ?? 200) <= 0,
      'prepared statements fail in pooled transactions; set max_prepared_statements to 200',
    ],
    [
      retry > 5,
      `server_login_retry is ${retry}, so clients fail that long after Postgres is back; set 5 or less`,
    ],
    [
      open.length > 0,
      `the database "${open[0]?.name}" is a way to everything; name the databases of the application only`,
    ],
    ...servicePorts(view, pods).map(({ number, id }): [boolean, string] => [
      number !== port,
      `listen_port is ${port} and ${id} leads to ${number}; make them equal`,
    ]),
  ];
  return [
    ...wrong.flatMap(([is, sentence]) => problemIf(is, config, 'data["pgbouncer.ini"]', sentence)),
    ...pods.flatMap((pod) => {
      const named = pod.containers.flatMap(variablesOf);
      const keys = [...named.flatMap(({ from }) => from ?? []), ...mountedReferences(pod)].filter(
        ({ kind, key = '' }) => kind === 'Secret' && /superuser|postgres_password/i.test(key),
      );
      const users = named.filter(({ name, value }) => /USER/.test(name) && value === 'postgres');
      const what = keys[0]?.key ?? (users[0] && `${users[0].name}=postgres`);
      return problemIf(
        what !== undefined,
        pod.object,
        '',
        `the superuser is among its users (${what}); leave him out of the user list`,
      );
    }),
  ];
};

/** Where the Services of the pooler's pods lead. */
const servicePorts = (view: View, pods: Pooler['pods']) =>
  pods.flatMap((pod) =>
    view.services
      .filter((service) => selects(service, pod))
      .flatMap(({ object, ports }) =>
        ports
          .filter((port) => /pgbouncer|postgres|^$/.test(stringAt(port, 'name') ?? ''))
          .flatMap((port) => {
            const number = targetPort(port, pod);
            return number === undefined ? [] : [{ number, id: manifestId(object.manifest) }];
          }),
      ),
  );
