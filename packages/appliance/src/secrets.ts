import { randomBytes } from 'node:crypto';
import {
  Failure,
  type Finding,
  manifestId,
  objectIdOf,
  type ProfileSecret,
} from '@helm-charts/types';
import { type LiveObject, type Reference, reference } from './api/object.ts';
import { manager } from './api/request.ts';
import { make, type Session } from './session.ts';
import type { Site } from './site.ts';

/** A Secret of the profile and how much of it is there; never what is in it. */
export interface SecretState {
  readonly reference: Reference;
  readonly exists: boolean;
  /** Keys without a value. */
  readonly missing: readonly string[];
}

/** How much there is of each Secret that the profile expects. */
export const secretStates = ({ api, site }: Session): Promise<readonly SecretState[]> =>
  Promise.all(
    site.secrets.map(async (secret) => {
      const of = secretReference(secret.name, secret.namespace);
      const live = await api.get(of);
      return { reference: of, exists: live !== undefined, missing: missingKeys(secret, live) };
    }),
  );

/**
 * The data that nobody could open any more if new Secrets were made: claims that exist while one of their Secrets does not.
 * `restored` are the names that Secrets have in the export that is about to be restored.
 */
export const lostCredentials = async (
  { api, site }: Session,
  restored: readonly string[] = [],
): Promise<readonly Finding[]> => {
  const found = await Promise.all(
    site.dataClaims.map(async ({ name, namespace, secrets }) => {
      const of = reference('v1', 'PersistentVolumeClaim', name, namespace);
      if ((await api.get(of)) === undefined) return [];
      const references = secrets
        .map((secret) => secretReference(secret, namespace))
        .filter((secret) => !restored.includes(exportName(site, secret)));
      const live = await Promise.all(references.map((secret) => api.get(secret)));
      return references
        .filter((_, index) => live[index] === undefined)
        .map((secret) => lost(of, secret));
    }),
  );
  return found.flat();
};

/** Creates the Secrets that are not there and adds the keys that are missing. What has a value keeps it. */
export const completeSecrets = async (session: Session): Promise<void> => {
  for (const secret of session.site.secrets) await complete(session, secret);
};

/** 256 random bits as 43 letters, digits, `-` and `_`, which need no quotes in an address, a shell or a userlist.txt. */
export const password = (): string => randomBytes(32).toString('base64url');

export const secretReference = (name: string, namespace: string): Reference =>
  reference('v1', 'Secret', name, namespace);

/** The name of a Secret in an export: `<namespace>/<name>` where it is not in the target namespace of the profile. */
export const exportName = ({ targetNamespace }: Site, { metadata }: Reference): string =>
  metadata.namespace === targetNamespace ? metadata.name : `${metadata.namespace}/${metadata.name}`;

/** The Secret of a name in an export. */
export const exportedSecret = ({ targetNamespace }: Site, name: string): Reference => {
  const [own = '', namespace = targetNamespace] = name.split('/').toReversed();
  return secretReference(own, namespace);
};

/** Label with the name of the program that made an object. */
export const managedBy = 'app.kubernetes.io/managed-by';

/** The labels of what this program makes. */
export const labels = (profile: string): Readonly<Record<string, string>> => ({
  [managedBy]: manager,
  'app.kubernetes.io/part-of': profile,
});

const complete = async (session: Session, secret: Site['secrets'][number]): Promise<void> => {
  const { api, say } = session;
  const of = secretReference(secret.name, secret.namespace);
  const what = manifestId(of);
  // Somebody else may write it between our reading and our writing; then it is read again.
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const live = await api.get(of);
    const missing = missingKeys(secret, live);
    if (missing.length === 0) return say(`kept ${what}`);
    const data = Object.fromEntries(missing.map((key) => [key, encode(password())]));
    const change = {
      action: live === undefined ? 'create' : 'change',
      what,
      detail: live === undefined ? count(missing.length) : `added ${missing.join(', ')}`,
    } as const;
    if (await make(session, change, () => write(session, of, live, data))) return;
  }
  throw busy(of);
};

const write = (
  { api, site }: Session,
  of: Reference,
  live: LiveObject | undefined,
  data: Readonly<Record<string, string>>,
): Promise<LiveObject | undefined> => {
  if (live === undefined) {
    const metadata = { ...of.metadata, labels: labels(site.name) };
    return api.create({ ...of, metadata, ...{ type: 'Opaque', data } });
  }
  const { resourceVersion } = live.metadata;
  return api.patch(of, { metadata: { resourceVersion }, data });
};

export const attempts = 5;

/** An empty password counts as missing: nobody can log in with it. */
const missingKeys = ({ keys }: ProfileSecret, live: LiveObject | undefined): readonly string[] => {
  const data = (live?.data ?? {}) as Readonly<Record<string, string>>;
  return keys.filter((key) => !data[key]);
};

/** `1 key`, `2 keys`. */
export const count = (keys: number): string => `${keys} key${keys === 1 ? '' : 's'}`;

export const encode = (text: string): string => Buffer.from(text).toString('base64');

const lost = (claim: Reference, secret: Reference): Finding => ({
  rule: 'credentials',
  severity: 'error',
  object: objectIdOf(secret),
  message: `it is missing, and the data in ${manifestId(claim)} can't be opened without it`,
  fix: 'put it back with "alga-appliance restore --from FILE", or give the data up with "alga-appliance wipe"',
});

export const busy = (of: Reference): Failure =>
  new Failure(4, [
    {
      rule: 'conflict',
      severity: 'error',
      object: objectIdOf(of),
      message: `another client changed it during each of ${attempts} attempts`,
      fix: 'stop that client, then try again',
    },
  ]);
