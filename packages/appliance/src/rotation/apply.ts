import { rotationKey } from '@helm-charts/alga/credentials';
import { Failure, type Finding, objectIdOf } from '@helm-charts/types';
import type { LiveObject } from '../api/object.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { awaitBootstrap, runBootstrap } from '../tenant/create.ts';
import { type TenantState, tenantState } from '../tenant/state.ts';
import { type Source, secretKeysOf } from './reader.ts';

type Place = NonNullable<Site['tenant']>;

/**
 * Has the bootstrap give the database the passwords of a rotation. Only a run that reports the ID of the rotation has read the new Secret:
 * the kubelet of the node may mount an older one for a moment.
 */
export const applyPasswords = async (session: Session, id: string): Promise<void> => {
  const place = placeOf(session);
  let state = await tenantState(session, place);
  for (let attempt = 0; attempt < runs; attempt += 1) {
    if (reported(state) === id) return;
    if (state.jobState !== 'running' || attempt > 0) await runBootstrap(session, place);
    if (session.dryRun) return;
    state = await awaitBootstrap(session, place);
  }
  if (reported(state) === id) return;
  const message = `it has ended without setting the passwords of the rotation${words(state)}`;
  throw new Failure(1, [
    jobFinding(state, message, 'see its log, then run the same command again'),
  ]);
};

/** Ends with 1 if the bootstrap that is deployed does not know rotations, which would leave Postgres with the old passwords. */
export const checkBootstrap = async (session: Session, secret: string): Promise<void> => {
  const place = placeOf(session);
  let state = await tenantState(session, place);
  if (state.job === undefined) {
    // Kubernetes has deleted it a day after its end.
    await runBootstrap(session, place);
    if (session.dryRun) return;
    state = await awaitBootstrap(session, place);
  }
  if (state.job && readsRotation(state.job, secret)) return;
  const message = 'this version of the bootstrap does not rotate passwords';
  const fix = 'deploy a newer version of the profile with "alga-appliance deploy"';
  throw new Failure(1, [jobFinding(state, message, fix)]);
};

/** A bootstrap that works or has failed, which a rotation must not begin beside. */
export const bootstrapFindings = async (session: Session): Promise<readonly Finding[]> => {
  const place = session.site.tenant;
  if (place === undefined) return [];
  const state = await tenantState(session, place);
  if (state.jobState === undefined || state.jobState === 'complete') return [];
  return [
    jobFinding(
      state,
      state.jobState === 'running' ? 'the bootstrap has not completed yet' : 'the bootstrap fails',
    ),
  ];
};

const runs = 3;

/** The profile is checked before: it has a bootstrap if a credential names it. */
const placeOf = ({ site }: Session): Place => {
  if (site.tenant) return site.tenant;
  const message = 'no release of the profile has a bootstrap, which sets the passwords';
  throw new Failure(2, [{ rule: 'rotation', severity: 'error', input: site.name, message }]);
};

const reported = ({ end, jobState }: TenantState): string | undefined => {
  if (jobState !== 'complete') return undefined;
  try {
    const report: unknown = JSON.parse(end?.message ?? '');
    const { rotation } = report as { readonly rotation?: string };
    return rotation;
  } catch {
    return undefined;
  }
};

const words = ({ end }: TenantState): string => (end?.message ? `: ${end.message}` : '');

const readsRotation = ({ spec }: LiveObject, secret: string): boolean => {
  const { template } = spec as { readonly template?: { readonly spec?: Source } };
  return secretKeysOf(template?.spec ?? {}).some(
    (read) => read.name === secret && read.key === rotationKey,
  );
};

const jobFinding = ({ job }: TenantState, message: string, fix?: string): Finding => ({
  rule: 'job',
  severity: 'error',
  ...(job ? { object: objectIdOf(job) } : { input: 'bootstrap' }),
  message,
  ...(fix !== undefined && { fix }),
});
