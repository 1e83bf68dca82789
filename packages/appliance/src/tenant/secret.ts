import { isDeepStrictEqual } from 'node:util';
import { manifestId } from '@helm-charts/types';
import type { LiveObject } from '../api/object.ts';
import { count, labels, secretReference } from '../secrets.ts';
import { make, type Session } from '../session.ts';

/** Writes a Secret that people have given, with these keys and no others. */
export const putSecret = async (
  session: Session,
  { name, namespace }: { readonly name: string; readonly namespace: string },
  texts: Readonly<Partial<Record<string, string>>>,
): Promise<void> => {
  const { api, site } = session;
  const of = secretReference(name, namespace);
  const data = Object.fromEntries(
    Object.entries(texts).map(([key, text = '']) => [key, Buffer.from(text).toString('base64')]),
  );
  const live = await api.get(of);
  if (live !== undefined && isDeepStrictEqual(dataOf(live), data)) {
    return session.say(`kept ${manifestId(of)}`);
  }
  const detail = count(Object.keys(data).length);
  if (live === undefined) {
    const metadata = { ...of.metadata, labels: labels(site.name) };
    const object = { ...of, metadata, ...{ type: 'Opaque', data } };
    await make(session, { action: 'create', what: manifestId(of), detail }, () =>
      api.create(object),
    );
    return;
  }
  // A null takes a key away in a merge patch.
  const old = Object.fromEntries(Object.keys(dataOf(live)).map((key) => [key, null]));
  await make(session, { action: 'change', what: manifestId(of), detail }, () =>
    api.patch(of, { data: { ...old, ...data } }),
  );
};

/** Deletes a Secret that has served; where it is gone already, nothing. */
export const removeSecret = async (
  session: Session,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): Promise<void> => {
  const of = secretReference(name, namespace);
  if ((await session.api.get(of)) === undefined) return;
  await make(session, { action: 'delete', what: manifestId(of) }, () => session.api.remove(of));
};

const dataOf = ({ data }: LiveObject): Readonly<Record<string, string>> =>
  (data ?? {}) as Readonly<Record<string, string>>;
