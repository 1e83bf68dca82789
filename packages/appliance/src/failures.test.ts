import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Manifest } from '@helm-charts/types';
import { describe, expect, test } from 'vitest';
import { type Appliance, type ApplianceOptions, startAppliance } from './testing/appliance.ts';
import { fluxObjects } from './testing/manifest.ts';

/** One way in which a command fails, and what it says. */
interface Case {
  readonly name: string;
  readonly options?: ApplianceOptions;
  /** What goes wrong before the command runs. */
  readonly given?: (appliance: Appliance) => unknown;
  readonly args?: (appliance: Appliance) => readonly string[];
  readonly exitCode: number;
  /** The findings, in any order. */
  readonly says: readonly string[];
  /** Something was written before it came to that. */
  readonly writes?: true;
}

const source = ['--url', 'https://git.site/fork.git'];
const installing = ({ folder }: Appliance): readonly string[] => [
  ...['bootstrap', '--timeout', '10m', ...source],
  ...['--flux-manifest', join(folder, 'flux.yaml')],
];
const bootstrap = (): readonly string[] => ['bootstrap', ...source];
const file = ({ folder }: Appliance, name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
  .concat(
    [...'bcdefgh'].map((name, i) => `${name}: &${name} [${Array(10).fill(`*${'abcdefg'[i]}`)}]`),
  )
  .join('\n');
const object = (kind: string, name: string, namespace?: string): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: namespace ? { name, namespace } : { name },
});

