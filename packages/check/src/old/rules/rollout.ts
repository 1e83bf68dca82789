import { problemIf } from '../problem.ts';
import type { Problem, Rule } from '../rule.ts';
import { numberAt, stringsAt } from '../view/object.ts';
import { isPostgres, listensOn, type Pod } from '../view/pod.ts';

/** How pods end. */
export const rolloutRules: readonly Rule[] = [
  {
    id: 'R20',
    scope: 'object',
    summary: 'Postgres, Redis and PgBouncer get the time and the signal to end in order.',
    source: 'Postgres docs, Shutting Down the Server; PgBouncer doc/usage.md, SIGINT',
    check: ({ pods }) => pods.flatMap(endings),
  },
];

const endings = ({ object, kind, spec, containers }: Pod): readonly Problem[] => {
  if (kind === 'Job') return [];
  const seconds = numberAt(spec, 'terminationGracePeriodSeconds') ?? 30;
  const [what, needed] = containers.some(isPostgres)
    ? ['Postgres', 60]
    : containers.some((container) => listensOn(container, 6379))
      ? ['Redis', 30]
      : ['', 0];
  const pool = containers.find((container) => listensOn(container, 6432));
  const stop = stringsAt(pool?.fields, 'lifecycle', 'preStop', 'exec', 'command').join(' ');
  return [
    ...problemIf(
      seconds < needed,
      object,
      'terminationGracePeriodSeconds',
      `${what} may need ${needed} seconds to write everything down and gets ${seconds}; set ${needed} or more`,
    ),
    ...problemIf(
      pool !== undefined && !/\bINT\b/.test(stop),
      object,
      `container ${pool?.name}`,
      'after SIGTERM PgBouncer waits for clients that never leave, and is killed; send INT in a preStop, which waits for transactions',
    ),
  ];
};
