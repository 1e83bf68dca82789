import { type LiveObject, reference } from '../api/object.ts';
import { controllers } from '../flux.ts';
import { jobLabel } from '../jobs/state.ts';
import { rotationRecord } from '../rotation/record.ts';
import { secretStates } from '../secrets.ts';
import type { Session } from '../session.ts';
import { tenantItems } from '../tenant/item.ts';
import { addressItems } from './address.ts';
import { certificateItems } from './certificate.ts';
import { fluxItem } from './flux.ts';
import type { Item } from './item.ts';
import { jobItem } from './job.ts';
import { deploymentItem, podItem, rotationItem, secretItem, volumeItem } from './workload.ts';

/** How everything of the appliance is, layer by layer. */
export const takeStatus = async (session: Session): Promise<readonly Item[]> => {
  const { fluxNamespace } = session.site;
  const deployments = controllers.map((name) =>
    reference('apps/v1', 'Deployment', name, fluxNamespace),
  );
  const [flux, delivery, secrets, rotation, certificates, workloads, tenant, address] =
    await Promise.all([
      Promise.all(deployments.map((of) => session.api.get(of))),
      deliveryItems(session),
      secretStates(session),
      session.api.get(rotationRecord(session.site)),
      certificateItems(session),
      workloadItems(session),
      tenantItems(session),
      addressItems(session),
    ]);
  const items = [
    ...deployments.map((of, index) => deploymentItem(of, flux[index])),
    ...delivery,
    ...secrets.map(secretItem),
    ...(rotation === undefined ? [] : [rotationItem(rotation)]),
    ...certificates,
    ...workloads,
    ...tenant,
    ...address,
  ];
  return items;
};

/** What Flux delivers: the source, the Kustomizations and the releases. */
export const deliveryItems = async (
  { api, site }: Session,
  requestedAt?: string,
): Promise<readonly Item[]> => {
  const parts = [
    ['source', [site.source, ...site.chartSources]],
    ['kustomization', site.kustomizations],
    ['release', site.releases.map((release) => release.reference)],
  ] as const;
  const items = await Promise.all(
    parts.flatMap(([layer, references]) =>
      references.map(async (of) => fluxItem(layer, of, await api.get(of), requestedAt)),
    ),
  );
  return items;
};

/** What runs and is kept in the namespaces of the releases. */
export const workloadItems = async ({ api, site }: Session): Promise<readonly Item[]> => {
  const list = (apiVersion: string, kind: string) =>
    Promise.all(
      site.targetNamespaces.map((namespace) => api.list({ apiVersion, kind }, namespace)),
    ).then((lists) => lists.flat());
  const [jobs, pods, claims] = await Promise.all([
    list('batch/v1', 'Job'),
    list('v1', 'Pod'),
    list('v1', 'PersistentVolumeClaim'),
  ]);
  // A pod of a Job that failed was followed by another; the Job says how it went.
  const own = pods.filter(({ metadata }) => metadata.labels?.[jobLabel] === undefined);
  return [
    ...newest(jobs).map((job) => jobItem(job, pods)),
    ...own.map(podItem),
    ...claims.map(volumeItem),
  ];
};

/** Of the Jobs of a CronJob, only the newest says how it is. */
const newest = (jobs: readonly LiveObject[]): readonly LiveObject[] => {
  const cronJob = ({ metadata }: LiveObject) =>
    metadata.ownerReferences?.find(({ kind }) => kind === 'CronJob')?.uid;
  const time = ({ metadata, status }: LiveObject) =>
    String(status?.startTime ?? metadata.creationTimestamp ?? '');
  return jobs.filter(
    (job) =>
      cronJob(job) === undefined ||
      !jobs.some((other) => cronJob(other) === cronJob(job) && time(other) > time(job)),
  );
};
