/** An option of the program, as its help tells it. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly multiple?: true;
  /** What stands for its value in the help; files are completed. */
  readonly value?: 'FILE' | 'NAME' | 'TEXT' | 'URL' | 'DURATION' | 'RELEASE=FILE';
  readonly help: string;
}

export type OptionName =
  | 'profile'
  | 'kubeconfig'
  | 'context'
  | 'timeout'
  | 'dry-run'
  | 'json'
  | 'help'
  | 'yes'
  | 'list'
  | 'flux-manifest'
  | 'tenant-file'
  | 'license-file'
  | 'url'
  | 'branch'
  | 'tag'
  | 'commit'
  | 'source-secret'
  | 'registry'
  | 'insecure-registry'
  | 'cosign-key'
  | 'values'
  | 'images'
  | 'address'
  | 'tls-cert'
  | 'tls-key'
  | 'output'
  | 'from'
  | 'passphrase-file'
  | 'backup'
  | 'key'
  | 'replace'
  | 'keep-suspended'
  | 'resume'
  | 'watch';

/** All options; which commands take which stands in commands.ts. */
export const options: Readonly<Record<OptionName, Option>> = {
  profile: {
    type: 'string',
    value: 'NAME',
    help: 'the profile in flux-profiles/; not needed where there is one',
  },
  kubeconfig: {
    type: 'string',
    value: 'FILE',
    help: 'how to reach the cluster; else KUBECONFIG, else ~/.kube/config',
  },
  context: {
    type: 'string',
    value: 'NAME',
    help: 'the context of the kubeconfig; else its current one',
  },
  timeout: {
    type: 'string',
    value: 'DURATION',
    help: 'how long to wait, such as 90s or 1h30m; else what the releases may take',
  },
  'dry-run': { type: 'boolean', help: 'write nothing, and say what would be done' },
  json: { type: 'boolean', help: 'print the result as JSON' },
  help: { type: 'boolean', help: 'print this' },
  yes: { type: 'boolean', help: 'do not ask; wipe takes the profile from --profile' },
  list: { type: 'boolean', help: 'print how each credential is rotated; needs no cluster' },
  'flux-manifest': {
    type: 'string',
    value: 'FILE',
    help: 'installs Flux where it is not: what "flux install --export" wrote',
  },
  'tenant-file': {
    type: 'string',
    value: 'FILE',
    help: 'the organisation and its administrator in YAML or JSON, readable by you alone; else you are asked',
  },
  'license-file': {
    type: 'string',
    value: 'FILE',
    help: 'the licence in YAML or JSON, readable by you alone; else a trial begins',
  },
  url: { type: 'string', value: 'URL', help: 'the address of your Git repository' },
  branch: { type: 'string', value: 'NAME', help: 'the branch to run' },
  tag: { type: 'string', value: 'NAME', help: 'the tag to run' },
  commit: { type: 'string', value: 'TEXT', help: 'the commit to run' },
  'source-secret': {
    type: 'string',
    value: 'NAME',
    help: "the Secret in Flux' namespace with the credentials of the repository",
  },
  registry: {
    type: 'string',
    value: 'URL',
    help: 'air-gapped: your registry with the charts and the profile, such as oci://registry.site/alga',
  },
  'insecure-registry': { type: 'boolean', help: 'that registry speaks plain HTTP' },
  'cosign-key': {
    type: 'string',
    value: 'FILE',
    help: 'the public key, in PEM format, with which Flux verifies everything from that registry',
  },
  values: {
    type: 'string',
    multiple: true,
    value: 'RELEASE=FILE',
    help: "the site's values for a release; may come several times",
  },
  images: {
    type: 'string',
    value: 'FILE',
    help: "tags and digests of the profile's images; changes all of them as one version",
  },
  address: {
    type: 'string',
    value: 'URL',
    help: 'the address for users, such as https://psa.example.com:30443',
  },
  'tls-cert': {
    type: 'string',
    value: 'FILE',
    help: 'the certificate for the address, followed by those of its authorities, as PEM',
  },
  'tls-key': { type: 'string', value: 'FILE', help: 'the private key of --tls-cert, as PEM' },
  output: { type: 'string', value: 'FILE', help: 'the new file for the export' },
  from: { type: 'string', value: 'FILE', help: 'the export to put back' },
  'passphrase-file': {
    type: 'string',
    value: 'FILE',
    help: 'holds the passphrase of the export; else you are asked',
  },
  backup: {
    type: 'string',
    value: 'NAME',
    help: 'the backup to restore, such as 2026-01-31T023000Z',
  },
  key: {
    type: 'string',
    value: 'FILE',
    help: 'the private key of an encrypted backup, in PEM format',
  },
  replace: { type: 'boolean', help: 'move the data that are there aside, and restore the backup' },
  'keep-suspended': {
    type: 'boolean',
    help: 'leave the releases suspended, so that you can put data back',
  },
  resume: { type: 'boolean', help: 'only resume the releases that were left suspended' },
  watch: { type: 'boolean', help: 'go on until Ctrl-C, and show what changes' },
};

export const optionNames: readonly OptionName[] = Object.keys(options) as readonly OptionName[];
