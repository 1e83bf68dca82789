import { tenantSecret } from '@helm-charts/alga/tenant';
import { Failure, type Finding, manifestId, objectIdOf } from '@helm-charts/types';
import { applyObject } from '../apply.ts';
import { runAgain } from '../jobs/again.ts';
import { labels, secretReference } from '../secrets.ts';
import { make, type Session } from '../session.ts';
import type { Site } from '../site.ts';
import { fluxItem } from '../status/flux.ts';
import { findingOf } from '../status/item.ts';
import { until } from '../until.ts';
import { removeSecret } from './secret.ts';
import { type TenantState, tenantRecord, tenantState } from './state.ts';

type Place = NonNullable<Site['tenant']>;

/**
 * Has the bootstrap create the tenant of the Secret, which is written already, and deletes the Secret. Throws a Failure (1) where the bootstrap
 * could not, after which everything is as before.
 */
export const createTenant = async (session: Session, place: Place): Promise<void> => {
  await runBootstrap(session, place);
  if (session.dryRun) return removeSecret(session, { name: tenantSecret, ...place });
  const state = await awaitBootstrap(session, place);
  await settleTenant(session, place);
  if (state.tenant === 'present' && state.administrator === 'present') return;
  await removeSecret(session, { name: tenantSecret, ...place });
  throw new Failure(
    1,
    state.tenant === 'present'
      ? [
          finding(
            place,
            'there is a tenant already, without this administrator, so nothing was created',
            'log in as its own administrator',
          ),
        ]
      : [
          finding(
            place,
            'the bootstrap has ended and created no tenant',
            'see whether the values switch seeds off (bootstrap.seeds), and its log: "kubectl logs --selector app.kubernetes.io/component=bootstrap"',
          ),
        ],
  );
};

/** Writes down that there is a tenant, where the bootstrap has found one, and deletes the Secret, which has served then. */
export const settleTenant = async (session: Session, place: Place): Promise<TenantState> => {
  const state = await tenantState(session, place);
  if (state.tenant !== 'present') return state;
  if (!state.isRecorded) {
    const record = tenantRecord(place);
    const metadata = { ...record.metadata, labels: labels(session.site.name) };
    await applyObject(session, { ...record, metadata, ...{ data: { tenant: 'present' } } });
  }
  if (state.hasSecret) await removeSecret(session, { name: tenantSecret, ...place });
  return state;
};

/** Runs the bootstrap again: replaces its Job, or reconciles the release, which creates the Job, if the Job is gone. */
export const runBootstrap = async (session: Session, place: Place): Promise<void> => {
  const { job } = await tenantState(session, place);
  if (job !== undefined) return runAgain(session, job);
  const at = new Date().toISOString();
  const annotations = { 'reconcile.fluxcd.io/requestedAt': at, 'reconcile.fluxcd.io/forceAt': at };
  const what = manifestId(place.release);
  await make(session, { action: 'change', what, detail: 'asked to upgrade' }, () =>
    session.api.patch(place.release, { metadata: { annotations } }),
  );
};

/** Waits until the bootstrap has ended. What the Secret is to blame for ends it: then the Secret is deleted, and the bootstrap runs without it. */
export const awaitBootstrap = async (session: Session, place: Place): Promise<TenantState> => {
  let state = await tenantState(session, place);
  await until(session, async () => {
    state = await tenantState(session, place);
    const { job, end } = state;
    if (job === undefined) return [await releaseFinding(session, place)];
    if (state.jobState === 'complete') return undefined;
    if (state.jobState === 'running') return [jobFinding(state, 'it has not completed yet')];
    await stopOnBlame(session, place, state);
    return [jobFinding(state, whyOf(end))];
  });
  return state;
};

/**
 * Ends the command with 1 where the bootstrap has failed because of the Secret with the tenant. The Secret is deleted then, and the bootstrap runs
 * without it, so that the release does not wait for what nobody will repair.
 */
export const stopOnBlame = async (
  session: Session,
  place: Place,
  state: TenantState,
): Promise<void> => {
  const { job, end, hasSecret } = state;
  if (state.jobState !== 'stuck' || job === undefined || end === undefined) return;
  if (!hasSecret || !blamed.has(end.exitCode)) return;
  await removeSecret(session, { name: tenantSecret, ...place });
  await runAgain(session, job);
  throw new Failure(1, [
    jobFinding(
      state,
      whyOf(end),
      'correct that, then create the tenant with "alga-appliance tenant"',
    ),
  ]);
};

const whyOf = (end: TenantState['end']): string =>
  end === undefined
    ? 'it has failed'
    : `exit code ${end.exitCode}: ${end.message.replaceAll(/\s*\n\s*/g, ' ')}`;

/** Exit codes of the bootstrap (charts/sebastian/src/bootstrap/failure.ts): the tenant could not be created, and wrong settings. */
const blamed: ReadonlySet<number> = new Set([16, 64]);

const jobFinding = ({ job }: TenantState, message: string, fix?: string): Finding => ({
  rule: 'job',
  severity: 'error',
  ...(job && { object: objectIdOf(job) }),
  message,
  ...(fix !== undefined && { fix }),
});

const releaseFinding = async (session: Session, { release }: Place): Promise<Finding> => {
  const item = fluxItem('release', release, await session.api.get(release));
  if (item.state === 'suspended' || item.state === 'stalled') {
    throw new Failure(1, [findingOf(item)]);
  }
  return { ...findingOf(item), message: 'it has not made the Job of the bootstrap yet' };
};

const finding = ({ namespace }: Place, message: string, fix: string): Finding => ({
  rule: 'tenant',
  severity: 'error',
  object: objectIdOf(secretReference(tenantSecret, namespace)),
  message,
  fix,
});
