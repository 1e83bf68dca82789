import { manifestId } from '@helm-charts/types';
import type { LiveObject } from './api/object.ts';
import { awaitDelivery } from './delivery.ts';
import { make, type Session } from './session.ts';
import { setSuspended } from './suspend.ts';

/**
 * Suspends the releases and ends their pods, except those of the database, so that nothing else reads or writes the data: a suspended
 * HelmRelease alone leaves its pods running. Jobs are deleted, since one that is complete would not run again for other data.
 */
export const hold = async (session: Session): Promise<void> => {
  await suspendReleases(session, true);
  for (const workload of await workloads(session)) {
    const { replicas = 1 } = specOf(workload);
    if (replicas === 0 || isDatabase(session, workload)) continue;
    await scale(session, workload, 0, String(replicas));
  }
  for (const job of await owned(session, 'batch/v1', 'Job')) {
    await make(session, { action: 'delete', what: manifestId(job) }, () => session.api.remove(job));
  }
};

/**
 * Starts the pods that `hold` has ended, resumes the releases, dependencies first, and waits until everything is ready. Helm then upgrades
 * each release once, also where nothing of it has changed, and so creates the Jobs again. Stopped half-way, it goes on from there.
 * `watch` may throw what ends a wait.
 */
export const release = async (session: Session, watch?: () => Promise<void>): Promise<void> => {
  const { api, site } = session;
  const held = (await workloads(session)).filter((workload) => heldOf(workload) !== undefined);
  for (const workload of held) {
    const before = heldOf(workload) ?? '1';
    if (specOf(workload).replicas !== Number(before)) {
      await scale(session, workload, Number(before), before);
    }
  }
  await suspendReleases(session, false);
  if ((await api.get(site.root)) !== undefined) {
    await awaitDelivery(session, undefined, undefined, watch);
  }
  if (held.length > 0) await forceUpgrades(session, watch);
  for (const workload of held) await forget(session, workload);
};

/** The workloads whose pods have the claims of the data: Postgres. */
export const databases = async (session: Session): Promise<readonly LiveObject[]> =>
  (await workloads(session)).filter((workload) => isDatabase(session, workload));

/** Suspends the releases, or resumes them, dependencies first. */
export const suspendReleases = async (session: Session, isSuspended: boolean): Promise<void> => {
  for (const { reference: of } of session.site.releases) {
    await setSuspended(session, of, isSuspended);
  }
};

/**
 * Asks helm-controller for one upgrade of each release without a change, dependencies first. It answers such a request once, also while
 * the release still waits for a dependency, so each is asked when those before it are ready (helm-controller api/v2/annotations.go).
 */
const forceUpgrades = async (
  session: Session,
  watch: (() => Promise<void>) | undefined,
): Promise<void> => {
  for (const { reference: of } of session.site.releases) {
    if ((await session.api.get(of)) === undefined) continue;
    const now = new Date().toISOString();
    const annotations = {
      'reconcile.fluxcd.io/requestedAt': now,
      'reconcile.fluxcd.io/forceAt': now,
    };
    const change = { action: 'change', what: manifestId(of), detail: 'asked to upgrade' } as const;
    await make(session, change, () => session.api.patch(of, { metadata: { annotations } }));
    await awaitDelivery(session, now, [manifestId(of)], watch);
  }
};

const scale = async (
  session: Session,
  workload: LiveObject,
  replicas: number,
  before: string,
): Promise<void> => {
  const detail = `${replicas} pod${replicas === 1 ? '' : 's'}`;
  await make(session, { action: 'change', what: manifestId(workload), detail }, () =>
    session.api.patch(workload, {
      metadata: { annotations: { [heldReplicas]: before } },
      spec: { replicas },
    }),
  );
};

/** Takes away what `hold` has noted: the workload is as it was. */
const forget = async ({ api, dryRun }: Session, workload: LiveObject): Promise<void> => {
  if (!dryRun) await api.patch(workload, { metadata: { annotations: { [heldReplicas]: null } } });
};

/** How many pods a workload had before it was held. */
const heldReplicas = 'alga-appliance/held-replicas';

const heldOf = ({ metadata }: LiveObject): string | undefined =>
  metadata.annotations?.[heldReplicas];

const workloads = async (session: Session): Promise<readonly LiveObject[]> => [
  ...(await owned(session, 'apps/v1', 'Deployment')),
  ...(await owned(session, 'apps/v1', 'StatefulSet')),
];

/** What Helm has installed of a kind. Helm says in an annotation which release an object is of (Helm pkg/action/validate.go). */
export const owned = async (
  { api, site }: Session,
  apiVersion: string,
  kind: string,
): Promise<readonly LiveObject[]> => {
  const lists = await Promise.all(
    site.targetNamespaces.map((namespace) => api.list({ apiVersion, kind }, namespace)),
  );
  const names = site.releases.map(({ name }) => name);
  return lists.flat().filter(({ metadata }) => {
    const owner = metadata.annotations?.['meta.helm.sh/release-name'];
    return owner !== undefined && names.includes(owner);
  });
};

const isDatabase = ({ site }: Session, workload: LiveObject): boolean => {
  const volumes = specOf(workload).template?.spec?.volumes ?? [];
  return site.dataClaims.some(
    ({ name, namespace }) =>
      namespace === workload.metadata.namespace &&
      volumes.some(({ persistentVolumeClaim: claim }) => claim?.claimName === name),
  );
};

/** The part of a Deployment or StatefulSet that is read here. */
interface WorkloadSpec {
  readonly replicas?: number;
  readonly template?: {
    readonly spec?: {
      readonly volumes?: readonly {
        readonly persistentVolumeClaim?: { readonly claimName: string };
      }[];
    };
  };
}

const specOf = ({ spec }: LiveObject): WorkloadSpec => (spec ?? {}) as WorkloadSpec;
