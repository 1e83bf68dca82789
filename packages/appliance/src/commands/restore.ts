import { readFile } from 'node:fs/promises';
import { type Checked, Failure, orFail } from '@helm-charts/types';
import type { Permission } from '../api/api.ts';
import { applyObject } from '../apply.ts';
import { databases, hold, release, suspendReleases } from '../hold.ts';
import { preflight } from '../preflight/preflight.ts';
import {
  awaitRestore,
  type BackupRequest,
  backupObstacles,
  endRequest,
  requestRestore,
  watchRestore,
} from '../restore-backup.ts';
import { putSecrets, secretConflicts } from '../restore-secrets.ts';
import { isRefusal } from '../restorers.ts';
import { lostCredentials } from '../secrets.ts';
import type { Session } from '../session.ts';
import { stopOn } from '../stop.ts';
import { type Contents, open } from '../vault.ts';

export interface RestoreOptions {
  /** A file that `secrets export` wrote; without it only the releases are resumed. */
  readonly from?: string | undefined;
  readonly backup?: BackupRequest | undefined;
  /** Leaves the releases suspended, so that data can be put back before they start. */
  readonly keepSuspended: boolean;
}

/**
 * Puts the Secrets of an export and a backup of the databases back, with the releases suspended meanwhile, and resumes them in the order of
 * their dependencies. On a new machine, where there is no database yet, it prepares the restore of the backup.
 * Ends with 3 where the export lacks credentials of data that is there, with 4 where a key exists and has another value.
 */
export const restore = async (
  session: Session,
  { from, backup, keepSuspended }: RestoreOptions,
  askPassphrase: () => Promise<Checked<string>>,
): Promise<void> => {
  const { site, say } = session;
  const contents = from === undefined ? undefined : orFail(await readExport(from, askPassphrase));
  const holds = keepSuspended || backup !== undefined;
  await preflight(session, { permissions: permissions(session, holds), flux: false });
  if (backup !== undefined) stopOn(2, await backupObstacles(session, backup));
  if (contents !== undefined) await checkSecrets(session, contents);
  if (holds) await hold(session);
  else if (contents !== undefined) await suspendReleases(session, true);
  if (backup !== undefined || contents !== undefined) {
    for (const namespace of site.namespaces) await applyObject(session, namespace);
  }
  if (contents !== undefined) await putSecrets(session, contents);
  const isPrepared = backup !== undefined && (await restoreBackup(session, backup));
  if (isPrepared) return say(next(backup.name));
  if (keepSuspended) {
    return say(
      'the releases are suspended: put the data back, then run "alga-appliance restore --resume"',
    );
  }
  // Pods that start now restore their files: of what they have restored before, nothing a second time.
  await release(session, () => watchRestore(session));
  await endRequest(session);
};

/** Whether the restore could only be prepared, since there is no database yet. */
const restoreBackup = async (session: Session, backup: BackupRequest): Promise<boolean> => {
  await requestRestore(session, backup);
  if ((await databases(session)).length === 0) return true;
  try {
    await awaitRestore(session);
    return false;
  } catch (error) {
    // The data are those from before, so the releases can run on them also after an interrupt or a timeout.
    if (error instanceof Failure && isRefusal(error)) {
      await release(session).catch(() => session.say('run "alga-appliance restore --resume"'));
    }
    throw error;
  }
};

const next = (name: string): string =>
  `Postgres will wait for the backup ${name}: run "alga-appliance bootstrap", copy the backup to the volume of the backups while it waits, and then run "alga-appliance restore --resume"`;

const checkSecrets = async (session: Session, contents: Contents): Promise<void> => {
  const conflicts = await secretConflicts(session, contents);
  const lost = await lostCredentials(session, Object.keys(contents.secrets));
  stopOn(conflicts.length > 0 ? 4 : 3, [...conflicts, ...lost]);
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

const permissions = ({ site }: Session, holds: boolean): readonly Permission[] =>
  site.targetNamespaces.flatMap((namespace) => {
    const of = (group: string, resource: string, verbs: string) =>
      verbs.split(' ').map((verb) => ({ verb, group, resource, namespace }));
    return [
      ...of('', 'secrets', 'get create patch'),
      ...(holds
        ? [
            ...of('', 'secrets', 'delete'),
            ...of('', 'pods', 'list delete'),
            ...of('apps', 'deployments', 'list patch'),
            ...of('apps', 'statefulsets', 'list patch'),
            ...of('batch', 'jobs', 'list delete'),
          ]
        : []),
    ];
  });
