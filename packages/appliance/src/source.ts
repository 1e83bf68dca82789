import { isDeepStrictEqual } from 'node:util';
import { type Finding, type Manifest, manifestId, objectIdOf } from '@helm-charts/types';
import type { LiveObject, Reference } from './api/object.ts';
import { applyObject } from './apply.ts';
import { secretReference } from './secrets.ts';
import { make, type Session } from './session.ts';
import { applyKeys, keyProblems, type VerifiedSpec } from './signature-keys.ts';
import { stopOn } from './stop.ts';

/** Where the site's own copy of the repository is. */
export interface SourceOptions {
  readonly url?: string | undefined;
  /** One of a branch, a tag and a commit. */
  readonly ref?: Readonly<Record<'branch' | 'tag' | 'commit', string | null>> | undefined;
  /** The site has said where its registry is, and its sources have that address already. */
  readonly hasRegistry?: boolean;
  /** The Secret in Flux' namespace with the credentials for the repository or the registry. */
  readonly secret?: string | undefined;
  /** A file with the public keys of the registry's signatures. */
  readonly keys?: string | undefined;
}

/** The part of a GitRepository or an OCIRepository that belongs to the site. */
interface SourceSpec extends VerifiedSpec {
  readonly url?: string;
  readonly insecure?: boolean;
  readonly ref?: Readonly<Record<string, string | null>>;
  readonly secretRef?: { readonly name: string };
}

/** What the API server calls the source's kind. */
export const resourceOf = ({ kind }: Manifest): string =>
  kind === 'OCIRepository' ? 'ocirepositories' : 'gitrepositories';

/**
 * What bootstrap can't do about the source: create one without the address of the repository, and change one that exists, which is
 * for deploy.
 */
export const checkSource = async (
  session: Session,
  options: SourceOptions,
): Promise<readonly Finding[]> => {
  const { api, site } = session;
  const problems = await keyProblems(session, options.keys);
  if (problems.length > 0) return problems;
  const live = await api.get(site.source);
  if (live === undefined && options.url === undefined && !options.hasRegistry) {
    return [
      finding(
        site.source,
        'it does not exist yet, and the profile does not know the address of your repository',
        'give the address with --url',
      ),
    ];
  }
  if (live !== undefined && changesOf(live, specOf(site.source, options)) !== undefined) {
    return [
      finding(
        site.source,
        'it exists with another address, version or Secret',
        'change it with "alga-appliance deploy", which takes the same options',
      ),
    ];
  }
  return [];
};

/** Creates the sources where there are none; from then on they belong to the site. Ends with 3 where their Secret is missing. */
export const createSource = async (session: Session, options: SourceOptions): Promise<void> => {
  const { api, site, say } = session;
  stopOn(3, await missingSecret(session, options));
  await applyKeys(session, options.keys);
  // The source comes last: it says which of the two kinds the site is.
  for (const source of [...site.chartSources, site.source]) {
    const live = await api.get(source);
    if (live !== undefined) {
      say(`kept ${manifestId(source)}`);
      continue;
    }
    const own = source === site.source ? specOf(source, options) : chartSpecOf(source, options);
    const spec = { ...(source.spec as SourceSpec), ...own };
    await applyObject(session, withoutNulls({ ...source, spec }));
  }
};

/**
 * Points the source elsewhere; where it points there already, nothing is written. The charts of a registry are brought to the
 * versions of this program's own profile, since nobody else does: Flux leaves sources to the site.
 */
export const changeSource = async (session: Session, options: SourceOptions): Promise<void> => {
  const { api, site } = session;
  if ((await api.get(site.source)) === undefined) {
    const message = 'it does not exist, so there is nothing to deploy to';
    stopOn(2, [finding(site.source, message, 'run "alga-appliance bootstrap" first')]);
  }
  stopOn(3, await missingSecret(session, options));
  stopOn(2, await keyProblems(session, options.keys));
  await applyKeys(session, options.keys);
  await change(session, site.source, specOf(site.source, options));
  for (const source of site.chartSources) {
    const { ref = {} } = source.spec as SourceSpec;
    await change(session, source, { ref, ...chartSpecOf(source, options) });
  }
};

const change = async (session: Session, of: Manifest, wanted: SourceSpec): Promise<void> => {
  const live = await session.api.get(of);
  const spec = live && changesOf(live, wanted);
  if (spec === undefined) return;
  const detail = Object.keys(spec).join(', ');
  await make(session, { action: 'change', what: manifestId(of), detail }, () =>
    session.api.patch(of, { spec }),
  );
};

const missingSecret = async (
  { api, site }: Session,
  { secret }: SourceOptions,
): Promise<readonly Finding[]> => {
  if (secret === undefined) return [];
  const of = secretReference(secret, site.fluxNamespace);
  if ((await api.get(of)) !== undefined) return [];
  const fix = `create it with "flux create secret git ${secret}", then run the same command again`;
  return [finding(of, 'it does not exist', fix)];
};

const specOf = (source: Manifest, options: SourceOptions): SourceSpec => ({
  ...(options.url !== undefined && { url: options.url }),
  ...(options.ref !== undefined && { ref: options.ref }),
  ...chartSpecOf(source, options),
});

/** What the source of a chart has of the options: not the version, which is the chart's. */
const chartSpecOf = ({ spec }: Manifest, { hasRegistry, secret }: SourceOptions): SourceSpec => {
  const { url = '', insecure = false, verify } = spec as SourceSpec;
  return {
    ...(hasRegistry && { url, insecure }),
    ...(verify !== undefined && { verify }),
    ...(secret !== undefined && { secretRef: { name: secret } }),
  };
};

/** What is not as it is wanted yet, as a merge patch; undefined where everything is. */
const changesOf = ({ spec }: LiveObject, wanted: SourceSpec): SourceSpec | undefined => {
  const live: SourceSpec = { insecure: false, ...(spec as SourceSpec) };
  const changes = Object.entries(wanted).filter(
    ([name, value]) => !isDeepStrictEqual(live[name as keyof SourceSpec], withoutNulls(value)),
  );
  return changes.length === 0 ? undefined : Object.fromEntries(changes);
};

/** A null takes a field away in a merge patch and has no place elsewhere. */
const withoutNulls = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_, member) => (member === null ? undefined : member));

const finding = (of: Reference, message: string, fix: string): Finding => ({
  rule: 'source',
  severity: 'error',
  object: objectIdOf(of),
  message,
  fix,
});
