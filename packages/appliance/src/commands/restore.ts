import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Checked, type Finding, manifestId, objectIdOf, orFail } from '@helm-charts/types';
import { applyObject } from '../apply.ts';
import { awaitDelivery } from '../delivery.ts';
import { preflight } from '../preflight/preflight.ts';
import { count, exportedSecret, labels, lostCredentials } from '../secrets.ts';
import { make, type Session } from '../session.ts';
import { stopOn } from '../stop.ts';
import { setSuspended } from '../suspend.ts';
import { type Contents, open } from '../vault.ts';

export interface RestoreOptions {
  /** A file that `secrets export` wrote; without it only the releases are resumed. */
  readonly from?: string | undefined;
  /** Leaves the releases suspended, so that data can be put back before they start. */
  readonly keepSuspended: boolean;
}

/**
 * Puts the Secrets of an export back, with the releases suspended meanwhile, and resumes them in the order of their dependencies.
 * Ends with 3 where the export lacks credentials of data that is there, with 4 where a Secret exists and holds something else.
 */
export const restore = async (
  session: Session,
  { from, keepSuspended }: RestoreOptions,
  askPassphrase: () => Promise<Checked<string>>,
): Promise<void> => {
  const contents = from === undefined ? undefined : orFail(await readExport(from, askPassphrase));
  await preflight(session, { permissions: permissions(session), flux: false });
  if (contents !== undefined) await restoreSecrets(session, contents);
  if (keepSuspended) {
    return session.say(
      'the releases are suspended: put the data back, then run "alga-appliance restore --resume"',
    );
  }
  await suspend(session, false);
  const { api, site } = session;
  if ((await api.get(site.root)) !== undefined) await awaitDelivery(session);
};

const restoreSecrets = async (session: Session, contents: Contents): Promise<void> => {
  const { api, site } = session;
  const findings = [
    ...(await differences(session, contents)),
    ...(await lostCredentials(session, Object.keys(contents.secrets))),
  ];
  stopOn(findings.some(({ rule }) => rule === 'conflict') ? 4 : 3, findings);
  await suspend(session, true);
  for (const namespace of site.namespaces) await applyObject(session, namespace);
  for (const [name, data] of Object.entries(contents.secrets)) {
    const of = exportedSecret(site, name);
    if ((await api.get(of)) !== undefined) {
      session.say(`kept ${manifestId(of)}`);
      continue;
    }
    const metadata = { ...of.metadata, labels: labels(site.name) };
    const change = {
      action: 'create',
      what: manifestId(of),
      detail: count(Object.keys(data).length),
    } as const;
    const object = { ...of, metadata, ...{ type: 'Opaque', data } };
    if (!(await make(session, change, () => api.create(object)))) {
      const message = 'another client has just created it';
      stopOn(4, [conflict({ object: objectIdOf(of), message, fix: 'run the same command again' })]);
    }
  }
};

/** Suspends the releases, or resumes them, dependencies first. */
const suspend = async (session: Session, isSuspended: boolean): Promise<void> => {
  for (const { reference: of } of session.site.releases) {
    await setSuspended(session, of, isSuspended);
  }
};

const readExport = async (
  file: string,
  askPassphrase: () => Promise<Checked<string>>,
): Promise<Checked<Contents>> => {
  const sealed = await readFile(file).catch(() => undefined);
  if (sealed === undefined) {
    const problem = { message: 'there is no such file', fix: 'correct --from' };
    return { findings: [{ rule: 'export', severity: 'error', position: { file }, ...problem }] };
  }
  const { value: passphrase, findings } = await askPassphrase();
  return passphrase === undefined ? { findings } : open(sealed, passphrase, file);
};

/** What stands in the way: an export of another profile, and Secrets that hold something else. */
const differences = async (
  { api, site }: Session,
  { profile, secrets }: Contents,
): Promise<readonly Finding[]> => {
  if (profile !== site.name) {
    return [
      conflict({
        input: '--from',
        message: `the export is of the profile ${profile}, and this one is ${site.name}`,
        fix: 'give another export',
      }),
    ];
  }
  const found = await Promise.all(
    Object.entries(secrets).map(async ([name, data]) => {
      const of = exportedSecret(site, name);
      const live = await api.get(of);
      if (live === undefined || isDeepStrictEqual(live.data, data)) return [];
      return [
        conflict({
          object: objectIdOf(of),
          message: 'it exists and holds something else, which may be in use',
          fix: 'delete it first if the export is right',
        }),
      ];
    }),
  );
  return found.flat();
};

const conflict = (about: Omit<Finding, 'rule' | 'severity'>): Finding => ({
  rule: 'conflict',
  severity: 'error',
  ...about,
});

const permissions = ({ site }: Session) =>
  site.targetNamespaces.flatMap((namespace) =>
    ['get', 'create'].map((verb) => ({ verb, group: '', resource: 'secrets', namespace })),
  );
