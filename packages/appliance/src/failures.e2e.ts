import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Cluster, fluxManifest, nodeFile, startCluster } from '@helm-charts/testing/cluster';
import { makeFolder, removeFolder } from '@helm-charts/testing/servers';
import { Failure, orFail } from '@helm-charts/types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from './api/api.ts';
import { loadKubeconfig } from './api/kubeconfig.ts';
import { reference } from './api/object.ts';
import { run } from './run.ts';

/** One way in which `bootstrap` fails on a cluster that has no Flux yet. */
interface Case {
  readonly name: string;
  /** What goes wrong, and what ends it. */
  readonly given: () => Promise<() => unknown>;
  readonly exitCode: number;
  /** The findings, sorted. */
  readonly says: unknown;
}

const workspace = resolve(import.meta.dirname, '../../..');
let cluster: Cluster;
let folder: string;
let kubeconfig: string;

beforeAll(async () => {
  cluster = await startCluster({ flux: false });
  kubeconfig = cluster.kubeconfig;
  folder = await makeFolder('failures');
  await writeFile(join(folder, 'flux.yaml'), fluxManifest());
});
afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]();
  if (folder !== undefined) await removeFolder(folder);
});

interface Outcome {
  readonly exitCode: number;
  readonly findings: readonly string[];
  readonly said: readonly string[];
}

/** Runs `bootstrap` with a short patience, or until it says something, which is when somebody presses Ctrl-C. */
const bootstrap = async (args: readonly string[] = [], stopAt?: string): Promise<Outcome> => {
  const said: string[] = [];
  const stop = new AbortController();
  const source = ['--registry', `oci://${cluster.registry}/alga`, '--insecure-registry'];
  const patience = ['--timeout', stopAt === undefined ? '3s' : '3m'];
  const exitCode = await run(['bootstrap', ...patience, ...source, ...args], {
    directory: workspace,
    environment: { KUBECONFIG: kubeconfig },
    print: () => {},
    say: (text) => {
      said.push(text.replaceAll(cluster.server, 'URL').trimEnd());
      if (stopAt !== undefined && text.startsWith(stopAt)) stop.abort();
    },
    ask: undefined,
    signal: stop.signal,
  });
  const lines = said.join('\n').split('\n');
  return { exitCode, findings: lines.filter((line) => line.startsWith('error ')), said: lines };
};

const installFlux = (stopAt?: string): Promise<Outcome> =>
  bootstrap(['--flux-manifest', join(folder, 'flux.yaml')], stopAt);

const waitsForSource = 'waiting for OCIRepository flux-system/alga-appliance: ';

const withoutFlux =
  'error Namespace flux-system: Flux is not installed here; give its manifest to bootstrap with --flux-manifest, which "flux install --export" writes. [flux]';

/** Another user, with a token of its own. */
const loginAs = async (token: string): Promise<() => void> => {
  const text = await readFile(cluster.kubeconfig, 'utf8');
  kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, text.replace(/token: .*/, `token: ${token}`));
  return () => {
    kubeconfig = cluster.kubeconfig;
  };
};

const terminating = async (namespace: string): Promise<() => Promise<void>> => {
  await cluster.kubectl(['create', 'namespace', namespace]);
  const held = `{ apiVersion: v1, kind: ConfigMap, metadata: { name: held, namespace: ${namespace}, finalizers: [example.invalid/held] } }`;
  await cluster.apply(held);
  await cluster.kubectl(['delete', 'namespace', namespace, '--wait=false']);
  return async () => {
    await cluster.apply(held.replace('[example.invalid/held]', '[]'));
    await cluster.kubectl(['wait', '--for=delete', `namespace/${namespace}`, '--timeout=60s']);
  };
};

