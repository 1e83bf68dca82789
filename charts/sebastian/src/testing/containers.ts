import { tenantSecret } from '@helm-charts/alga/tenant';
import {
  type Cluster,
  type Mounted,
  mountContainer,
  type Secrets,
} from '@helm-charts/testing/charts';
import type { Manifest } from '@helm-charts/types';
import type { bootstrapSecrets, temporalSecret } from '../environment/scripts.ts';
import { containersOf, podsOf, render } from './render.ts';

/** Containers of the chart that tests start: those that run a script of its own, and what comes after it. */
export type Scripted =
  | 'bootstrap'
  | 'wait-for-bootstrap'
  | 'backup'
  | 'restore-postgres'
  | 'restore-files'
  | 'upload-backup'
  | 'download-backup'
  | 'initialize-postgres'
  | 'exporter-role'
  | 'exporter-password'
  | 'postgres'
  | 'redis';

/** The passwords of Postgres by the key of the Secret. */
export type Passwords = Readonly<
  Record<(typeof bootstrapSecrets)[number]['key'] | (typeof temporalSecret)['key'], string>
>;

/** The chart with these values, rendered once in each process. */
export const rendered = (values: object): Promise<readonly Manifest[]> => {
  const key = JSON.stringify(values);
  const manifests = renders.get(key) ?? render(values);
  renders.set(key, manifests);
  return manifests;
};

const renders = new Map<string, Promise<readonly Manifest[]>>();

/** The Secrets that the chart expects by default, of which those that the scripts do not read hold something. */
export const secretsWith = (known: {
  readonly postgres?: Partial<Passwords>;
  readonly redis?: string;
  readonly tenant?: Readonly<Record<string, string>>;
}): Secrets => ({
  ...(known.tenant && { [tenantSecret]: known.tenant }),
  'db-credentials': { ...known.postgres },
  'redis-credentials': { REDIS_PASSWORD: known.redis ?? 'of no interest' },
  'alga-core-sebastian-secrets': { NEXTAUTH_SECRET: 'of no interest' },
});

/** Mounts a container of the chart below a folder, in the first pod that has it. */
export const mount = (name: Scripted, cluster: Cluster, root: string): Promise<Mounted> => {
  for (const pod of podsOf(cluster.manifests)) {
    const container = containersOf(pod).find((container) => container.name === name);
    if (container !== undefined) return mountContainer(pod.spec, container, cluster, root);
  }
  throw new Error(`the chart has no container ${name}`);
};
