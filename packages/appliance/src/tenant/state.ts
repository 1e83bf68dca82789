import { tenantSecret } from '@helm-charts/alga/tenant';
import { type LiveObject, type Reference, reference } from '../api/object.ts';
import { createdAt, type End, type JobState, jobState, lastEnd } from '../jobs/state.ts';
import { secretReference } from '../secrets.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';

type Place = NonNullable<Site['tenant']>;

/** What the cluster says of the first tenant. */
export interface TenantState {
  /**
   * `awaited`: the bootstrap is at work, or nothing is installed yet. `unknown`: it has ended, and nothing is left that says what it has found.
   */
  readonly tenant: 'present' | 'missing' | 'awaited' | 'unknown';
  /** Whether that is written where it stays when the Job is gone. */
  readonly isRecorded: boolean;
  /** Whether the Secret with the password is there. */
  readonly hasSecret: boolean;
  /** The newest Job that reads the Secret. */
  readonly job: LiveObject | undefined;
  readonly jobState: JobState | undefined;
  /** How its last try has ended. */
  readonly end: End | undefined;
  /** Whether the database knows the administrator of the Secret, as far as the bootstrap has read one. */
  readonly administrator: 'present' | 'missing' | undefined;
}

/** The ConfigMap that keeps what the bootstrap has found, since its Job and pods are deleted a day after their end. */
export const tenantRecord = ({ namespace }: Place): Reference =>
  reference('v1', 'ConfigMap', 'appliance-tenant', namespace);

/** Finds out whether there is a tenant, from objects of the cluster alone. */
export const tenantState = async (session: Session, place: Place): Promise<TenantState> => {
  const { api, site } = session;
  const { namespace } = place;
  const [record, secret, jobs, pods, claims] = await Promise.all([
    api.get(tenantRecord(place)),
    api.get(secretReference(tenantSecret, namespace)),
    api.list({ apiVersion: 'batch/v1', kind: 'Job' }, namespace),
    api.list({ apiVersion: 'v1', kind: 'Pod' }, namespace),
    Promise.all(
      site.dataClaims.map((claim) =>
        api.get(reference('v1', 'PersistentVolumeClaim', claim.name, claim.namespace)),
      ),
    ),
  ]);
  const job = jobs
    .filter(readsTenant)
    .toSorted((a, b) => createdAt(a).localeCompare(createdAt(b)))
    .at(-1);
  const state = job && jobState(job, pods);
  const end = job && lastEnd(job, pods);
  const report = state === 'complete' ? reportOf(end) : {};
  const isRecorded = (record?.data as Data | undefined)?.tenant === 'present';
  const isInstalled = claims.some((claim) => claim !== undefined);
  const rest = state === 'complete' || (job === undefined && isInstalled) ? 'unknown' : 'awaited';
  return {
    // The newest run knows better than what an older one has found.
    tenant: report.tenant ?? (isRecorded ? 'present' : rest),
    isRecorded,
    hasSecret: secret !== undefined,
    job,
    jobState: state,
    end,
    administrator: report.administrator,
  };
};

type Data = Readonly<Record<string, string>>;

/** The Job is known by the Secret that it mounts, since its name ends with a hash. */
const readsTenant = ({ spec }: LiveObject): boolean => {
  const { template } = spec as JobSpec;
  return (template?.spec?.volumes ?? []).some(({ secret }) => secret?.secretName === tenantSecret);
};

interface JobSpec {
  readonly template?: {
    readonly spec?: {
      readonly volumes?: readonly { readonly secret?: { readonly secretName?: string } }[];
    };
  };
}

type Report = Partial<Record<'tenant' | 'administrator', 'present' | 'missing'>>;

/** What the bootstrap has left in the termination message of its container (charts/sebastian/src/bootstrap/report.ts). */
const reportOf = (end: End | undefined): Report => {
  try {
    const report: unknown = JSON.parse(end?.message ?? '');
    return typeof report === 'object' && report !== null ? report : {};
  } catch {
    return {};
  }
};
