import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { Failure, type Finding, manifestId } from '@helm-charts/types';
import { applyObject } from '../apply.ts';
import { awaitDelivery } from '../delivery.ts';
import { preflight } from '../preflight/preflight.ts';
import { count, labels, lostCredentials, secretReference } from '../secrets.ts';
import { make, type Session } from '../session.ts';
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
 * Throws a Failure: 3 where the export lacks credentials of data that is there, 4 where a Secret exists and holds something else.
 */
export const restore = async (
  session: Session,
  { from, keepSuspended }: RestoreOptions,
  askPassphrase: () => Promise<string>,
): Promise<void> => {
  const contents = from === undefined ? undefined : await readExport(from, askPassphrase);
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
  if (findings.length > 0) {
    throw new Failure(findings.some(({ rule }) => rule === 'conflict') ? 4 : 3, findings);
  }
  await suspend(session, true);
  for (const namespace of site.namespaces) await applyObject(session, namespace);
  for (const [name, data] of Object.entries(contents.secrets)) {
    const of = secretReference(name, site.targetNamespace);
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
      throw new Failure(4, [different(manifestId(of), 'somebody else has just made it')]);
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
  askPassphrase: () => Promise<string>,
): Promise<Contents> => {
  const sealed = await readFile(file).catch(() => {
    throw new Failure(2, [
      {
        rule: 'export',
        severity: 'error',
        where: file,
        message: 'there is no such file; correct --from',
      },
    ]);
  });
  return open(sealed, await askPassphrase(), file);
};

/** What stands in the way: an export of another profile, and Secrets that hold something else. */
const differences = async (
  { api, site }: Session,
  { profile, secrets }: Contents,
): Promise<readonly Finding[]> => {
  if (profile !== site.name) {
    return [
      different(
        profile,
        `the export is of this profile, and this one is ${site.name}; give another --from`,
      ),
    ];
  }
  const found = await Promise.all(
    Object.entries(secrets).map(async ([name, data]) => {
      const of = secretReference(name, site.targetNamespace);
      const live = await api.get(of);
      if (live === undefined || isDeepStrictEqual(live.data, data)) return [];
      return [
        different(
          manifestId(of),
          'it exists and holds something else, which may be in use; delete it first if the export is right',
        ),
      ];
    }),
  );
  return found.flat();
};

const different = (where: string, message: string): Finding => ({
  rule: 'conflict',
  severity: 'error',
  where,
  message,
});

const permissions = ({ site }: Session) =>
  ['get', 'create'].map((verb) => ({
    verb,
    group: '',
    resource: 'secrets',
    namespace: site.targetNamespace,
  }));