const cases: readonly Case[] = [
  {
    name: 'the cluster does not answer',
    given: async () => {
      const pid = cluster.pid('kube-apiserver');
      process.kill(pid, 'SIGSTOP');
      return () => process.kill(pid, 'SIGCONT');
    },
    exitCode: 3,
    says: [
      "error URL: the cluster can't be reached: it did not answer within 5 s; check that the machine is up, the network, and the address in the kubeconfig. [reachability]",
    ],
  },
  {
    name: 'the database of the cluster is away',
    given: async () => {
      await cluster.kill('etcd');
      return () => cluster.restart('etcd');
    },
    exitCode: 3,
    says: [
      "error URL: the cluster can't be reached: it did not answer within 5 s; check that the machine is up, the network, and the address in the kubeconfig. [reachability]",
    ],
  },
  {
    name: 'the credentials are unknown',
    given: () => loginAs('nobody'),
    exitCode: 4,
    says: [
      'error URL: the cluster does not know the credentials of the kubeconfig; write it again with "talosctl kubeconfig". [kubeconfig]',
    ],
  },
  {
    name: 'several things are forbidden',
    given: async () =>
      loginAs(
        (await cluster.kubectl(['create', 'token', 'default', '--namespace=default'])).trim(),
      ),
    exitCode: 4,
    says: expect.arrayContaining([
      'error Node: you may not list this: nodes is forbidden: User "system:serviceaccount:default:default" cannot list resource "nodes" in API group "" at the cluster scope; use the kubeconfig of an administrator. [permissions]',
      'error secrets in namespace msp: you may not create these; use the kubeconfig of an administrator. [permissions]',
    ]),
  },
  {
    name: 'a namespace is terminating',
    given: () => terminating('msp'),
    exitCode: 4,
    says: [
      'error Namespace msp: it is being deleted; wait until it is gone; "kubectl get namespace msp --output yaml" shows what it waits for. [namespaces]',
    ],
  },
  {
    name: 'no node and no StorageClass, at once',
    given: async () => {
      await cluster.kubectl(['delete', 'node/talos-1', 'storageclass/local-path']);
      return async () => {
        await cluster.apply(await readFile(nodeFile, 'utf8'));
        await cluster.kubectl(['wait', '--for=condition=Ready', 'node/talos-1']);
      };
    },
    exitCode: 3,
    says: [
      'error StorageClass local-path: it does not exist, and releases of the profile keep their data in it; install what provides it. [storage]',
      'error URL: the cluster has no node; see "talosctl health". [nodes]',
    ],
  },
  {
    name: 'a node is not Ready',
    given: async () => {
      const { status } = await cluster.get('node/talos-1');
      const patch = (conditions: unknown) =>
        cluster.kubectl([
          ...['patch', 'node/talos-1', '--subresource=status', '--type=merge'],
          `--patch=${JSON.stringify({ status: { conditions } })}`,
        ]);
      await cluster.kill('kwok');
      await patch([{ type: 'Ready', status: 'False', message: 'no network' }]);
      return async () => {
        await patch(status?.conditions);
        await cluster.restart('kwok');
      };
    },
    exitCode: 3,
    says: ['error Node talos-1: it is not Ready (no network); see "talosctl health". [nodes]'],
  },
  {
    name: 'somebody else owns a field',
    given: async () => {
      const apply = (labels: object) =>
        cluster.kubectl(
          ['apply', '--server-side', '--field-manager=someone', '--filename=-'],
          JSON.stringify({
            apiVersion: 'v1',
            kind: 'Namespace',
            metadata: { name: 'msp', labels },
          }),
        );
      await apply({ 'pod-security.kubernetes.io/enforce': 'privileged' });
      return () => apply({});
    },
    exitCode: 4,
    says: [
      'error Namespace msp: another client changes this at the same time: Apply failed with 1 conflict: conflict with "someone": .metadata.labels.pod-security.kubernetes.io/enforce; stop that client, then try again. [conflict]',
    ],
  },
];

