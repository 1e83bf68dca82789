import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeFile } from '@helm-charts/testing/cluster';
import { Failure, orFail } from '@helm-charts/types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../api/api.ts';
import { loadKubeconfig } from '../api/kubeconfig.ts';
import { reference } from '../api/object.ts';
import { type BareCluster, startBareCluster, withoutFlux } from '../testing/bare-cluster.ts';

/** One way in which `bootstrap` fails on a cluster that has no Flux yet. */
interface Case {
  readonly name: string;
  /** What goes wrong, and what ends it. */
  readonly given: () => Promise<() => unknown>;
  readonly exitCode: number;
  /** The findings, sorted. */
  readonly says: unknown;
}

let bare: BareCluster;
let kubeconfig: string;

beforeAll(async () => {
  bare = await startBareCluster();
  kubeconfig = bare.cluster.kubeconfig;
});
afterAll(() => bare?.[Symbol.asyncDispose]());

/** Another user, with a token of its own. */
const loginAs = async (token: string): Promise<() => void> => {
  const text = await readFile(bare.cluster.kubeconfig, 'utf8');
  kubeconfig = join(bare.folder, 'kubeconfig');
  await writeFile(kubeconfig, text.replace(/token: .*/, `token: ${token}`));
  return () => {
    kubeconfig = bare.cluster.kubeconfig;
  };
};

const terminating = async (namespace: string): Promise<() => Promise<void>> => {
  await bare.cluster.kubectl(['create', 'namespace', namespace]);
  const held = `{ apiVersion: v1, kind: ConfigMap, metadata: { name: held, namespace: ${namespace}, finalizers: [example.invalid/held] } }`;
  await bare.cluster.apply(held);
  await bare.cluster.kubectl(['delete', 'namespace', namespace, '--wait=false']);
  return async () => {
    await bare.cluster.apply(held.replace('[example.invalid/held]', '[]'));
    await bare.cluster.kubectl(['wait', '--for=delete', `namespace/${namespace}`, '--timeout=60s']);
  };
};

const cases: readonly Case[] = [
  {
    name: 'the cluster does not answer',
    given: async () => {
      const pid = bare.cluster.pid('kube-apiserver');
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
      await bare.cluster.kill('etcd');
      return () => bare.cluster.restart('etcd');
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
        (await bare.cluster.kubectl(['create', 'token', 'default', '--namespace=default'])).trim(),
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
      await bare.cluster.kubectl(['delete', 'node/talos-1', 'storageclass/local-path']);
      return async () => {
        await bare.cluster.apply(await readFile(nodeFile, 'utf8'));
        await bare.cluster.kubectl(['wait', '--for=condition=Ready', 'node/talos-1']);
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
      const { status } = await bare.cluster.get('node/talos-1');
      const patch = (conditions: unknown) =>
        bare.cluster.kubectl([
          ...['patch', 'node/talos-1', '--subresource=status', '--type=merge'],
          `--patch=${JSON.stringify({ status: { conditions } })}`,
        ]);
      await bare.cluster.kill('kwok');
      await patch([{ type: 'Ready', status: 'False', message: 'no network' }]);
      return async () => {
        await patch(status?.conditions);
        await bare.cluster.restart('kwok');
      };
    },
    exitCode: 3,
    says: ['error Node talos-1: it is not Ready (no network); see "talosctl health". [nodes]'],
  },
  {
    name: 'somebody else owns a field',
    given: async () => {
      const apply = (labels: object) =>
        bare.cluster.kubectl(
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

test.for(cases)('$name', async ({ given, exitCode, says }) => {
  const end = await given();
  try {
    const { exitCode: code, findings } = await bare.installFlux({ kubeconfig });
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
    const { signal } = new AbortController();
    const deadline = { at: Date.now() + 60_000, after: 60_000 };
    const api = connect({ config, signal, patience: 5_000, deadline });
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
  expect(await bare.bootstrap()).toMatchObject({ exitCode: 3, findings: [withoutFlux] });
});
