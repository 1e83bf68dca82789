/** What the README of one worker says beside what those of all workers say. */
export interface WorkerAbout {
  /** What it is known by, and what it needs to do its work. */
  readonly summary: string;
  /** Keys of further Secrets that are there before, by the names of the Secrets. */
  readonly secrets: Readonly<Record<string, readonly string[]>>;
  /** What else of the original chart is not here, and why: sentences. */
  readonly leftOut: string;
  /** Variables of the original chart or its image that are not set, and why. */
  readonly unset: Readonly<Record<string, string>>;
  /** How the original chart does it, and how this one does. */
  readonly differences: Readonly<Record<string, string>>;
}

/** The README of a worker beside the table of values, in Markdown. */
export const workerAbout = ({
  summary,
  secrets,
  leftOut,
  unset,
  differences,
}: WorkerAbout): string => `${summary}

## What must be there before

The release of the server, whose ConfigMap \`alga-core-sebastian-appliance-bootstrap\` says what the pod waits for and whose claim
\`alga-core-sebastian-tenant-secrets\` it mounts; the pool at \`pgbouncer:6432\`; Redis at \`redis:6379\`. Nothing of it has to be ready: the pod waits.

No credential is in the values and none is made by the chart. A pod whose Secret is missing does not start, and its events name the Secret.

${table('Secret', 'keys', [
  ['`db-credentials`', '`DB_PASSWORD_PGBOUNCER`'],
  ['`redis-credentials`', '`REDIS_PASSWORD`'],
  ...Object.entries(secrets).map(
    ([name, keys]) => [`\`${name}\``, keys.map((key) => `\`${key}\``).join(', ')] as const,
  ),
])}

## Left out on purpose

The sidecar of Vault, which writes credentials into files that the start of the image must source: Secrets do that. Vault as the place of
what tenants entrust is \`tenantSecrets.vault\`. A ConfigMap that nothing mounts.

${leftOut}

${table(
  'variable that is not set',
  'why',
  Object.entries(unset).map(([name, reason]) => [`\`${name}\``, reason] as const),
)}

## Differences from the original chart

${table('there', 'here', [...Object.entries(differences), ...common])}`;

const common = [
  [
    'the superuser as administrator (`DB_USER_ADMIN`, `DB_PASSWORD_ADMIN`)',
    'the role of the workers for both: the pool does not know the superuser',
  ],
  [
    'one pool, called like its database (`DB_NAME_SERVER`)',
    '`server_transaction`, the pool that lends a connection for one transaction',
  ],
  [
    'waits for a table, or for nothing',
    'for the marker of the bootstrap that the release of the server names',
  ],
  [
    'autoscaler and fixed replicas; a disruption budget of one pod for one pod, so that the node can never be emptied',
    'both are off; an autoscaler alone says how many pods there are; a budget that holds up a node is refused',
  ],
  [
    'root, `latest`, a root that can be written, a token of the API server',
    'Pod Security `restricted`, versions, read-only root, no token, requests and limits',
  ],
  ['the namespace is a value', 'it is that of the release'],
] as const;

const table = (left: string, right: string, rows: readonly (readonly [string, string])[]): string =>
  [`| ${left} | ${right} |`, '| --- | --- |', ...rows.map(([a, b]) => `| ${a} | ${b} |`)].join(
    '\n',
  );
