import type { OptionName } from './options.ts';

export type CommandName =
  | 'bootstrap'
  | 'tenant'
  | 'deploy'
  | 'status'
  | 'secrets export'
  | 'secrets rotate'
  | 'backup'
  | 'restore'
  | 'wipe';

/** A command as its help tells it. */
export interface Command {
  readonly summary: string;
  readonly description: string;
  /** What may follow the name besides options, as the help shows it. */
  readonly operands?: string;
  readonly options: readonly OptionName[];
}

const everywhere = [
  'profile',
  'kubeconfig',
  'context',
  'timeout',
  'dry-run',
  'json',
  'help',
] as const;
const source = [
  'url',
  'branch',
  'tag',
  'commit',
  'registry',
  'insecure-registry',
  'cosign-key',
  'source-secret',
] as const;

const address = ['address', 'tls-cert', 'tls-key'] as const;

/** All commands of the program, by what is typed. */
export const commands: Readonly<Record<CommandName, Command>> = {
  bootstrap: {
    summary: 'bring a cluster to a running appliance',
    description:
      'Checks the cluster, then makes namespaces, credentials, Flux and the source, and waits until every release is ready. Asks for the first tenant and its administrator, unless a file has them. What is there is kept: a second run writes nothing, and one that was stopped goes on.',
    options: [
      'flux-manifest',
      'values',
      'images',
      'tenant-file',
      'license-file',
      ...address,
      ...source,
      ...everywhere,
    ],
  },
  tenant: {
    summary: 'create the first tenant and its administrator',
    description:
      'For an appliance that was set up without a tenant, so that nobody can log in. Asks for the organisation and the administrator, or takes them from a file, and has the bootstrap create them.',
    options: ['tenant-file', 'license-file', ...everywhere],
  },
  deploy: {
    summary: 'run another version, other images, or other values of the site',
    description:
      'Points the source elsewhere, writes the address, the images and the values of the site, asks Flux to look now, and waits until every release is ready. With new images one release comes after the other, dependencies first. Without options it only asks and waits.',
    options: ['values', 'images', ...address, ...source, ...everywhere],
  },
  status: {
    summary: 'say how everything is',
    description:
      'Lists Flux, the source, Kustomizations, Secrets (names only), releases, Jobs, pods and volumes. Ends with 1 where one of them is not ready.',
    options: ['watch', 'profile', 'kubeconfig', 'context', 'timeout', 'json', 'help'],
  },
  'secrets export': {
    summary: 'write the credentials into an encrypted file',
    description:
      'Without it, and without the cluster, the data can never be opened again: keep it and its passphrase apart from the machine.',
    options: ['output', 'passphrase-file', ...everywhere],
  },
  'secrets rotate': {
    summary: 'give credentials new values',
    description:
      'Gives the named credentials new values, or all that can be rotated: in the Secrets, then in the database, then in the pods, which restart. --list says how each is rotated, and why some never are. A rotation that was stopped at any moment is continued by the same command.',
    operands: '[NAME...]',
    options: ['list', 'yes', 'output', 'passphrase-file', ...everywhere],
  },
  backup: {
    summary: 'make a backup of all databases now',
    description:
      'Starts the CronJob that makes the backups of the site, and waits until its Job is complete. The backup is on the volume of the backups: copy it to another machine.',
    options: [...everywhere],
  },
  restore: {
    summary: 'put credentials and a backup of the databases back',
    description:
      'Suspends the releases, makes the Secrets and keys that are missing, restores the backup into Postgres, and resumes the releases. A key of a Secret that has another value is never replaced. On a new machine it prepares the restore, and Postgres waits for the backup when bootstrap has started it.',
    options: [
      ...([
        'from',
        'passphrase-file',
        'backup',
        'key',
        'replace',
        'keep-suspended',
        'resume',
      ] as const),
      ...everywhere,
    ],
  },
  wipe: {
    summary: 'delete the releases with all their data and credentials',
    description:
      "Asks for the profile's name first. Keeps Flux, the namespaces, the values of the site and the credentials of the repository.",
    options: ['yes', ...everywhere],
  },
};

export const commandNames: readonly CommandName[] = Object.keys(commands) as readonly CommandName[];
