import { readFile } from 'node:fs/promises';
import { Failure, type Finding, manifestId, objectIdOf } from '@helm-charts/types';
import { conditionOf, type LiveObject } from './api/object.ts';
import { databases } from './hold.ts';
import {
  endOf,
  isRefusal,
  type PodTemplate,
  refusals,
  requests,
  restorersOf,
  templateOf,
  wrong,
} from './restorers.ts';
import { labels } from './secrets.ts';
import { make, type Session } from './session.ts';
import { stopOn } from './stop.ts';
import { until } from './until.ts';

/** A backup that is to be restored. */
export interface BackupRequest {
  readonly name: string;
  /** The file with the private key, where the backup is encrypted. */
  readonly key?: string | undefined;
  /** Whether data that are there are moved aside. */
  readonly replace: boolean;
}

/**
 * What stands in the way of a restore: a profile without one, a key that can't be read, an unencrypted way to the pods, and data that
 * may not be replaced. Nothing has been changed until then.
 */
export const backupObstacles = async (
  session: Session,
  { key, replace }: BackupRequest,
): Promise<readonly Finding[]> => {
  if (requests(session).length === 0) {
    return [wrong({ input: '--backup' }, 'the profile has no database that restores backups')];
  }
  if (key !== undefined && !/PRIVATE KEY-----/.test(await read(key))) {
    return [
      wrong({ position: { file: key } }, 'this is no private key in PEM format', 'correct --key'),
    ];
  }
  return (await databases(session)).flatMap((workload) => {
    const object = objectIdOf(workload);
    if (restorersOf(session, templateOf(workload)).length === 0) {
      const fix = 'set backup.enabled with "alga-appliance deploy --values RELEASE=FILE"';
      return [wrong({ object }, 'its pods have no container that restores a backup', fix)];
    }
    if (replace || Number(workload.status?.readyReplicas ?? 0) === 0) return [];
    const fix = 'give --replace to move them aside and restore the backup';
    return [wrong({ object }, 'it runs and has data', fix)];
  });
};

/** Asks for the restore: from now on a pod of the database that starts restores the backup before Postgres answers anybody. */
export const requestRestore = async (
  session: Session,
  { name, key, replace }: BackupRequest,
): Promise<void> => {
  const { api, site } = session;
  const texts = {
    backup: name,
    id: new Date().toISOString(),
    ...(replace && { replace: 'yes' }),
    ...(key !== undefined && { key: await read(key) }),
  };
  const data = Object.fromEntries(
    Object.entries(texts).map(([field, text]) => [field, Buffer.from(text).toString('base64')]),
  );
  for (const of of requests(session)) {
    const metadata = { ...of.metadata, labels: labels(site.name) };
    const change = {
      action: 'create',
      what: manifestId(of),
      detail: `restore of ${name}`,
    } as const;
    await make(session, change, () => api.apply({ ...of, metadata, ...{ type: 'Opaque', data } }));
  }
};

/** Whether the next start of a database restores a backup. */
export const isRestoreRequested = async (session: Session): Promise<boolean> => {
  const live = await Promise.all(requests(session).map((of) => session.api.get(of)));
  return live.some((request) => request !== undefined);
};

/** Deletes the request, and with it the private key. */
export const endRequest = async (session: Session): Promise<void> => {
  for (const of of requests(session)) {
    if ((await session.api.get(of)) === undefined) continue;
    await make(session, { action: 'delete', what: manifestId(of) }, () => session.api.remove(of));
  }
};

/**
 * Starts the pods of the databases again, and waits until they have restored the backup. Throws a Failure (1) with the sentence of the
 * container where it could not be restored; then Postgres is started on the data that were there.
 */
export const awaitRestore = async (session: Session): Promise<void> => {
  for (const workload of await databases(session)) {
    const before = await restart(session, workload);
    if (session.dryRun) continue;
    try {
      await until(session, () => look(session, workload, before));
    } catch (error) {
      if (!(error instanceof Failure && isRefusal(error))) throw error;
      await endRequest(session);
      await restart(session, workload);
      throw error;
    }
  }
};

/** Deletes the pods of a workload, which creates others; the names of those that were deleted by uid. */
const restart = async (session: Session, workload: LiveObject): Promise<readonly string[]> => {
  const pods = await podsOf(session, workload);
  for (const pod of pods) {
    await make(session, { action: 'delete', what: manifestId(pod) }, () => session.api.remove(pod));
  }
  return pods.map(({ metadata }) => metadata.uid ?? '');
};

const look = async (
  session: Session,
  workload: LiveObject,
  before: readonly string[],
): Promise<readonly Finding[] | undefined> => {
  const pods = await podsOf(session, workload);
  const pod = pods.find(({ metadata }) => !before.includes(metadata.uid ?? ''));
  if (pod === undefined) {
    return [
      { ...wrong({ object: objectIdOf(workload) }, 'its new pod does not exist yet'), rule: 'pod' },
    ];
  }
  const names = restorersOf(session, templateOf(workload));
  stopOn(1, refusals(pod, names));
  const open = names.find((name) => endOf(pod, name) === undefined);
  if (open === undefined && conditionOf(pod, 'Ready')?.status === 'True') return undefined;
  const message =
    open === undefined ? 'Postgres starts' : `container ${open} restores, or waits for the backup`;
  return [{ ...wrong({ object: objectIdOf(pod) }, message), rule: 'pod' }];
};

/**
 * Ends a wait for the releases where a container of a pod refuses the backup: the server restores its own files before it starts. Throws a
 * Failure (1) with the sentence of the container.
 */
export const watchRestore = async (session: Session): Promise<void> => {
  if (!(await isRestoreRequested(session))) return;
  const { api, site } = session;
  for (const namespace of site.targetNamespaces) {
    const pods = await api.list({ apiVersion: 'v1', kind: 'Pod' }, namespace);
    stopOn(
      1,
      pods.flatMap((pod) => refusals(pod, restorersOf(session, pod.spec as PodTemplate['spec']))),
    );
  }
};

const podsOf = async (
  session: Session,
  { metadata }: LiveObject,
): Promise<readonly LiveObject[]> => {
  const pods = await session.api.list({ apiVersion: 'v1', kind: 'Pod' }, metadata.namespace);
  return pods.filter((pod) =>
    pod.metadata.ownerReferences?.some(
      ({ kind, name }) => kind === 'StatefulSet' && name === metadata.name,
    ),
  );
};

const read = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');
