import { isRestoreRequested } from '../restore-backup.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { sayAddress } from './address.ts';
import { createTenant, settleTenant, stopOnBlame } from './create.ts';
import type { TenantData } from './fields.ts';
import type { Given } from './give.ts';
import { tenantState } from './state.ts';

type Place = NonNullable<Site['tenant']>;

/** What a set-up gives the bootstrap: what the files have, or what somebody answers; nothing where a tenant is there already. */
export const firstTenant = async (
  session: Session,
  given: Given,
  ask: () => Promise<TenantData | undefined>,
): Promise<Given> => {
  const { site, say } = session;
  if (site.tenant === undefined) {
    if (given.tenant) say('no release of the profile creates a tenant: --tenant-file is not used');
    return {};
  }
  const { tenant, hasSecret, jobState } = await tenantState(session, site.tenant);
  if (tenant === 'present') {
    if (given.tenant) say('kept the tenant, which is there already: --tenant-file is not used');
    return {};
  }
  // Where a bootstrap is at work or has ended, only it knows, and says so at the end.
  if (given.tenant || hasSecret || jobState !== undefined || tenant === 'unknown') return given;
  // The databases of a backup have their tenant.
  if (await isRestoreRequested(session)) return given;
  return { ...given, tenant: await ask() };
};

/** Ends a set-up that waits for a bootstrap which refuses the tenant. */
export const watchTenant = async (session: Session): Promise<void> => {
  const place = session.site.tenant;
  if (place) await stopOnBlame(session, place, await tenantState(session, place));
};

/** Creates the tenant that was given, or says what to do if there is no tenant. */
export const finishTenant = async (session: Session, place: Place): Promise<void> => {
  const { say, dryRun } = session;
  if (dryRun) return;
  const { tenant, hasSecret, administrator } = await settleTenant(session, place);
  if (tenant === 'present') {
    if (hasSecret && administrator === 'missing') {
      say('there was a tenant already, so the one that was given is not created');
    } else if (hasSecret) await sayAddress(session, place);
    return;
  }
  if (hasSecret) {
    // It was written after the bootstrap had begun.
    await createTenant(session, place);
    return sayAddress(session, place);
  }
  say(
    tenant === 'missing'
      ? 'there is no tenant yet, so nobody can log in: create it with "alga-appliance tenant"'
      : 'nothing says whether there is a tenant: "alga-appliance tenant" finds out, and creates it if there is no tenant',
  );
};
