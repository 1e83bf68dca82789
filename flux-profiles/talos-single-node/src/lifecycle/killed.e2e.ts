import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { publish } from '@helm-charts/testing/cluster';
import { connect } from '@helm-charts/testing/servers';
import { expect, type TestContext, test } from 'vitest';
import { profile } from '../profile.ts';
import type { Kubelet } from '../testing/kubelet.ts';
import { login, startMachine, unready, writeTenant } from '../testing/machine.ts';
import { versions } from '../testing/observe.ts';
import { type ApiProxy, startProxy } from '../testing/proxy.ts';
import { type Site, workspace } from '../testing/site.ts';

test('a set-up that is killed at each of its steps comes to the same as one that is not', async (context) => {
  const undisturbed = await setUp(context, async ({ run }) => {
    const { exitCode, said } = await run();
    expect(exitCode, said).toBe(0);
  });
  const seen = new Map<string, string>();
  const waits = new Set<string>();
  let kills = 0;
  const killed = await setUp(context, async ({ site, proxy, run }) => {
    for (;;) {
      const { exitCode, said } = await run((kill) => {
        proxy.onWrite = () => {
          kill();
          return true;
        };
        return (line) => {
          const [, what] = /^waiting for (.*?): /.exec(line) ?? [];
          if (what === undefined || waits.has(what)) return;
          waits.add(what);
          kill();
        };
      });
      await expectKept(site, seen);
      if (exitCode !== null) {
        expect(exitCode, said).toBe(0);
        return;
      }
      kills += 1;
    }
  });
  // Each run made one more step, and none of them twice.
  expect(killed.writes).toEqual(undisturbed.writes);
  expect(kills).toBeGreaterThan(undisturbed.writes.length);
  expect(killed.objects).toEqual(undisturbed.objects);
  expect(killed.database).toEqual(undisturbed.database);
  expect(killed.database).toEqual([{ tenants: 1, users: 1, roles: 2, notes: 1 }]);
});

type Watch = (kill: () => void) => (line: string) => void;

interface Step {
  readonly site: Site;
  readonly proxy: ApiProxy;
  /** Runs the program until it ends, or is killed by what watches its lines. */
  readonly run: (
    watch?: Watch,
  ) => Promise<{ readonly exitCode: number | null; readonly said: string }>;
}

/** Sets a machine up from nothing, and returns what is there when everything is ready. */
const setUp = async (context: TestContext, go: (step: Step) => Promise<void>) => {
  await using machine = await startMachine(context);
  const { site, kubelet } = machine;
  const { cluster, folder } = site;
  await using proxy = await startProxy(cluster, join(folder, 'kubeconfig'));
  const { registry } = cluster;
  const url = await publish({ workspace, profile, registry, folder: join(folder, 'packages') });
  const args = [
    ...['bootstrap', '--flux-manifest', join(folder, 'flux.yaml'), '--timeout', '10m'],
    ...['--registry', url, '--insecure-registry', '--tenant-file', await writeTenant(site)],
  ];
  const run: Step['run'] = async (watch) => {
    const program = join(workspace, 'packages/appliance/bin/alga-appliance.cjs');
    const child = spawn(process.execPath, [program, ...args], {
      cwd: workspace,
      env: { ...process.env, KUBECONFIG: proxy.kubeconfig },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    proxy.onWrite = undefined;
    const look = watch?.(() => void child.kill('SIGKILL'));
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk;
      for (const line of String(chunk).split('\n')) look?.(line);
    });
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return { exitCode, said };
  };
  const flux = startFlux(site);
  await go({ site, proxy, run });
  await flux;
  expect(await unready(site)).toEqual([]);
  return {
    writes: proxy.writes,
    objects: await namesOfAll(site),
    database: await countsOf(kubelet, site),
  };
};

/** The controllers start when their Deployments are available. */
const startFlux = async ({ cluster }: Site): Promise<void> => {
  for (const name of ['source-controller', 'kustomize-controller', 'helm-controller']) {
    await cluster.ready(`deployment/${name}`, 'flux-system', { condition: 'Available' });
  }
  await cluster.startFlux({ definitions: false });
};

/** No Secret changes once it is there, however often the program is started. */
const expectKept = async ({ cluster }: Site, seen: Map<string, string>): Promise<void> => {
  const secrets = await cluster.list('secrets', 'msp').catch(() => []);
  for (const { metadata, data } of secrets) {
    const text = JSON.stringify(data);
    expect([metadata.name, seen.get(metadata.name) ?? text]).toEqual([metadata.name, text]);
    seen.set(metadata.name, text);
  }
};

/** The names of all objects, without what Kubernetes makes up. */
const namesOfAll = async ({ cluster }: Site): Promise<readonly string[]> =>
  Object.keys(await versions(cluster))
    .map((id) =>
      id
        .replace(
          /^((?:Pod|ReplicaSet|ControllerRevision|EndpointSlice|PodMetrics) .*?)(-[0-9a-f]{8,10})?(-[0-9a-z]{5})?$/,
          '$1',
        )
        .replace(/^(PersistentVolume ).*/, '$1'),
    )
    .toSorted();

const countsOf = async (kubelet: Kubelet, { cluster }: Site) => {
  await using server = await connect(await login(kubelet, cluster, 'server'));
  return await server.query(
    `SELECT (SELECT count(*)::int FROM tenants) AS tenants, (SELECT count(*)::int FROM users) AS users,
            (SELECT count(*)::int FROM roles) AS roles, (SELECT count(*)::int FROM notes) AS notes`,
  );
};
