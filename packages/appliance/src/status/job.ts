import type { LiveObject } from '../api/object.ts';
import { conditionOf } from '../api/object.ts';
import { jobState, lastEnd, podsOf } from '../jobs/state.ts';
import type { Item } from './item.ts';
import { itemOf, podItem } from './workload.ts';

/** How a Job is, with the end of its last try. `pods` are those of its namespace. */
export const jobItem = (job: LiveObject, pods: readonly LiveObject[]): Item => {
  const item = itemOf('job', job);
  const state = jobState(job, pods);
  if (state === 'complete') return item('ready', 'complete');
  const attempts = Number(job.status?.failed ?? 0);
  const failures = attempts === 1 ? '1 attempt has failed' : `${attempts} attempts have failed`;
  if (state === 'running') return item('progressing', attempts === 0 ? 'running' : failures);
  const failed = conditionOf(job, 'Failed');
  const next =
    failed?.status === 'True'
      ? '"alga-appliance deploy" runs it again'
      : 'it is tried again within 10 minutes, and at once with "alga-appliance deploy"';
  return item('failed', [why(job, pods) ?? failed?.message ?? failures, next].join('; '));
};

const why = (job: LiveObject, pods: readonly LiveObject[]): string | undefined => {
  const end = lastEnd(job, pods);
  // Of a log only the last line says why.
  if (end) return `exit code ${end.exitCode}: ${end.message.split('\n').at(-1)}`;
  const newest = podsOf(job, pods).at(-1);
  return newest && podItem(newest).message;
};
