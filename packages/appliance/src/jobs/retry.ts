import { manifestId } from '@helm-charts/types';
import type { LiveObject } from '../api/object.ts';
import { make, type Session } from '../session.ts';
import { runAgain } from './again.ts';
import { jobState } from './state.ts';

/**
 * Starts the Jobs of the releases again that wait after a failure or have failed. Kubernetes lets a Job wait up to ten minutes between two
 * tries, and Flux notices what is missing only when the upgrade that it waits for is over.
 */
export const retryJobs = async (session: Session): Promise<void> => {
  await removeLeftJobs(session);
  for (const { job, isStuck } of await jobsOf(session)) {
    if (isStuck) await runAgain(session, job);
  }
};

/**
 * Deletes the Jobs of upgrades that have failed and were followed by others. Helm compares a new version with the last one that succeeded, so it
 * leaves them behind (pkg/action/upgrade.go, `prepareUpgrade`), and Kubernetes would never stop trying them.
 */
export const removeLeftJobs = async (session: Session): Promise<void> => {
  for (const { job, isLeft } of await jobsOf(session)) {
    if (!isLeft) continue;
    const change = {
      action: 'delete',
      what: manifestId(job),
      detail: 'of an upgrade before',
    } as const;
    await make(session, change, () => session.api.remove(job));
  }
};

/** A Job of a release that is not complete. */
interface ReleaseJob {
  readonly job: LiveObject;
  readonly isStuck: boolean;
  readonly isLeft: boolean;
}

const jobsOf = async ({ api, site }: Session): Promise<readonly ReleaseJob[]> => {
  const list = async (apiVersion: string, kind: string) =>
    (
      await Promise.all(site.targetNamespaces.map((name) => api.list({ apiVersion, kind }, name)))
    ).flat();
  const [jobs, pods, releases] = await Promise.all([
    list('batch/v1', 'Job'),
    list('v1', 'Pod'),
    Promise.all(
      site.releases.map(async ({ name, reference }) => [name, await api.get(reference)] as const),
    ),
  ]);
  const live = new Map(releases);
  return jobs.flatMap((job) => {
    const release = job.metadata.annotations?.['meta.helm.sh/release-name'] ?? '';
    const state = jobState(job, pods);
    if (!live.has(release) || state === 'complete') return [];
    return [{ job, isStuck: state === 'stuck', isLeft: isLeft(job, live.get(release)) }];
  });
};

/** Whether a Job is not among the objects that its release has applied last. */
const isLeft = ({ metadata }: LiveObject, release: LiveObject | undefined): boolean => {
  const { entries = [] } = (release?.status?.inventory ?? {}) as Inventory;
  const id = `${metadata.namespace}_${metadata.name}_batch_Job`;
  return entries.length > 0 && !entries.some((entry) => entry.id === id);
};

/** helm-controller api/v2/inventory_types.go; Flux before 2.8 does not have it. */
interface Inventory {
  readonly entries?: readonly { readonly id: string }[];
}
