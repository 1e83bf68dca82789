import { manifestId, objectIdOf } from '@helm-charts/types';
import type { LiveObject, Reference } from '../api/object.ts';
import { authorityName } from '../certificate/secret.ts';
import { endRequest } from '../restore-backup.ts';
import { rotationRecord } from '../rotation/record.ts';
import { secretReference } from '../secrets.ts';
import { make, type Session } from '../session.ts';
import type { Site } from '../site.ts';
import { setSuspended } from '../suspend.ts';
import { tenantRecord } from '../tenant/state.ts';
import { until } from '../until.ts';

/** What `wipe` takes and what it leaves, for who is asked whether to go on. */
export const wipeNotice = ({ name, releases, targetNamespaces, secrets }: Site): string =>
  [
    `This deletes what the profile ${name} has installed, for good:`,
    `  the releases ${releases.map((release) => release.name).join(', ')}`,
    `  their volumes in namespace ${targetNamespaces.join(', ')}, with the database, all files and the backups`,
    `  the credentials ${secrets.map((secret) => secret.name).join(', ')}`,
    `It keeps ${kept}.`,
    '',
  ].join('\n');

const kept =
  "Flux, the namespaces, the site's values, the credentials of the repository, and volumes whose StorageClass retains them";

/**
 * Deletes the releases, their volumes and their credentials, in the order in which nothing creates again what is gone: first what
 * applies the releases, then the releases, dependents first, then the volumes, and last the credentials, without which the
 * volumes would be worth nothing. Whatever stops it, the same command goes on from there.
 */
export const wipe = async (session: Session): Promise<void> => {
  const { api, site, say } = session;
  // A Kustomization that is deleted takes along what it applied, unless it is suspended (kustomize-controller `finalize`).
  // The root goes first: it would create the others again, and holds on while it waits for one that is suspended or gone.
  for (const of of site.kustomizations.toSorted(rootFirst(site))) {
    await setSuspended(session, of, true);
    await remove(session, of, 'kustomize-controller');
  }
  for (const { reference: of } of site.releases.toReversed()) {
    // helm-controller uninstalls nothing for a HelmRelease that is suspended (internal/controller/helmrelease_controller.go).
    await setSuspended(session, of, false);
    await remove(session, of, 'helm-controller');
  }
  const claims = await Promise.all(
    site.targetNamespaces.map((namespace) => api.list(claimKind, namespace)),
  );
  for (const claim of claims.flat().filter(isOurs(site))) {
    await remove(session, claim, 'its last pod');
  }
  if (site.tenant) await remove(session, tenantRecord(site.tenant), 'whoever set that');
  await remove(session, rotationRecord(site), 'whoever set that');
  const certificates = site.certificates.flatMap(({ secret }) =>
    [secret, authorityName(secret)].map((name) => ({ name, namespace: site.targetNamespace })),
  );
  for (const { name, namespace } of [...site.secrets, ...site.givenSecrets, ...certificates]) {
    await remove(session, secretReference(name, namespace), 'whoever set that');
  }
  await endRequest(session);
  for (const of of [...site.chartSources, site.source]) {
    await remove(session, of, 'source-controller');
  }
  say(`kept ${kept}`);
};

const claimKind = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };

const remove = async (session: Session, of: Reference, holder: string): Promise<void> => {
  const { api, dryRun } = session;
  if ((await api.get(of)) === undefined) return;
  const what = manifestId(of);
  await make(session, { action: 'delete', what }, () => api.remove(of));
  if (dryRun) return;
  await until(session, async () => {
    const left = await api.get(of);
    if (left === undefined) return undefined;
    const { finalizers = [] } = left.metadata;
    const message = `it is being deleted, and ${holder} has not removed the finalizers ${finalizers.join(', ')}`;
    return [{ rule: 'wipe', severity: 'error', object: objectIdOf(of), message }];
  });
};

/** Helm says in an annotation which release an object is of (Helm pkg/action/validate.go); the claims of data are named by the profile. */
const isOurs =
  ({ releases, dataClaims }: Site) =>
  ({ metadata }: LiveObject): boolean => {
    const owner = metadata.annotations?.['meta.helm.sh/release-name'];
    return (
      releases.some(({ name }) => name === owner) ||
      dataClaims.some(
        ({ name, namespace }) => name === metadata.name && namespace === metadata.namespace,
      )
    );
  };

const rootFirst =
  ({ root }: Site) =>
  (a: Reference, b: Reference): number =>
    Number(manifestId(b) === manifestId(root)) - Number(manifestId(a) === manifestId(root));