const cluster: readonly Case[] = [
  {
    name: 'the cluster is unreachable',
    given: ({ server }) => server.pause(),
    exitCode: 3,
    says: [
      "error URL: the cluster can't be reached: nothing listens there; check that the machine is up, the network, and the address in the kubeconfig. [reachability]",
    ],
  },
  {
    name: 'the cluster breaks every connection off',
    given: ({ server }) => server.trouble('hang up'),
    exitCode: 3,
    says: [
      "error URL: the cluster can't be reached: it broke the connection off; check that the machine is up, the network, and the address in the kubeconfig. [reachability]",
    ],
  },
  {
    name: 'the cluster does not answer',
    given: ({ server }) => server.trouble({ delay: 60_000 }),
    args: (appliance) => [...installing(appliance), '--timeout', '2s'],
    exitCode: 3,
    says: [
      "error URL: the cluster can't be reached: it did not answer within 5 s; check that the machine is up, the network, and the address in the kubeconfig. [reachability]",
    ],
  },
  {
    name: 'the cluster fails',
    given: ({ server }) => server.trouble('InternalError', { resource: 'nodes' }),
    exitCode: 4,
    says: ['error Node: the cluster refused to list this (500): nodes: InternalError. [cluster]'],
  },
  {
    name: 'the cluster has not quite started',
    given: ({ server }) => server.trouble('ServiceUnavailable', { resource: 'nodes' }),
    exitCode: 3,
    says: [
      'error Node: the cluster is not ready (503): nodes: ServiceUnavailable; try again in a minute. [reachability]',
    ],
  },
  {
    name: 'the credentials are unknown',
    given: ({ server }) => server.trouble('Unauthorized', { resource: 'nodes' }),
    exitCode: 4,
    says: [
      'error URL: the cluster does not know the credentials of the kubeconfig; write it again with "talosctl kubeconfig". [kubeconfig]',
    ],
  },
  {
    name: 'Kubernetes is too old',
    options: { kubernetes: '1.33.4' },
    exitCode: 3,
    says: [
      'error URL: it runs Kubernetes v1.33.4, and Flux 2.9 needs 1.34 or later; upgrade it with "talosctl upgrade-k8s". [version]',
    ],
  },
  {
    name: 'Flux is missing, which is not the same as unreachable',
    args: bootstrap,
    exitCode: 3,
    says: [
      'error Namespace flux-system: Flux is not installed here; give its manifest to bootstrap with --flux-manifest, which "flux install --export" writes. [flux]',
    ],
  },
  {
    name: 'a controller of Flux is missing',
    options: { objects: fluxObjects.filter(({ metadata }) => metadata.name !== 'helm-controller') },
    args: bootstrap,
    exitCode: 3,
    says: [
      'error Namespace flux-system: Flux is not installed here; give its manifest to bootstrap with --flux-manifest, which "flux install --export" writes. [flux]',
    ],
  },
  {
    name: 'several things are forbidden',
    given: ({ server }) => {
      server.trouble('Forbidden', { verb: 'create', resource: 'secrets' });
      server.trouble('Forbidden', { verb: 'list', resource: 'nodes' });
    },
    exitCode: 4,
    says: [
      'error secrets in namespace apps: you may not create these; use the kubeconfig of an administrator. [permissions]',
      'error Node: you may not list this: nodes is forbidden: User "test" cannot list resource "nodes" in API group "" at the cluster scope; use the kubeconfig of an administrator. [permissions]',
    ],
  },
  {
    name: 'a namespace is terminating',
    given: ({ server }) => server.terminate('apps'),
    exitCode: 4,
    says: [
      'error Namespace apps: it is being deleted; wait until it is gone; "kubectl get namespace apps --output yaml" shows what it waits for. [namespaces]',
    ],
  },
  {
    name: 'no node, no StorageClass and no Flux, all at once',
    given: ({ server }) => ['Node box', 'StorageClass fast'].forEach(server.remove),
    args: bootstrap,
    exitCode: 3,
    says: [
      'error URL: the cluster has no node; see "talosctl health". [nodes]',
      'error StorageClass fast: it does not exist, and releases of the profile keep their data in it; install what provides it. [storage]',
      'error Namespace flux-system: Flux is not installed here; give its manifest to bootstrap with --flux-manifest, which "flux install --export" writes. [flux]',
    ],
  },
  {
    name: 'a node is not Ready',
    given: ({ server }) =>
      server.put({
        ...object('Node', 'box'),
        status: { conditions: [{ type: 'Ready', status: 'False', message: 'no network' }] },
      }),
    exitCode: 3,
    says: ['error Node box: it is not Ready (no network); see "talosctl health". [nodes]'],
  },
  {
    name: 'somebody else owns a field',
    given: ({ server }) =>
      fetch(`${server.url}/api/v1/namespaces/apps?fieldManager=someone`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/apply-patch+yaml' },
        body: JSON.stringify({
          ...object('Namespace', 'apps'),
          metadata: {
            name: 'apps',
            labels: { 'pod-security.kubernetes.io/enforce': 'privileged' },
          },
        }),
      }),
    exitCode: 4,
    says: [
      'error Namespace apps: another client changes this at the same time: Apply failed with 1 conflict: conflict with "someone" using v1: .metadata.labels[pod-security.kubernetes.io/enforce]; stop that client, then try again. [conflict]',
    ],
    writes: true,
  },
  {
    name: 'somebody else writes a Secret again and again',
    options: { objects: [object('Namespace', 'apps'), object('Secret', 'db', 'apps')] },
    given: ({ server }) => server.trouble('Conflict', { verb: 'patch', resource: 'secrets' }),
    exitCode: 4,
    says: [
      'error Secret apps/db: another client changed it during each of 5 attempts; stop that client, then try again. [conflict]',
    ],
    writes: true,
  },
  {
    name: 'a namespace begins to terminate in the middle',
    given: ({ server }) =>
      server.onChange(({ object: { kind, metadata }, type }) => {
        if (type === 'ADDED' && kind === 'Namespace' && metadata.name === 'apps') {
          queueMicrotask(() => server.terminate('apps'));
        }
      }),
    exitCode: 4,
    says: [
      'error Secret apps/db: its namespace is being deleted; wait until it is gone, then try again. [namespaces]',
    ],
    writes: true,
  },
  {
    name: 'data is there without the credentials that open it',
    options: {
      objects: [object('Namespace', 'apps'), object('PersistentVolumeClaim', 'db-data', 'apps')],
    },
    exitCode: 3,
    says: [
      'error Secret apps/db: it is missing, and the data in PersistentVolumeClaim apps/db-data can\'t be opened without it; put it back with "alga-appliance restore --from FILE", or give the data up with "alga-appliance wipe". [credentials]',
    ],
  },
  {
    name: 'the credentials of the repository are missing',
    args: (appliance) => [...installing(appliance), '--source-secret', 'git'],
    exitCode: 3,
    says: [
      'error Secret flux-system/git: it does not exist; create it with "flux create secret git git", then run the same command again. [source]',
    ],
    writes: true,
  },
  {
    name: 'a release does not get ready in time',
    options: {
      troubles: { db: { type: 'Ready', message: 'install retries' } },
      objects: [
        object('Namespace', 'apps'),
        {
          ...object('Pod', 'db-0', 'apps'),
          status: {
            phase: 'Pending',
            containerStatuses: [
              {
                name: 'db',
                ready: false,
                restartCount: 0,
                state: { waiting: { reason: 'ImagePullBackOff' } },
              },
            ],
          },
        },
      ],
    },
    // All but that release is ready within this on a busy machine, too.
    args: (appliance) => [...installing(appliance), '--timeout', '6s'],
    exitCode: 1,
    says: [
      'error HelmRelease releases/db: failed: install retries. [release]',
      'error HelmRelease releases/db: timed out after 6 s, and the cluster continues by itself; see "alga-appliance status", or wait again with a longer --timeout. [timeout]',
      'error Pod apps/db-0: failed: container db: ImagePullBackOff. [pod]',
    ],
    writes: true,
  },
  {
    name: 'the source is stalled, which waiting does not fix',
    options: { troubles: { repository: { type: 'Stalled', message: 'invalid URL' } } },
    exitCode: 1,
    says: ['error GitRepository flux-system/repository: stalled: invalid URL. [source]'],
    writes: true,
  },
];

