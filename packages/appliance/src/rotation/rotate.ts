import { manifestId } from '@helm-charts/types';
import { make, type Session } from '../session.ts';
import { applyPasswords, checkBootstrap } from './apply.ts';
import type { Rotatable } from './credential.ts';
import { reads } from './reader.ts';
import { advance, createRecord, keysOf, type RotationRecord, rotationRecord } from './record.ts';
import { restartable, restartPods } from './restart.ts';
import {
  cleanSecret,
  isOfBootstrap,
  type RotatedSecret,
  rotationIn,
  secretsOf,
  writeSecret,
} from './write.ts';

/** Writes down what is to be rotated, after the bootstrap has shown that it can. */
export const beginRotation = async (
  session: Session,
  chosen: readonly Rotatable[],
): Promise<RotationRecord> => {
  const keys = keysOf(session.site, chosen);
  for (const { reference: of } of secretsOf(session, { keys }).filter(isOfBootstrap)) {
    await checkBootstrap(session, of.metadata.name);
    // The record of a rotation that had not ended is lost: the database may have the old password only.
    const left = rotationIn(await session.api.get(of));
    if (left) await applyPasswords(session, left);
  }
  return createRecord(session, keys);
};

/** Continues a rotation from the phase that it is in to its end. */
export const finishRotation = async (session: Session, begun: RotationRecord): Promise<void> => {
  const { api, site } = session;
  const secrets = secretsOf(session, begun);
  let record = begun;
  if (record.phase === 'write') {
    for (const secret of secrets) await writeSecret(session, record.id, secret);
    record = await advance(session, record, { phase: 'apply' });
  }
  if (record.phase === 'apply') {
    if (secrets.some(isOfBootstrap)) await applyPasswords(session, record.id);
    const pods = await readersOf(session, secrets);
    record = await advance(session, record, { phase: 'restart', pods });
  }
  if (record.phase === 'restart') {
    await restartPods(session, record.pods);
    record = await advance(session, record, { phase: 'clean' });
  }
  if (session.dryRun) return;
  for (const secret of secrets) await cleanSecret(session, secret);
  const of = rotationRecord(site);
  await make(session, { action: 'delete', what: manifestId(of) }, () => api.remove(of));
};

/** The UIDs of the pods that read a key of the rotation. */
const readersOf = async (
  session: Session,
  secrets: readonly RotatedSecret[],
): Promise<readonly string[]> => {
  const changed = secrets.map(({ reference: { metadata }, credentials }) => ({
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    keys: credentials.map(({ key }) => key),
  }));
  const pods = await restartable(session);
  return pods.filter((pod) => reads(pod, changed)).flatMap(({ metadata }) => metadata.uid ?? []);
};