describe('each failure of a set-up, on a real API server', () => {
  test.for(cases)('$name', async ({ given, exitCode, says }) => {
    const end = await given();
    try {
      const { exitCode: code, findings } = await installFlux();
      expect(findings.toSorted()).toEqual(says);
      expect(code).toBe(exitCode);
    } finally {
      await end();
    }
  });

  test('a namespace begins to terminate in the middle', async () => {
    const end = await terminating('going');
    try {
      const config = orFail(loadKubeconfig({ kubeconfig, environment: {} }));
      const api = connect({ config, signal: new AbortController().signal, patience: 5_000 });
      const secret = reference('v1', 'Secret', 'db-credentials', 'going');
      const refusal = await api.create(secret).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(Failure);
      expect(refusal).toMatchObject({
        exitCode: 4,
        findings: [
          {
            rule: 'namespaces',
            object: { kind: 'Secret', namespace: 'going', name: 'db-credentials' },
          },
        ],
      });
    } finally {
      await end();
    }
  });

  test('Flux is missing', async () => {
    expect(await bootstrap()).toMatchObject({ exitCode: 3, findings: [withoutFlux] });
  });

  test('two set-ups at once make one set of credentials', async () => {
    const both = await Promise.all([installFlux(waitsForSource), installFlux(waitsForSource)]);
    const made = both.flatMap(({ said }) => said.filter((line) => /^created Secret /.test(line)));
    expect(made.toSorted()).toEqual([
      'created Secret msp/alga-core-sebastian-secrets (7 keys)',
      'created Secret msp/alga-psa-shared (1 key)',
      'created Secret msp/db-credentials (5 keys)',
      'created Secret msp/redis-credentials (1 key)',
    ]);
    expect(both.map(({ exitCode }) => exitCode)).toEqual([130, 130]);
  });

  test('a controller of Flux is missing', async () => {
    const helm = ['deployment/helm-controller', '--namespace=flux-system'];
    await cluster.kubectl(['delete', ...helm]);
    expect(await bootstrap()).toMatchObject({ exitCode: 3, findings: [withoutFlux] });
    const { exitCode, said } = await installFlux(waitsForSource);
    expect(exitCode).toBe(130);
    expect(said.filter((line) => /^(created|changed) /.test(line))).toEqual([
      'created Deployment flux-system/helm-controller',
    ]);
  });

  test('the time is over', async () => {
    expect(await bootstrap()).toMatchObject({
      exitCode: 1,
      findings: expect.arrayContaining([
        'error OCIRepository flux-system/alga-appliance: progressing: its controller has not seen it as it is now. [source]',
        'error OCIRepository flux-system/alga-appliance: timed out after 3 s, and the cluster continues by itself; see "alga-appliance status", or wait again with a longer --timeout. [timeout]',
      ]),
    });
  });

  test('Ctrl-C ends the program itself', async () => {
    const program = spawn(
      process.execPath,
      [join(workspace, 'packages/appliance/bin/alga-appliance.cjs'), 'bootstrap'],
      {
        cwd: workspace,
        env: { ...process.env, KUBECONFIG: cluster.kubeconfig },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let said = '';
    program.stderr.on('data', (chunk: Buffer) => {
      // The second one would end it at once.
      const isFirst = !said.includes(waitsForSource);
      said += chunk;
      if (isFirst && said.includes(waitsForSource)) program.kill('SIGINT');
    });
    expect(await once(program, 'close')).toEqual([130, null]);
    expect(said).toContain('[interrupted]');
  });

  test('the credentials of the registry are missing', async () => {
    await cluster.kubectl(['delete', 'ocirepositories', '--all', '--namespace=flux-system']);
    expect(await bootstrap(['--source-secret', 'registry'])).toMatchObject({
      exitCode: 3,
      findings: [
        'error Secret flux-system/registry: it does not exist; create it with "flux create secret git registry", then run the same command again. [source]',
      ],
    });
  });
});