const usage: readonly Case[] = [
  {
    name: 'a kubeconfig that does not exist',
    args: () => ['status', '--kubeconfig', '/nowhere'],
    exitCode: 2,
    says: [
      'error /nowhere: there is no such file; correct --kubeconfig or KUBECONFIG. [kubeconfig]',
    ],
  },
  {
    name: 'a context that does not exist',
    args: () => ['status', '--context', 'other'],
    exitCode: 2,
    says: ['error KUBECONFIG: there is no context "other"; choose one of: test. [kubeconfig]'],
  },
  {
    name: 'a profile that does not exist',
    args: () => ['status', '--profile', 'other'],
    exitCode: 2,
    says: ['error --profile: there is no profile "other"; choose one of site. [profile]'],
  },
  {
    name: 'no address of the repository',
    options: { hasFlux: true },
    args: () => ['bootstrap'],
    exitCode: 2,
    says: [
      'error GitRepository flux-system/repository: it does not exist yet, and the profile does not know the address of your repository; give the address with --url. [source]',
    ],
  },
  {
    name: 'a manifest of Flux that does not exist',
    args: () => ['bootstrap', '--flux-manifest', '/nowhere'],
    exitCode: 2,
    says: ['error /nowhere: there is no such file; correct --flux-manifest. [input]'],
  },
  {
    name: 'a manifest of something else',
    args: (appliance) => ['bootstrap', '--flux-manifest', file(appliance, 'a.yaml', 'a: b\n')],
    exitCode: 2,
    says: [
      'error FOLDER/a.yaml: this is no manifest of Flux, since it lacks source-controller, kustomize-controller, helm-controller; write it with "flux install --export". [flux]',
    ],
  },
  {
    name: 'a manifest that is no YAML',
    args: (appliance) => ['bootstrap', '--flux-manifest', file(appliance, 'a.yaml', 'a:\n\t- b\n')],
    exitCode: 2,
    says: [
      expect.stringMatching(
        /^error FOLDER\/a\.yaml:2:1: this is no YAML: .*; correct the syntax\. \[input\]$/,
      ),
    ],
  },
  {
    name: 'values that are wrong, all at once',
    args: (appliance) => [
      ...['deploy', '--values', 'none=a.yaml', '--values', 'db=/nowhere'],
      ...['--values', `db=${file(appliance, 'list.yaml', '- a\n')}`],
    ],
    exitCode: 2,
    says: [
      'error --values none=WORKSPACE/a.yaml: it names no release of the profile; write RELEASE=FILE with one of: db, pool, worker. [values]',
      'error /nowhere: there is no such file; correct --values. [input]',
      'error FOLDER/list.yaml: values are one YAML document with a map; write it like "edition: community". [values]',
    ],
  },
  {
    name: 'values that grow without end',
    args: (appliance) => [...['deploy', '--values', `db=${file(appliance, 'bomb.yaml', bomb)}`]],
    exitCode: 2,
    says: [
      'error FOLDER/bomb.yaml: its aliases expand to far more than the file contains; write them out. [input]',
    ],
  },
  {
    name: 'an address for a profile without one',
    options: { hasFlux: true },
    args: () => ['deploy', '--address', 'https://psa.example.com'],
    exitCode: 2,
    says: ['error --address: the profile site has no address; leave the option out. [usage]'],
  },
  {
    name: 'a deployment to nothing',
    options: { hasFlux: true },
    args: () => ['deploy', '--branch', 'next'],
    exitCode: 2,
    says: [
      'error GitRepository flux-system/repository: it does not exist, so there is nothing to deploy to; run "alga-appliance bootstrap" first. [source]',
    ],
  },
  {
    name: 'a wipe without anybody to ask',
    args: () => ['wipe'],
    exitCode: 2,
    says: ['error wipe: there is no terminal to ask at; give --yes --profile site. [wipe]'],
  },
  {
    name: 'a wipe of whatever profile there is',
    args: () => ['wipe', '--yes'],
    exitCode: 2,
    says: ['error --yes: it needs the name of the profile; give --profile site. [wipe]'],
  },
];

