import { Failure, type Finding, manifestId, objectIdOf } from '@helm-charts/types';
import { conditionOf, type LiveObject, reference } from '../api/object.ts';
import { owned } from '../hold.ts';
import { preflight } from '../preflight/preflight.ts';
import { make, type Session } from '../session.ts';
import { lastWords } from '../status/container.ts';
import { stopOn } from '../stop.ts';
import { until } from '../until.ts';

/**
 * Makes a backup now: a Job from the template of each CronJob that makes backups. Ends with 3 if there is no such CronJob, with 1 and the sentence
 * of the container where the backup failed.
 */
export const backup = async (session: Session): Promise<void> => {
  await preflight(session, { permissions: permissions(session), flux: false });
  const all = await owned(session, 'batch/v1', 'CronJob');
  const makers = all.filter(({ metadata }) => metadata.labels?.[component] === 'backup');
  stopOn(3, makers.length > 0 ? [] : [none(session)]);
  for (const maker of makers) await run(session, maker);
};

const component = 'app.kubernetes.io/component';

const run = async (session: Session, maker: LiveObject): Promise<void> => {
  const { api, dryRun, say } = session;
  const job = jobOf(maker);
  const isMade = await make(session, { action: 'create', what: manifestId(job) }, () =>
    api.create(job),
  );
  if (!isMade) {
    const message = 'another client has just created it';
    throw new Failure(4, [finding(job, message, 'run the same command again')]);
  }
  if (dryRun) return;
  await until(session, async () => {
    const live = await api.get(job);
    if (live === undefined) throw new Failure(1, [finding(job, 'somebody has deleted it')]);
    if (conditionOf(live, 'Complete')?.status === 'True') return undefined;
    const failed = conditionOf(live, 'Failed');
    const words = lastWords(await podsOf(session, job));
    if (failed?.status === 'True') {
      throw new Failure(1, [finding(job, words ?? failed.message ?? 'it has failed')]);
    }
    return [
      finding(job, words === undefined ? 'it is not complete yet' : `it tries again: ${words}`),
    ];
  });
  say(lastWords(await podsOf(session, job)) ?? `${manifestId(job)} is complete`);
};

const podsOf = async ({ api }: Session, job: LiveObject): Promise<readonly LiveObject[]> => {
  const pods = await api.list({ apiVersion: 'v1', kind: 'Pod' }, job.metadata.namespace);
  return pods.filter(
    ({ metadata }) => metadata.labels?.['batch.kubernetes.io/job-name'] === job.metadata.name,
  );
};

/** The Job that the CronJob itself would create; it belongs to the CronJob, which limits how many are kept. */
const jobOf = ({ metadata, spec }: LiveObject): LiveObject => {
  const { jobTemplate } = spec as { readonly jobTemplate: Pick<LiveObject, 'metadata' | 'spec'> };
  const { name, namespace, uid = '' } = metadata;
  const of = reference('batch/v1', 'Job', `${name}-${Math.floor(Date.now() / 1000)}`, namespace);
  const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name, uid, controller: true };
  return {
    ...of,
    metadata: {
      ...jobTemplate.metadata,
      ...of.metadata,
      labels: { ...jobTemplate.metadata?.labels, [component]: 'backup' },
      annotations: {
        ...jobTemplate.metadata?.annotations,
        'cronjob.kubernetes.io/instantiate': 'manual',
      },
      ownerReferences: [owner],
    },
    spec: jobTemplate.spec ?? {},
  };
};

const none = ({ site }: Session): Finding => ({
  rule: 'backup',
  severity: 'error',
  input: 'backup',
  message: `no CronJob of the releases in ${site.targetNamespaces.join(', ')} makes backups`,
  fix: 'set backup.enabled with "alga-appliance deploy --values RELEASE=FILE"',
});

const finding = (job: LiveObject, message: string, fix?: string): Finding => ({
  rule: 'backup',
  severity: 'error',
  object: objectIdOf(job),
  message,
  ...(fix !== undefined && { fix }),
});

const permissions = ({ site }: Session) =>
  site.targetNamespaces.flatMap((namespace) => [
    { verb: 'list', group: 'batch', resource: 'cronjobs', namespace },
    { verb: 'create', group: 'batch', resource: 'jobs', namespace },
  ]);
