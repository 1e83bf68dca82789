import { isDeepStrictEqual } from 'node:util';
import { Failure, manifestId } from '@helm-charts/types';
import type { LiveObject } from './api/object.ts';
import { applyObject } from './apply.ts';
import { secretReference } from './secrets.ts';
import { make, type Session } from './session.ts';

/** Where the site's own copy of the repository is. */
export interface SourceOptions {
  readonly url?: string | undefined;
  /** One of a branch, a tag and a commit. */
  readonly ref?: Readonly<Record<'branch' | 'tag' | 'commit', string | null>> | undefined;
  /** The Secret in Flux' namespace with the credentials for the repository. */
  readonly secret?: string | undefined;
}

/** The part of a GitRepository that belongs to the site. */
interface SourceSpec {
  readonly url?: string;
  readonly ref?: Readonly<Record<string, string | null>>;
  readonly secretRef?: { readonly name: string };
}

/**
 * Refuses, before anything is written, what can't be done about the source: making one without knowing where the repository is,
 * and changing one that is there, which is for deploy. Throws a Failure (2).
 */
export const checkSource = async (
  { api, site }: Session,
  options: SourceOptions,
): Promise<void> => {
  const where = manifestId(site.source);
  const live = await api.get(site.source);
  if (live === undefined && options.url === undefined) {
    throw failure(
      where,
      'it does not exist yet, and the profile can not know the address of your repository; say it with --url',
    );
  }
  if (live !== undefined && changesOf(live, options) !== undefined) {
    throw failure(
      where,
      'it exists and says otherwise; change it with "alga-appliance deploy", which takes the same options',
    );
  }
};

/** Creates the source where there is none; from then on it belongs to the site. Throws a Failure (3) where its Secret is missing. */
export const createSource = async (session: Session, options: SourceOptions): Promise<void> => {
  const { api, site, say } = session;
  if ((await api.get(site.source)) !== undefined) return say(`kept ${manifestId(site.source)}`);
  await checkSecret(session, options);
  const spec = { ...(site.source.spec as SourceSpec), ...specOf(options) };
  await applyObject(session, withoutNulls({ ...site.source, spec }));
};

/** Points the source elsewhere; where it points there already, nothing is written. */
export const changeSource = async (session: Session, options: SourceOptions): Promise<void> => {
  const { api, site } = session;
  const what = manifestId(site.source);
  const live = await api.get(site.source);
  if (live === undefined) {
    throw failure(
      what,
      'it does not exist, so there is nothing to deploy to; run "alga-appliance bootstrap" first',
    );
  }
  await checkSecret(session, options);
  const spec = changesOf(live, options);
  if (spec === undefined) return;
  const detail = Object.keys(spec).join(', ');
  await make(session, { action: 'change', what, detail }, () => api.patch(site.source, { spec }));
};

const checkSecret = async ({ api, site }: Session, { secret }: SourceOptions): Promise<void> => {
  if (secret === undefined) return;
  const of = secretReference(secret, site.fluxNamespace);
  if ((await api.get(of)) !== undefined) return;
  const message = `it does not exist; make it with "flux create secret git ${secret}", then run the same command again`;
  throw new Failure(3, [{ rule: 'source', severity: 'error', where: manifestId(of), message }]);
};

const specOf = ({ url, ref, secret }: SourceOptions): SourceSpec => ({
  ...(url !== undefined && { url }),
  ...(ref !== undefined && { ref }),
  ...(secret !== undefined && { secretRef: { name: secret } }),
});

/** What of the options is not so yet, as a merge patch; undefined where everything is. */
const changesOf = ({ spec }: LiveObject, options: SourceOptions): SourceSpec | undefined => {
  const live = (spec ?? {}) as SourceSpec;
  const changes = Object.entries(specOf(options)).filter(
    ([name, value]) => !isDeepStrictEqual(live[name as keyof SourceSpec], withoutNulls(value)),
  );
  return changes.length === 0 ? undefined : Object.fromEntries(changes);
};

/** A null takes a field away in a merge patch and has no place elsewhere. */
const withoutNulls = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_, member) => (member === null ? undefined : member));

const failure = (where: string, message: string): Failure =>
  new Failure(2, [{ rule: 'source', severity: 'error', where, message }]);
