import { manifestId, orFail } from '@helm-charts/types';
import {
  type AddressOptions,
  addressPermissions,
  applyAddress,
  planAddress,
} from '../address/plan.ts';
import type { Permission } from '../api/api.ts';
import type { Reference } from '../api/object.ts';
import { applyObject } from '../apply.ts';
import {
  applyCertificates,
  certificatePermissions,
  planCertificates,
} from '../certificate/pods.ts';
import { restartPods } from '../certificate/restart.ts';
import { awaitDelivery } from '../delivery.ts';
import { readImages, siteImages, unchosen } from '../images.ts';
import { removeLeftJobs, retryJobs } from '../jobs/retry.ts';
import { preflight } from '../preflight/preflight.ts';
import { make, type Session } from '../session.ts';
import { keyPermissions } from '../signature-keys.ts';
import type { Site } from '../site.ts';
import { readSiteValues } from '../site-values.ts';
import { changeSource, resourceOf, type SourceOptions } from '../source.ts';
import { stopOn } from '../stop.ts';
import { settleTenant } from '../tenant/create.ts';
import { tenantPermissions } from '../tenant/give.ts';

export interface DeployOptions extends SourceOptions, AddressOptions {
  /** Values of the site for a release: `alga-core=values.yaml`. */
  readonly values: readonly string[];
  /** A file with images of the site. */
  readonly images?: string | undefined;
}

/**
 * Changes what the site is to run, asks Flux to look at it now, and waits until it runs: the source, then the Kustomizations,
 * then the releases, each asked after what is before it is done.
 */
export const deploy = async (session: Session, options: DeployOptions): Promise<void> => {
  const { site } = session;
  const siteValues = await readSiteValues(session, options.values);
  const images =
    options.images === undefined ? undefined : orFail(readImages(options.images, site.images));
  if (images !== undefined) stopOn(2, unchosen(images));
  await preflight(session, { permissions: permissions(site), flux: true });
  const address = await planAddress(session, options);
  const certificates = await planCertificates(session);
  await changeSource(session, options);
  await applyCertificates(session, certificates);
  await applyAddress(session, address);
  for (const values of siteValues) await applyObject(session, values);
  await retryJobs(session);
  const requestedAt = new Date().toISOString();
  const annotations = { 'reconcile.fluxcd.io/requestedAt': requestedAt };
  const layers = [
    [site.source, ...site.chartSources],
    site.kustomizations,
    // With new images a release must not begin before what it depends on has ended.
    ...(images === undefined ? [site.releases] : site.releases.map((release) => [release])),
  ];
  for (const layer of layers) {
    const references = layer.map((of) => ('reference' in of ? of.reference : of));
    for (const release of layer) {
      const object =
        images && 'reference' in release ? siteImages(site, release, images) : undefined;
      if (object !== undefined) await applyObject(session, object);
    }
    for (const of of references) await ask(session, of, annotations);
    await awaitDelivery(session, requestedAt, references.map(manifestId));
  }
  await restartPods(session);
  await removeLeftJobs(session);
  if (site.tenant) await settleTenant(session, site.tenant);
};

const ask = async (session: Session, of: Reference, annotations: object): Promise<void> => {
  // What is not there yet comes with the layer before it, and is reconciled as it comes.
  if ((await session.api.get(of)) === undefined) return;
  const change = { action: 'change', what: manifestId(of), detail: 'asked to reconcile' } as const;
  await make(session, change, () => session.api.patch(of, { metadata: { annotations } }));
};

const permissions = (site: Site): readonly Permission[] => {
  const of = (group: string, resource: string, verb: string, namespace: string) => ({
    verb,
    group,
    resource,
    namespace,
  });
  const releaseNamespaces = site.releases.map(
    ({ reference }) => reference.metadata.namespace ?? '',
  );
  return [
    ...tenantPermissions(site),
    ...site.targetNamespaces.flatMap((namespace) =>
      ['list', 'create', 'delete'].map((verb) => of('batch', 'jobs', verb, namespace)),
    ),
    ...keyPermissions(site),
    of('source.toolkit.fluxcd.io', resourceOf(site.source), 'patch', site.fluxNamespace),
    of('kustomize.toolkit.fluxcd.io', 'kustomizations', 'patch', site.fluxNamespace),
    ...addressPermissions(site),
    ...certificatePermissions(site),
    ...[...new Set(releaseNamespaces)].flatMap((namespace) => [
      of('helm.toolkit.fluxcd.io', 'helmreleases', 'patch', namespace),
      of('', 'configmaps', 'create', namespace),
      of('', 'configmaps', 'patch', namespace),
    ]),
  ];
};
