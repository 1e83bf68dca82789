import { licenseSecret, tenantSecret } from '@helm-charts/alga/tenant';
import type { Permission } from '../api/api.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import type { LicenseData, TenantData } from './fields.ts';
import { putSecret } from './secret.ts';

/** What people give for the first tenant. */
export interface Given {
  readonly tenant?: TenantData | undefined;
  readonly license?: LicenseData | undefined;
}

/** Writes the Secrets that the bootstrap reads. */
export const giveTenant = async (
  session: Session,
  { namespace }: NonNullable<Site['tenant']>,
  { tenant, license }: Given,
): Promise<void> => {
  // The licence first: the bootstrap reads both when it finds the tenant.
  if (license !== undefined) await putSecret(session, { name: licenseSecret, namespace }, license);
  if (tenant !== undefined) await putSecret(session, { name: tenantSecret, namespace }, tenant);
};

/** What is needed to bring a tenant into being, and to say that it is there. */
export const tenantPermissions = ({ tenant }: Site): readonly Permission[] => {
  if (tenant === undefined) return [];
  const { namespace, release } = tenant;
  const of = (group: string, resource: string, verbs: string, place = namespace) =>
    verbs.split(' ').map((verb) => ({ verb, group, resource, namespace: place }));
  return [
    ...of('', 'secrets', 'get create patch delete'),
    ...of('', 'configmaps', 'get create patch'),
    ...of('', 'pods', 'list'),
    ...of('batch', 'jobs', 'list create delete'),
    ...of('helm.toolkit.fluxcd.io', 'helmreleases', 'get patch', release.metadata.namespace),
  ];
};
