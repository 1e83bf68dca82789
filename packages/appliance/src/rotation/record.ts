import { randomUUID } from 'node:crypto';
import { Failure, manifestId, objectIdOf } from '@helm-charts/types';
import { type LiveObject, type Reference, reference } from '../api/object.ts';
import { exportName, labels, secretReference } from '../secrets.ts';
import { make, type Session } from '../session.ts';
import type { Site } from '../site.ts';
import type { Rotatable } from './credential.ts';

/**
 * How far a rotation has come. `write`: the Secrets get new values. `apply`: the database gets them. `restart`: the pods in the record restart.
 * `clean`: what is only needed by the steps before is removed.
 */
type Phase = 'write' | 'apply' | 'restart' | 'clean';

/** A rotation that has begun, as it is written in the cluster, so that the same command continues wherever another one was cut off. */
export interface RotationRecord {
  readonly id: string;
  readonly phase: Phase;
  /** Keys by the name of their Secret in an export. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** UIDs of the pods that read an old value, from the phase `restart` on. */
  readonly pods: readonly string[];
}

/** The ConfigMap with the record. It has no values. */
export const rotationRecord = ({ targetNamespace }: Site): Reference =>
  reference('v1', 'ConfigMap', 'appliance-rotation', targetNamespace);

export const readRecord = async ({ api, site }: Session): Promise<RotationRecord | undefined> => {
  const live = await api.get(rotationRecord(site));
  return live && recordIn(live);
};

/** The keys of credentials by the name of their Secret in an export. */
export const keysOf = (site: Site, chosen: readonly Rotatable[]): RotationRecord['keys'] => {
  const keys: Record<string, readonly string[]> = {};
  for (const { secret, key } of chosen) {
    const name = exportName(site, secretReference(secret.name, secret.namespace));
    keys[name] = [...(keys[name] ?? []), key];
  }
  return keys;
};

/** Begins a rotation. Throws a Failure (4) if another client has begun one at the same moment. */
export const createRecord = async (
  session: Session,
  keys: RotationRecord['keys'],
): Promise<RotationRecord> => {
  const { api, site } = session;
  const record: RotationRecord = { id: randomUUID(), phase: 'write', keys, pods: [] };
  const of = rotationRecord(site);
  const metadata = { ...of.metadata, labels: labels(site.name) };
  const isMade = await make(session, { action: 'create', what: manifestId(of) }, () =>
    api.create({ ...of, metadata, ...{ data: dataOf(record) } }),
  );
  if (isMade) return record;
  throw new Failure(4, [
    {
      rule: 'conflict',
      severity: 'error',
      object: objectIdOf(of),
      message: 'another client has just begun a rotation',
      fix: 'wait until that has ended, then run the same command again',
    },
  ]);
};

/** Writes how far the rotation has come. */
export const advance = async (
  { api, site, dryRun }: Session,
  record: RotationRecord,
  change: Partial<RotationRecord>,
): Promise<RotationRecord> => {
  const next = { ...record, ...change };
  if (!dryRun) await api.patch(rotationRecord(site), { data: dataOf(next) });
  return next;
};

const dataOf = ({ id, phase, keys, pods }: RotationRecord) => ({
  id,
  phase,
  keys: JSON.stringify(keys),
  pods: JSON.stringify(pods),
});

const recordIn = (live: LiveObject): RotationRecord => {
  try {
    const { id, phase, keys, pods } = live.data as Readonly<Record<string, string>>;
    if (!id || !isPhase(phase)) throw new SyntaxError('without an ID or a phase');
    // Only this program writes it.
    return { id, phase, keys: JSON.parse(keys ?? ''), pods: JSON.parse(pods ?? '') };
  } catch (error) {
    throw new Failure(
      1,
      [
        {
          rule: 'rotation',
          severity: 'error',
          object: objectIdOf(live),
          message:
            'somebody has changed this record of a rotation, so nobody knows what it has done',
          fix: 'delete it, then rotate the same credentials again',
        },
      ],
      { cause: error },
    );
  }
};

const phases: readonly Phase[] = ['write', 'apply', 'restart', 'clean'];

const isPhase = (text: string | undefined): text is Phase => phases.some((one) => one === text);
