import { type Finding, orFail, type ProfileImages, unchosenImages } from '@helm-charts/types';
import {
  type AddressOptions,
  addressPermissions,
  applyAddress,
  planAddress,
} from '../address/plan.ts';
import type { Permission } from '../api/api.ts';
import { applyObject } from '../apply.ts';
import {
  applyCertificates,
  certificatePermissions,
  planCertificates,
} from '../certificate/pods.ts';
import { restartPods } from '../certificate/restart.ts';
import { awaitDelivery } from '../delivery.ts';
import { awaitFlux, installFlux, isFluxThere, readFluxManifest } from '../flux.ts';
import { readImages, siteImages, unchosen } from '../images.ts';
import { preflight } from '../preflight/preflight.ts';
import { completeSecrets, lostCredentials } from '../secrets.ts';
import type { Session } from '../session.ts';
import { keyPermissions } from '../signature-keys.ts';
import type { Site } from '../site.ts';
import { readSiteValues } from '../site-values.ts';
import { checkSource, createSource, resourceOf, type SourceOptions } from '../source.ts';
import { stopOn } from '../stop.ts';
import type { TenantData } from '../tenant/fields.ts';
import { finishTenant, firstTenant, watchTenant } from '../tenant/first.ts';
import { type Given, giveTenant, tenantPermissions } from '../tenant/give.ts';

export interface BootstrapOptions extends SourceOptions, AddressOptions {
  /** A file that `flux install --export` wrote. */
  readonly fluxManifest?: string | undefined;
  /** A file with images of the site. */
  readonly images?: string | undefined;
  /** Values of the site for a release: `alga-core=values.yaml`. */
  readonly values: readonly string[];
  readonly given: Given;
}

/**
 * Brings an empty cluster to an appliance, and a half-finished one to a whole one; where everything is there, it writes nothing.
 * The order is such that each step finds what it needs, and that a password is there before the first data that needs it.
 */
export const bootstrap = async (
  session: Session,
  options: BootstrapOptions,
  ask: () => Promise<TenantData | undefined>,
): Promise<void> => {
  const { site, say } = session;
  const manifest =
    options.fluxManifest === undefined ? [] : orFail(readFluxManifest(options.fluxManifest));
  const chosen =
    options.images === undefined ? undefined : orFail(readImages(options.images, site.images));
  const siteValues = await readSiteValues(session, options.values);
  await preflight(session, {
    permissions: permissions(site, manifest.length > 0),
    flux: manifest.length === 0,
  });
  stopOn(2, await checkSource(session, options));
  stopOn(2, await imageProblems(session, chosen));
  stopOn(3, await lostCredentials(session));
  const address = await planAddress(session, options);
  const certificates = await planCertificates(session);
  const made = new Set(site.secrets.map(({ name, namespace }) => `Secret ${namespace}/${name}`));
  const given = await firstTenant(session, options.given, ask);

  for (const namespace of site.namespaces) await applyObject(session, namespace);
  await completeSecrets(session);
  await applyCertificates(session, certificates);
  await applyAddress(session, address);
  for (const release of site.releases) {
    const object = chosen && siteImages(site, release, chosen);
    if (object !== undefined) await applyObject(session, object);
  }
  for (const values of siteValues) await applyObject(session, values);
  if (site.tenant) await giveTenant(session, site.tenant, given);
  if (await isFluxThere(session)) say('kept Flux, which is installed');
  else await installFlux(session, manifest);
  await awaitFlux(session);
  await createSource(session, options);
  await applyObject(session, site.root);
  await awaitDelivery(session, undefined, undefined, () => watchTenant(session));
  await restartPods(session);
  if (site.tenant) await finishTenant(session, site.tenant);
  if (session.changes.some(({ what }) => made.has(what)))
    say('keep a copy of the new credentials: "alga-appliance secrets export --output FILE"');
};

/** A site that has chosen its images before keeps them. */
const imageProblems = async (
  { api, site }: Session,
  chosen: ProfileImages | undefined,
): Promise<readonly Finding[]> => {
  const problems = unchosen(chosen ?? site.images);
  if (problems.length === 0 || chosen !== undefined) return problems;
  const concerned = site.releases.filter(({ images }) =>
    images.some(({ image }) => unchosenImages(site.images).includes(image)),
  );
  const kept = await Promise.all(concerned.map(({ siteImages }) => api.get(siteImages)));
  return kept.every((object) => object !== undefined) ? [] : problems;
};

const permissions = (site: Site, installsFlux: boolean): readonly Permission[] => {
  const of = (group: string, resource: string, verbs: string, namespace?: string) =>
    verbs.split(' ').map((verb) => ({ verb, group, resource, ...(namespace && { namespace }) }));
  const flux = site.fluxNamespace;
  const releaseNamespace = site.releases[0]?.reference.metadata.namespace;
  return [
    ...of('', 'namespaces', 'get create patch'),
    ...site.targetNamespaces.flatMap((namespace) => [
      ...of('', 'secrets', 'get create patch', namespace),
      ...of('', 'persistentvolumeclaims', 'get list', namespace),
    ]),
    ...of('', 'configmaps', 'get create patch', releaseNamespace),
    ...addressPermissions(site),
    ...certificatePermissions(site),
    ...tenantPermissions(site),
    ...keyPermissions(site),
    ...of('source.toolkit.fluxcd.io', resourceOf(site.source), 'get create patch', flux),
    ...of('kustomize.toolkit.fluxcd.io', 'kustomizations', 'get create patch', flux),
    ...(installsFlux
      ? [
          ...of('apiextensions.k8s.io', 'customresourcedefinitions', 'get create patch'),
          ...of('rbac.authorization.k8s.io', 'clusterrolebindings', 'get create patch'),
          ...of('apps', 'deployments', 'get create patch', flux),
        ]
      : []),
  ];
};
