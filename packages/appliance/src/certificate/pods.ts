import { Failure, type Finding, type Manifest, objectIdOf } from '@helm-charts/types';
import type { Permission } from '../api/api.ts';
import { secretReference } from '../secrets.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { forPods } from './purpose.ts';
import { isOwnSecret, ownSecrets, secretProblems } from './secret.ts';
import { writeSecret } from './write.ts';

/**
 * The Secrets with certificates for connections between pods that are to be written; none where all are good. Throws a Failure (2)
 * where somebody else has made one that cannot be used; nothing is written here.
 */
export const planCertificates = async (session: Session): Promise<readonly Manifest[]> => {
  const { api, site } = session;
  const now = new Date();
  const findings: Finding[] = [];
  const planned: Manifest[] = [];
  for (const { secret, hosts } of site.certificates) {
    const of = secretReference(secret, site.targetNamespace);
    const live = await api.get(of);
    if (live === undefined || isOwnSecret(live)) {
      planned.push(...(await ownSecrets(session, secret, forPods(hosts), now)));
      continue;
    }
    const problems = secretProblems(live, { ...forPods(hosts), warningDays: 0 }, now);
    const fix = 'correct it, or delete it to have one made';
    findings.push(
      ...problems.map(
        (message): Finding => ({
          rule: 'certificate',
          severity: 'error',
          object: objectIdOf(of),
          message,
          fix,
        }),
      ),
    );
  }
  if (findings.length > 0) throw new Failure(2, findings);
  return planned;
};

/** Writes what `planCertificates` returns. */
export const applyCertificates = async (
  session: Session,
  objects: readonly Manifest[],
): Promise<void> => {
  for (const object of objects) await writeSecret(session, object);
};

/** What planning and writing certificates need, and restarting the pods that use them. */
export const certificatePermissions = (site: Site): readonly Permission[] => {
  if (site.certificates.length === 0) return [];
  const of = (verb: string, resource: string) => ({
    ...{ verb, group: '', resource, namespace: site.targetNamespace },
  });
  return [
    ...['get', 'create', 'patch'].map((verb) => of(verb, 'secrets')),
    ...['list', 'delete'].map((verb) => of(verb, 'pods')),
  ];
};
