import { type Finding, manifestId, objectIdOf } from '@helm-charts/types';
import type { LiveObject, Reference } from './api/object.ts';
import { count, exportedSecret, labels } from './secrets.ts';
import { make, type Session } from './session.ts';
import { stopOn } from './stop.ts';
import type { Contents } from './vault.ts';

type Data = Readonly<Record<string, string>>;

/**
 * What stands in the way of the Secrets of an export: another profile, and keys that have another value in the cluster. Keys that
 * only the cluster has are newer than the export, and no obstacle.
 */
export const secretConflicts = async (
  { api, site }: Session,
  { profile, secrets }: Contents,
): Promise<readonly Finding[]> => {
  if (profile !== site.name) {
    const message = `the export is of the profile ${profile}, and this one is ${site.name}`;
    return [conflict({ input: '--from', message, fix: 'give another export' })];
  }
  const found = await Promise.all(
    Object.entries(secrets).map(async ([name, data]) => {
      const of = exportedSecret(site, name);
      const live = dataOf(await api.get(of));
      const other = Object.keys(data).filter((key) => live[key] && live[key] !== data[key]);
      return other.length === 0 ? [] : [differing(of, other)];
    }),
  );
  return found.flat();
};

/** Creates the Secrets of an export that are missing, and adds the keys that are missing. No value is replaced or removed. */
export const putSecrets = async (session: Session, { secrets }: Contents): Promise<void> => {
  for (const [name, data] of Object.entries(secrets)) {
    await put(session, exportedSecret(session.site, name), data);
  }
};

const put = async (session: Session, of: Reference, data: Data): Promise<void> => {
  const { api, site, say } = session;
  const what = manifestId(of);
  const live = await api.get(of);
  const missing = Object.entries(data).filter(([key]) => !dataOf(live)[key]);
  if (live !== undefined && missing.length === 0) return say(`kept ${what}`);
  const change =
    live === undefined
      ? ({ action: 'create', what, detail: count(missing.length) } as const)
      : ({
          action: 'change',
          what,
          detail: `added ${missing.map(([key]) => key).join(', ')}`,
        } as const);
  const added = { data: Object.fromEntries(missing) };
  const isMade = await make(session, change, () => {
    if (live !== undefined) {
      const { resourceVersion } = live.metadata;
      return api.patch(of, { metadata: { resourceVersion }, ...added });
    }
    const metadata = { ...of.metadata, labels: labels(site.name) };
    return api.create({ ...of, metadata, ...{ type: 'Opaque', ...added } });
  });
  if (isMade) return;
  const message = 'another client has just changed it';
  stopOn(4, [conflict({ object: objectIdOf(of), message, fix: 'run the same command again' })]);
};

const dataOf = (live: LiveObject | undefined): Data => (live?.data ?? {}) as Data;

/** Deleting the whole Secret would lose the keys that only the cluster has. */
const differing = (of: Reference, keys: readonly string[]): Finding => {
  const { name, namespace } = of.metadata;
  const patch = JSON.stringify(keys.map((key) => ({ op: 'remove', path: `/data/${key}` })));
  return conflict({
    object: objectIdOf(of),
    message: `its values of ${keys.join(', ')} are not those of the export, and the data may need them`,
    fix: `save those with "alga-appliance secrets export"; if the export is right, remove only these keys with kubectl patch secret ${name} --namespace ${namespace} --type json --patch '${patch}', then run the same command again`,
  });
};

const conflict = (about: Omit<Finding, 'rule' | 'severity'>): Finding => ({
  rule: 'conflict',
  severity: 'error',
  ...about,
});
