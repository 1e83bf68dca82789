import { tenantKeys, tenantOf, tenantSecret } from '@helm-charts/alga/tenant';
import { Failure, type Finding, objectIdOf } from '@helm-charts/types';
import { preflight } from '../preflight/preflight.ts';
import { secretReference } from '../secrets.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { stopOn } from '../stop.ts';
import { sayAddress } from '../tenant/address.ts';
import { awaitBootstrap, createTenant, runBootstrap, settleTenant } from '../tenant/create.ts';
import type { TenantData } from '../tenant/fields.ts';
import { type Given, giveTenant, tenantPermissions } from '../tenant/give.ts';
import { tenantState } from '../tenant/state.ts';

type Place = NonNullable<Site['tenant']>;

/**
 * Creates the first tenant and its administrator on an appliance that has none. Ends with 2 where there is one already. `ask` returns undefined
 * where nobody can be asked.
 */
export const addTenant = async (
  session: Session,
  given: Given,
  ask: () => Promise<TenantData | undefined>,
): Promise<void> => {
  const { site } = session;
  const place = site.tenant;
  if (place === undefined) {
    const message = `no release of the profile ${site.name} creates a tenant`;
    throw new Failure(2, [
      {
        rule: 'tenant',
        severity: 'error',
        input: 'tenant',
        message,
        fix: 'choose another profile',
      },
    ]);
  }
  await preflight(session, { permissions: tenantPermissions(site), flux: true });
  if (await isCreated(session, place)) return sayAddress(session, place);
  const tenant = given.tenant ?? (await leftBehind(session, place)) ?? (await ask());
  stopOn(2, tenant === undefined ? [nobodyToAsk] : []);
  await giveTenant(session, place, { ...given, tenant });
  await createTenant(session, place);
  await sayAddress(session, place);
};

/**
 * Whether an earlier run of this command, which was interrupted, has created the tenant. Ends with 2 where there is another one. Where nothing says
 * whether there is one, the bootstrap finds out first.
 */
const isCreated = async (session: Session, place: Place): Promise<boolean> => {
  const before = await tenantState(session, place);
  if (before.tenant === 'awaited' && before.jobState === undefined) {
    stopOn(2, [notInstalled(session)]);
  }
  if (before.tenant === 'awaited' && before.jobState === 'running') {
    await awaitBootstrap(session, place);
  }
  if (before.tenant === 'unknown' && !before.hasSecret) {
    session.say('nothing says whether there is a tenant: running the bootstrap, which finds out');
    await runBootstrap(session, place);
    if (!session.dryRun) await awaitBootstrap(session, place);
  }
  const { tenant, administrator } = await settleTenant(session, place);
  const isOurs = before.hasSecret && administrator === 'present';
  if (tenant === 'present' && !isOurs) stopOn(2, [second(place)]);
  return tenant === 'present';
};

/** The tenant of a run that was interrupted, where it can be used. */
const leftBehind = async (
  { api, say }: Session,
  { namespace }: Place,
): Promise<TenantData | undefined> => {
  const live = await api.get(secretReference(tenantSecret, namespace));
  const encoded = (live?.data ?? {}) as Readonly<Record<string, string>>;
  const known = tenantKeys.filter((key) => encoded[key] !== undefined);
  const data: TenantData = Object.fromEntries(
    known.map((key) => [key, Buffer.from(encoded[key] ?? '', 'base64').toString()]),
  );
  if (!('tenant' in tenantOf(data))) return undefined;
  say(`using Secret ${namespace}/${tenantSecret}, which an earlier run has written`);
  return data;
};

const second = ({ namespace }: Place): Finding => ({
  rule: 'tenant',
  severity: 'error',
  object: { apiVersion: 'v1', kind: 'Namespace', name: namespace },
  message: 'there is a tenant already, and this command creates only the first',
  fix: 'log in as its administrator to add users',
});

const notInstalled = ({ site }: Session): Finding => ({
  rule: 'tenant',
  severity: 'error',
  object: objectIdOf(site.root),
  message: 'the appliance is not set up yet',
  fix: 'run "alga-appliance bootstrap", which asks for the tenant',
});

const nobodyToAsk: Finding = {
  rule: 'tenant',
  severity: 'error',
  input: 'tenant',
  message: 'there is no terminal to ask at',
  fix: 'give --tenant-file',
};
