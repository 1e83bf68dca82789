import type { LiveObject } from '../api/object.ts';
import { conditionOf } from '../api/object.ts';
import { jobState, lastEnd, podsOf } from '../jobs/state.ts';
import { type Item, itemOf } from './item.ts';
import { podItem } from './workload.ts';

/** How a Job is, with the end of its last try. `pods` are those of its namespace. */
export const jobItem = (job: LiveObject, pods: readonly LiveObject[]): Item => {
  const item = itemOf('job', job);
  const state = jobState(job, pods);
  if (state === 'complete') {
    return item('ready', 'complete', { since: conditionOf(job, 'Complete')?.lastTransitionTime });
  }
  const attempts = Number(job.status?.failed ?? 0);
  const failures = attempts === 1 ? '1 attempt has failed' : `${attempts} attempts have failed`;
  const newest = podsOf(job, pods).at(-1);
  const since = String(job.status?.startTime ?? job.metadata.creationTimestamp ?? '') || undefined;
  if (state === 'running') {
    const waitsFor = (newest && podItem(newest).waitsFor) ?? 'its pod to end';
    return item('progressing', attempts === 0 ? 'running' : failures, { since, waitsFor });
  }
  const failed = conditionOf(job, 'Failed');
  const next =
    failed?.status === 'True'
      ? '"alga-appliance deploy" runs it again'
      : 'it is tried again within 10 minutes, and at once with "alga-appliance deploy"';
  return item('failed', [why(job, pods) ?? failed?.message ?? failures, next].join('; '), {
    since: failed?.lastTransitionTime ?? since,
  });
};

const why = (job: LiveObject, pods: readonly LiveObject[]): string | undefined => {
  const end = lastEnd(job, pods);
  // Of a log only the last line says why.
  if (end) return `exit code ${end.exitCode}: ${end.message.split('\n').at(-1)}`;
  const newest = podsOf(job, pods).at(-1);
  return newest && podItem(newest).message;
};
