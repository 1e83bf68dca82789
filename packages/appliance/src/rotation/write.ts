import { previousKey, rotationKey } from '@helm-charts/alga/credentials';
import { Failure, manifestId, objectIdOf } from '@helm-charts/types';
import type { LiveObject, Reference } from '../api/object.ts';
import { attempts, busy, encode, exportedSecret, password } from '../secrets.ts';
import { make, type Session } from '../session.ts';
import { credentialsOf, isRotatable, type Rotatable } from './credential.ts';
import type { RotationRecord } from './record.ts';

/** A Secret and those of its keys that a rotation changes. */
export interface RotatedSecret {
  readonly reference: Reference;
  readonly credentials: readonly Rotatable[];
}

/** The Secrets of a rotation. */
export const secretsOf = (
  { site }: Session,
  { keys }: Pick<RotationRecord, 'keys'>,
): readonly RotatedSecret[] => {
  const all = credentialsOf(site).filter(isRotatable);
  return Object.entries(keys).map(([name, chosen]) => {
    const of = exportedSecret(site, name);
    const { name: own, namespace } = of.metadata;
    const credentials = all.filter(
      ({ secret, key }) =>
        secret.name === own && secret.namespace === namespace && chosen.includes(key),
    );
    return { reference: of, credentials };
  });
};

export const isOfBootstrap = ({ credentials }: RotatedSecret): boolean =>
  credentials.some(({ rotation }) => rotation.by === 'bootstrap');

/**
 * Gives the keys of a Secret new values, all in one change, which the ID of the rotation marks as done. The value with which the bootstrap logs in
 * stays beside the new one.
 */
export const writeSecret = async (
  session: Session,
  id: string,
  rotated: RotatedSecret,
): Promise<void> => {
  const { api, say } = session;
  const { reference: of, credentials } = rotated;
  const what = manifestId(of);
  const keys = credentials.map(({ key }) => key);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const live = await api.get(of);
    if (live === undefined) throw missing(of);
    if (live.metadata.annotations?.[annotation] === id)
      return say(`kept ${what}, which is rotated`);
    const before = dataOf(live);
    const data: Record<string, string> = isOfBootstrap(rotated)
      ? { [rotationKey]: encode(id) }
      : {};
    for (const { key, rotation } of credentials) {
      data[key] = encode(password());
      const old = before[key];
      if (rotation.keepsPrevious && old) data[previousKey(key)] = old;
    }
    const { resourceVersion } = live.metadata;
    const change = { action: 'change', what, detail: `new ${keys.join(', ')}` } as const;
    const metadata = { resourceVersion, annotations: { [annotation]: id } };
    if (await make(session, change, () => api.patch(of, { metadata, data }))) return;
  }
  throw busy(of);
};

/** Removes what only the rotation needed from a Secret: the old password and the ID. */
export const cleanSecret = async (
  session: Session,
  { reference: of, credentials }: RotatedSecret,
): Promise<void> => {
  const live = await session.api.get(of);
  if (live?.metadata.annotations?.[annotation] === undefined) return;
  const previous = credentials.map(({ key }) => previousKey(key));
  const left = [rotationKey, ...previous].filter((key) => key in dataOf(live));
  // A null takes a key away in a merge patch.
  const data = Object.fromEntries(left.map((key) => [key, null]));
  const metadata = { annotations: { [annotation]: null } };
  const detail = left.length > 0 ? `without ${left.join(', ')}` : 'rotated';
  await make(session, { action: 'change', what: manifestId(of), detail }, () =>
    session.api.patch(of, { metadata, data }),
  );
};

/** The rotation that a Secret is in the middle of, as the bootstrap reads it. */
export const rotationIn = (live: LiveObject | undefined): string | undefined => {
  const id = live && dataOf(live)[rotationKey];
  return id && Buffer.from(id, 'base64').toString();
};

const annotation = 'alga-appliance/rotation';

const dataOf = ({ data }: LiveObject): Readonly<Record<string, string>> =>
  (data ?? {}) as Readonly<Record<string, string>>;

const missing = (of: Reference): Failure =>
  new Failure(1, [
    {
      rule: 'secret',
      severity: 'error',
      object: objectIdOf(of),
      message: 'it does not exist, so there is nothing to rotate',
      fix: 'restore it with "alga-appliance restore --from FILE"',
    },
  ]);
