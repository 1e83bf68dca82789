import { manifestId, objectIdOf } from '@helm-charts/types';
import type { LiveObject, Reference } from '../api/object.ts';
import { make, type Session } from '../session.ts';
import { until } from '../until.ts';
import { jobLabel, uidLabel } from './state.ts';

/**
 * Puts a new Job in the place of one that has ended: under the same name and with the same labels, so that it stays a part of its release. Flux
 * does not do it: where nothing of a release has changed, it does not look whether a Job is still there.
 */
export const runAgain = async (session: Session, job: LiveObject): Promise<void> => {
  const { api } = session;
  const change = { action: 'change', what: manifestId(job), detail: 'runs again' } as const;
  await make(session, change, async () => {
    await api.remove(job);
    await gone(session, job);
    return api.create(newJob(job));
  });
};

const gone = (session: Session, job: LiveObject): Promise<void> =>
  until(session, async () => {
    const left = await session.api.get(job);
    if (left === undefined || left.metadata.uid !== job.metadata.uid) return undefined;
    const message = 'it is being deleted';
    return [{ rule: 'job', severity: 'error', object: objectIdOf(job), message }];
  });

/** The Job as it was created, without what Kubernetes has added. */
const newJob = ({ apiVersion, kind, metadata, spec }: LiveObject): Reference => {
  const { name, namespace, labels, annotations } = metadata;
  const { selector: _, template, ...rest } = spec as JobSpec;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      labels: without(labels, added),
      annotations: without(annotations, ['batch.kubernetes.io/job-tracking']),
    },
    ...{
      spec: {
        ...rest,
        template: {
          ...template,
          metadata: { ...template.metadata, labels: without(template.metadata?.labels, added) },
        },
      },
    },
  };
};

interface JobSpec {
  readonly selector?: unknown;
  readonly template: { readonly metadata?: { readonly labels?: Labels } };
}

type Labels = Readonly<Record<string, string>>;

/** Labels that say to which Job a pod belongs (Kubernetes pkg/registry/batch/job/strategy.go, `generateSelector`). */
const added = [jobLabel, uidLabel, 'job-name', 'controller-uid'];

const without = (labels: Labels = {}, names: readonly string[]): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([name]) => !names.includes(name)));
