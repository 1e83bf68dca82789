/** Text of the README of one worker. */
export interface WorkerAbout {
  /** Names of the objects, and the services that the worker connects to. */
  readonly summary: string;
  /** Keys of additional required Secrets, by Secret name. */
  readonly secrets: Readonly<Record<string, readonly string[]>>;
  /** Sentences that say what else of the original chart is not included, and why. */
  readonly leftOut: string;
  /** Variables of the original chart or its image that are not set, and why. */
  readonly unset: Readonly<Record<string, string>>;
  /** Behavior of the original chart and of this chart. */
  readonly differences: Readonly<Record<string, string>>;
}

/** Text of the README of a worker before the table of values, in Markdown. */
export const workerAbout = ({
  summary,
  secrets,
  leftOut,
  unset,
  differences,
}: WorkerAbout): string => `${summary}

## Prerequisites

- the release of the server: its ConfigMap \`alga-core-sebastian-appliance-bootstrap\` has the hash of the bootstrap that the pod waits for, and
  the pod mounts its claim \`alga-core-sebastian-tenant-secrets\`
- PgBouncer at \`pgbouncer:6432\` and Redis at \`redis:6379\`

They need not be ready: the pod waits.

The values contain no credentials, and the chart creates none. Without its Secrets the pod does not start, and its events name the missing one.

${table('Secret', 'Keys', [
  ['`db-credentials`', '`DB_PASSWORD_PGBOUNCER`'],
  ['`redis-credentials`', '`REDIS_PASSWORD`'],
  ...Object.entries(secrets).map(
    ([name, keys]) => [`\`${name}\``, keys.map((key) => `\`${key}\``).join(', ')] as const,
  ),
])}

## Not included

The Vault sidecar, which writes credentials to files: Secrets replace it. For secrets of tenants in Vault, set \`tenantSecrets.vault\`. A ConfigMap
that nothing mounts.

${leftOut}

${table(
  'Variable that is not set',
  'Reason',
  Object.entries(unset).map(([name, reason]) => [`\`${name}\``, reason] as const),
)}

## Differences from the original chart

${table('Original chart', 'This chart', [...Object.entries(differences), ...common])}`;

const common = [
  [
    'the superuser as administrator (`DB_USER_ADMIN`, `DB_PASSWORD_ADMIN`)',
    'the role of the workers for both, since PgBouncer refuses the superuser',
  ],
  [
    'one pool with the name of its database (`DB_NAME_SERVER`)',
    '`server_transaction`, the pool in transaction mode',
  ],
  ['waits for a table, or not at all', 'waits for the marker of the bootstrap of the server'],
  [
    'an autoscaler and fixed replicas; a PodDisruptionBudget of one for one pod, so that the node can never be drained',
    'both are off; with an autoscaler no replicas are set; a budget that blocks a drain is refused',
  ],
  [
    'runs as root, tag `latest`, writable root file system, token of the API server',
    'Pod Security `restricted`, fixed versions, read-only root file system, no token, requests and limits',
  ],
  ['the namespace is a value', 'the namespace of the release'],
] as const;

const table = (left: string, right: string, rows: readonly (readonly [string, string])[]): string =>
  [`| ${left} | ${right} |`, '| --- | --- |', ...rows.map(([a, b]) => `| ${a} | ${b} |`)].join(
    '\n',
  );
