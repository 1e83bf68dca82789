import { conditionOf, type LiveObject } from '../api/object.ts';
import { podItem } from '../status/workload.ts';

/** How far a Job has come. `stuck`: its last try has failed, or it has given up; a person may have to repair something. */
export type JobState = 'complete' | 'running' | 'stuck';

/** How the last try of a Job has ended. */
export interface End {
  readonly exitCode: number;
  /** What the container has said last, or what it has left in its termination message. */
  readonly message: string;
}

/** Whether a Job works, is done, or waits after a failure. `pods` are those of its namespace. */
export const jobState = (job: LiveObject, pods: readonly LiveObject[]): JobState => {
  if (conditionOf(job, 'Complete')?.status === 'True') return 'complete';
  if (conditionOf(job, 'Failed')?.status === 'True') return 'stuck';
  const { active = 0, failed = 0 } = (job.status ?? {}) as Counts;
  // Between two tries a Job has no pod that is active.
  if (active === 0) return failed > 0 ? 'stuck' : 'running';
  const newest = podsOf(job, pods).at(-1);
  return newest !== undefined && podItem(newest).state === 'failed' ? 'stuck' : 'running';
};

interface Counts {
  readonly active?: number;
  readonly failed?: number;
}

/** The pods of a Job, in the order in which they were created. */
export const podsOf = ({ metadata }: LiveObject, pods: readonly LiveObject[]): LiveObject[] =>
  pods
    .filter(
      (pod) =>
        pod.metadata.namespace === metadata.namespace &&
        pod.metadata.labels?.[jobLabel] === metadata.name &&
        // The pods of a Job that had the same name before may not be gone yet.
        [undefined, metadata.uid].includes(pod.metadata.labels[uidLabel]),
    )
    .toSorted((a, b) => createdAt(a).localeCompare(createdAt(b)));

/** The label by which a pod names its Job. */
export const jobLabel = 'batch.kubernetes.io/job-name';
export const uidLabel = 'batch.kubernetes.io/controller-uid';

export const createdAt = ({ metadata }: LiveObject): string => metadata.creationTimestamp ?? '';

/** The end of the newest try that has ended. */
export const lastEnd = (job: LiveObject, pods: readonly LiveObject[]): End | undefined =>
  podsOf(job, pods).flatMap(endsOf).at(-1);

const endsOf = ({ status }: LiveObject): readonly End[] => {
  const containers = [status?.initContainerStatuses, status?.containerStatuses].flatMap(
    (list) => (list ?? []) as readonly Ended[],
  );
  const ends = containers.flatMap(({ state }) => state?.terminated ?? []);
  // What failed says why the pod has ended; containers before it have done their work.
  const failed = ends.filter(({ exitCode }) => exitCode !== 0);
  return (failed.length > 0 ? failed : ends)
    .slice(-1)
    .map(({ exitCode, message = '' }) => ({ exitCode, message: message.trim() }));
};

/** A container of a pod, as far as it has ended. */
interface Ended {
  readonly state?: {
    readonly terminated?: { readonly exitCode: number; readonly message?: string };
  };
}
