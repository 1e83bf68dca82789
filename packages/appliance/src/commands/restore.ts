import { readFile } from 'node:fs/promises';
import { type Checked, orFail } from '@helm-charts/types';
import { applyObject } from '../apply.ts';
import { awaitDelivery } from '../delivery.ts';
import { hold, release, suspendReleases } from '../hold.ts';
import { preflight } from '../preflight/preflight.ts';
import { putSecrets, secretConflicts } from '../restore-secrets.ts';
import { lostCredentials } from '../secrets.ts';
import type { Session } from '../session.ts';
import { stopOn } from '../stop.ts';
import { type Contents, open } from '../vault.ts';

export interface RestoreOptions {
  /** A file that `secrets export` wrote; without it only the releases are resumed. */
  readonly from?: string | undefined;
  /** Leaves the releases suspended, so that data can be put back before they start. */
  readonly keepSuspended: boolean;
}

/**
 * Puts the Secrets of an export back, with the releases suspended meanwhile, and resumes them in the order of their dependencies.
 * Ends with 3 where the export lacks credentials of data that is there, with 4 where a key exists and has another value.
 */
export const restore = async (
  session: Session,
  { from, keepSuspended }: RestoreOptions,
  askPassphrase: () => Promise<Checked<string>>,
): Promise<void> => {
  const contents = from === undefined ? undefined : orFail(await readExport(from, askPassphrase));
  await preflight(session, { permissions: permissions(session), flux: false });
  if (contents !== undefined) await restoreSecrets(session, contents, keepSuspended);
  if (keepSuspended) {
    return session.say(
      'the releases are suspended: put the data back, then run "alga-appliance restore --resume"',
    );
  }
  await release(session);
  const { api, site } = session;
  if ((await api.get(site.root)) !== undefined) await awaitDelivery(session);
};

const restoreSecrets = async (
  session: Session,
  contents: Contents,
  keepSuspended: boolean,
): Promise<void> => {
  const conflicts = await secretConflicts(session, contents);
  const lost = await lostCredentials(session, Object.keys(contents.secrets));
  stopOn(conflicts.length > 0 ? 4 : 3, [...conflicts, ...lost]);
  if (keepSuspended) await hold(session);
  else await suspendReleases(session, true);
  for (const namespace of session.site.namespaces) await applyObject(session, namespace);
  await putSecrets(session, contents);
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

const permissions = ({ site }: Session) =>
  site.targetNamespaces.flatMap((namespace) =>
    ['get', 'create', 'patch'].map((verb) => ({ verb, group: '', resource: 'secrets', namespace })),
  );
