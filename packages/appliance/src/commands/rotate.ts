import { existsSync } from 'node:fs';
import { type Checked, type Finding, orFail } from '@helm-charts/types';
import type { Permission } from '../api/api.ts';
import { preflight } from '../preflight/preflight.ts';
import { bootstrapFindings } from '../rotation/apply.ts';
import { chooseCredentials, type Rotatable } from '../rotation/credential.ts';
import { readRecord } from '../rotation/record.ts';
import { beginRotation, finishRotation } from '../rotation/rotate.ts';
import { exportName, secretReference, secretStates } from '../secrets.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { findingOf } from '../status/item.ts';
import { deliveryItems, workloadItems } from '../status/status.ts';
import { secretItem } from '../status/workload.ts';
import { stopOn } from '../stop.ts';
import { exportSecrets, taken } from './export.ts';

export interface RotateOptions {
  /** Names of credentials; none means all that can be rotated. */
  readonly names: readonly string[];
  /** A new file for an export of the new credentials. */
  readonly output: string | undefined;
}

/** What the command asks a person. */
export interface RotateQuestions {
  /** Whether to rotate these; a finding if not. */
  readonly confirm: (names: readonly string[]) => Promise<readonly Finding[]>;
  readonly passphrase: () => Promise<Checked<string>>;
}

/**
 * Gives credentials new values: the Secrets first, then the database, then all pods that read them. A rotation that was cut off is finished
 * first, whatever names are given; the names that it had are not rotated a second time.
 */
export const rotate = async (
  session: Session,
  { names, output }: RotateOptions,
  { confirm, passphrase }: RotateQuestions,
): Promise<void> => {
  const { site, say } = session;
  const chosen = orFail(chooseCredentials(site, names));
  if (output !== undefined && existsSync(output)) stopOn(2, [taken(output)]);
  await preflight(session, { permissions: permissions(site), flux: true });
  const open = await readRecord(session);
  if (open === undefined) stopOn(1, await unready(session));
  const isOpen = ({ secret, key }: Rotatable): boolean =>
    open?.keys[exportName(site, secretReference(secret.name, secret.namespace))]?.includes(key) ===
    true;
  const rest = open && names.length === 0 ? [] : chosen.filter((one) => !isOpen(one));
  if (rest.length > 0 && !session.dryRun) stopOn(2, await confirm(rest.map(({ key }) => key)));
  const secret = output === undefined ? undefined : orFail(await passphrase());
  if (open) {
    say(`continuing the rotation of ${Object.values(open.keys).flat().join(', ')}`);
    await finishRotation(session, open);
  }
  if (rest.length > 0) await finishRotation(session, await beginRotation(session, rest));
  if (output !== undefined && secret !== undefined) {
    return exportSecrets(session, output, async () => ({ value: secret, findings: [] }));
  }
  if (!session.dryRun) say(outdated);
};

const outdated =
  'exports of the credentials from before are outdated: write a new one with "alga-appliance secrets export --output FILE"';

/** What is not ready. A rotation restarts pods and relies on the bootstrap, so it begins only when everything works. */
const unready = async (session: Session): Promise<readonly Finding[]> => {
  const [delivery, secrets, workloads, bootstrap] = await Promise.all([
    deliveryItems(session),
    secretStates(session),
    workloadItems(session),
    bootstrapFindings(session),
  ]);
  const open = [
    ...delivery.filter(({ state }) => state !== 'drifted'),
    ...secrets.map(secretItem),
    // A Job that failed, such as a backup, is no reason to keep a password that others know.
    ...workloads.filter(({ layer }) => layer !== 'job'),
  ].filter(({ state }) => state !== 'ready');
  const fix = 'wait until "alga-appliance status" says that everything is ready, then rotate';
  return [...open.map(findingOf), ...bootstrap].map((finding) => ({ fix, ...finding }));
};

const permissions = (site: Site): readonly Permission[] => {
  const of = (group: string, resource: string, verbs: string, namespace: string) =>
    verbs.split(' ').map((verb) => ({ verb, group, resource, namespace }));
  return [
    ...of('', 'configmaps', 'get create patch delete', site.targetNamespace),
    ...site.targetNamespaces.flatMap((namespace) => [
      ...of('', 'secrets', 'get patch', namespace),
      ...of('', 'pods', 'list delete', namespace),
      ...of('batch', 'jobs', 'list create delete', namespace),
      ...of('apps', 'replicasets', 'get', namespace),
      ...of('apps', 'statefulsets', 'get', namespace),
    ]),
  ];
};