describe('T016: the commands aim at the profile and fail clearly', () => {
  test.for([...cluster, ...usage])('$name', async (one) => {
    await using appliance = await startAppliance(one.options);
    await one.given?.(appliance);
    const before = appliance.server.versions();
    const { exitCode, said } = await appliance.run((one.args ?? installing)(appliance));
    const findings = said
      .replaceAll(appliance.server.url, 'URL')
      .replaceAll(appliance.server.kubeconfig, 'KUBECONFIG')
      .replaceAll(appliance.folder, 'FOLDER')
      .replaceAll(appliance.directory, 'WORKSPACE')
      .split('\n')
      .filter((line) => line.startsWith('error '));
    expect(findings.toSorted()).toEqual(one.says.toSorted());
    expect(exitCode).toBe(one.exitCode);
    // What is checked beforehand has left no trace.
    if (!one.writes) expect(appliance.server.versions()).toEqual(before);
  });

  test.for([
    [
      ['reboot'],
      'error reboot: there is no such command; use one of bootstrap, tenant, deploy, status, secrets export, secrets rotate, backup, restore, wipe, completion. [usage]\nsee alga-appliance --help\n',
    ],
    [
      ['status', '--nope'],
      "error status: Unknown option '--nope'. [usage]\nsee alga-appliance status --help\n",
    ],
    [['deploy', 'now'], "error deploy: Unexpected argument 'now'"],
    [['bootstrap', '--url'], "error bootstrap: Option '--url <value>' argument missing. [usage]\n"],
    [['bootstrap', '--url='], 'error --url: it has no value; give one. [usage]\n'],
    [
      ['deploy', '--branch', 'a', '--tag', 'b'],
      'error --branch and --tag: they name different versions; give one of them. [usage]\n',
    ],
    [
      ['deploy', '--timeout', 'soon'],
      'error --timeout: "soon" is no duration; write it like 90s or 1h30m. [usage]\n',
    ],
    [
      ['bootstrap', '--registry', 'http://registry.site/alga'],
      'error --registry: "http://registry.site/alga" is no address of a registry to Flux; write it like oci://',
    ],
    [
      ['bootstrap', '--url', 'git@git.site:alga.git'],
      'error --url: "git@git.site:alga.git" is no address of a Git repository to Flux; write it like https://',
    ],
    [
      ['bootstrap', '--address', 'psa.example.com'],
      'error --address: "psa.example.com" has no scheme; write it like https://psa.example.com or https://psa.example.com:30443. [usage]\n',
    ],
    [
      ['deploy', '--address', 'https://psa.example.com/alga'],
      'error --address: "https://psa.example.com/alga" has a path, and the application is at the root of its host; write it like',
    ],
    [
      ['deploy', '--tls-cert', 'tls.crt'],
      'error --tls-cert: a certificate and its key belong together; give --tls-cert and --tls-key. [usage]\n',
    ],
    [
      ['deploy', '--timeout', 'soon', '--insecure-registry', '--branch', 'a', '--tag='],
      [
        'error --tag: it has no value; give one. [usage]',
        'error --timeout: "soon" is no duration; write it like 90s or 1h30m. [usage]',
        'error --insecure-registry: it does not say which registry is insecure; give --registry, too. [usage]',
        'see alga-appliance deploy --help\n',
      ].join('\n'),
    ],
    [
      ['secrets', 'export'],
      'error secrets export: it does not know which file to write; give --output. [usage]\nsee alga-appliance secrets export --help\n',
    ],
    [
      ['restore'],
      'error restore: it needs an export or a backup, or to resume the releases; give --from, --backup or both, or else --resume. [usage]\n',
    ],
    [
      ['completion', 'fish'],
      'error completion: it does not know "fish"; choose one of bash, zsh. [usage]\n',
    ],
  ] as const)('usage: %s', async ([args, message]) => {
    await using appliance = await startAppliance();
    const [command = '', ...rest] = args;
    const { exitCode, said } = await appliance.run([command, ...rest]);
    expect(said).toContain(message);
    expect(exitCode).toBe(2);
    expect(appliance.server.requests()).toEqual([]);
  });

  test('the profile of this repository brings its cluster up', async () => {
    const directory = resolve(import.meta.dirname, '../../..');
    await using appliance = await startAppliance({ directory, profile: 'talos-single-node' });
    const { server, folder, run } = appliance;
    server.put({ ...object('StorageClass', 'local-path'), apiVersion: 'storage.k8s.io/v1' });
    const { exitCode } = await run([...installing({ ...appliance, folder })]);
    expect(exitCode).toBe(0);
    expect([...server.objects.keys()]).toEqual(
      expect.arrayContaining([
        'Namespace alga-system',
        'Namespace msp',
        'Secret msp/db-credentials',
        'Secret msp/redis-credentials',
        'Secret msp/alga-core-sebastian-secrets',
        'Secret msp/alga-psa-shared',
        'GitRepository flux-system/alga-appliance',
        'Kustomization flux-system/alga-appliance',
        'HelmRelease alga-system/pgbouncer',
      ]),
    );
  });
});
