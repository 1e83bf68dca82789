import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from '@helm-charts/testing/cluster';
import { orSkip } from '@helm-charts/testing/servers';
import type { TestContext } from 'vitest';
import { type Kubelet, realComponents, startKubelet } from './kubelet.ts';
import { type Outcome, type Site, startSite } from './site.ts';

/** A box on which the containers of Postgres, of the bootstrap, of backups and of restores run. */
export interface Machine extends AsyncDisposable {
  readonly site: Site;
  readonly kubelet: Kubelet;
}

/** Starts an empty one. */
export const startMachine = async (context: TestContext): Promise<Machine> => {
  const site = await orSkip(context, startSite({ withoutComponents: realComponents }));
  const kubelet = await startKubelet(site.cluster);
  return {
    site,
    kubelet,
    [Symbol.asyncDispose]: async () => {
      await kubelet[Symbol.asyncDispose]();
      await site[Symbol.asyncDispose]();
    },
  };
};

/** The password of the first administrator. */
export const password = 'Correct-horse: 1';

/** Writes a file with the first tenant. */
export const writeTenant = async ({ folder }: Site): Promise<string> => {
  const path = join(folder, 'tenant.yaml');
  const person = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' };
  const text = JSON.stringify({ organisation: 'Analytical Engines', ...person, password });
  await writeFile(path, text, { mode: 0o600 });
  return path;
};

/** The superuser with the password of the Secret. */
export const login = async ({ disk }: Kubelet, cluster: Cluster, database = 'postgres') => {
  const { DB_PASSWORD_SUPERUSER: password = '' } = await secretOf(cluster, 'db-credentials');
  return { host: '127.0.0.1', port: disk.port!, user: 'postgres', password, database };
};

/** The keys of a Secret. */
export const secretOf = async (
  cluster: Cluster,
  name: string,
): Promise<Readonly<Record<string, string>>> => {
  const { data } = await cluster.get(`secret/${name}`, 'msp');
  return Object.fromEntries(
    Object.entries(data as Readonly<Record<string, string>>).map(([key, value]) => [
      key,
      Buffer.from(value, 'base64').toString(),
    ]),
  );
};

/** What `status` says of everything that is not ready. Nothing listens at the address of a cluster without machines. */
export const unready = async ({ appliance }: Site): Promise<Outcome['status']> =>
  (await appliance('status')).status.filter(
    ({ layer, state }) => layer !== 'address' && state !== 'ready',
  );
