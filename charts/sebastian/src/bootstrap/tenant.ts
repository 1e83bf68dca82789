import type { License, Tenant } from '@helm-charts/alga/tenant';
import { BootstrapFailure } from './failure.ts';
import { hashPassword, type PasswordHashing } from './password.ts';
import type { Session } from './postgres.ts';

/** Whether an application has a tenant and users. Before its migrations it has neither. */
export const hasTenant = async (session: Session): Promise<boolean> => {
  const [known] = await session.query<{ tenants: boolean; users: boolean }>(
    "SELECT to_regclass('public.tenants') IS NOT NULL AS tenants, to_regclass('public.users') IS NOT NULL AS users",
  );
  const tables = [known?.tenants && 'tenants', known?.users && 'users'].filter(
    (one) => one !== false,
  );
  for (const table of tables) {
    const rows = await session.query(`SELECT FROM public.${table} LIMIT 1`);
    if (rows.length > 0) return true;
  }
  return false;
};

/** Creates the tenant and its settings in one transaction, and returns its id. The seeds come next, and then the administrator. */
export const createTenant = async (
  session: Session,
  { id, name, email }: Tenant,
  product: string,
): Promise<string> => {
  await session.query('BEGIN');
  const [tenant] = await session.query<{ id: string }>(
    `INSERT INTO tenants (tenant, client_name, email, billing_source, product_code, created_at, updated_at)
     VALUES (coalesce($1::uuid, gen_random_uuid()), $2, $3, 'manual', $4, now(), now()) RETURNING tenant AS id`,
    [id ?? null, name, email, product],
  );
  const created = tenant?.id ?? '';
  const [client] = await session.query<{ id: string }>(
    `INSERT INTO clients (tenant, client_name, client_type, is_inactive, properties, created_at, updated_at)
     VALUES ($1, $2, 'company', false, $3, now(), now()) RETURNING client_id AS id`,
    [
      created,
      name,
      JSON.stringify({ type: 'msp', is_system_client: true, created_by: 'tenant_setup' }),
    ],
  );
  await session.query(
    `INSERT INTO client_locations (location_id, client_id, tenant, location_name, email, phone, address_line1, city, country_code, country_name,
                                   is_default, is_active, created_at, updated_at)
     VALUES (gen_random_uuid(), $1, $2, 'Main Office', $3, '', 'N/A', 'N/A', 'XX', 'Unknown', true, true, now(), now())`,
    [client?.id, created, email],
  );
  await session.query(
    'INSERT INTO tenant_companies (tenant, client_id, is_default) VALUES ($1, $2, true)',
    [created, client?.id],
  );
  await session.query(
    `INSERT INTO tenant_email_settings (tenant, email_provider, provider_configs, fallback_enabled, tracking_enabled)
     VALUES ($1, 'smtp', $2, true, false)`,
    [created, JSON.stringify([emailProvider])],
  );
  await session.query(
    `INSERT INTO tenant_settings (tenant, onboarding_completed, onboarding_skipped, created_at, updated_at)
     VALUES ($1, false, false, now(), now())`,
    [created],
  );
  for (const { from, id, to } of notifications) {
    await session.query(
      `INSERT INTO tenant_${to}_settings (tenant_${to}_setting_id, tenant, ${of(to)}, is_enabled, is_default_enabled, created_at, updated_at)
       SELECT gen_random_uuid(), $1, ${id}, is_enabled, is_default_enabled, now(), now() FROM ${from}`,
      [created],
    );
  }
  await session.query('COMMIT');
  return created;
};

/** Creates the administrator of a tenant whose seeds have run: the seeds make the role. */
export const createAdministrator = async (
  session: Session,
  tenant: string,
  { firstName, lastName, email, password }: Tenant,
  hashing: PasswordHashing,
): Promise<void> => {
  const [role] = await session.query<{ id: string }>(
    "SELECT role_id AS id FROM roles WHERE tenant = $1 AND role_name = 'Admin' AND msp AND NOT client",
    [tenant],
  );
  if (role === undefined) {
    throw new BootstrapFailure(
      'tenant',
      'the seeds have made no role Admin, which the administrator needs',
    );
  }
  await session.query('BEGIN');
  const [user] = await session.query<{ id: string }>(
    `INSERT INTO users (tenant, first_name, last_name, email, user_type, username, hashed_password)
     VALUES ($1, $2, $3, $4, 'internal', $4, $5) RETURNING user_id AS id`,
    [tenant, firstName, lastName, email, hashPassword(password, hashing)],
  );
  await session.query('INSERT INTO user_roles (user_id, tenant, role_id) VALUES ($1, $2, $3)', [
    user?.id,
    tenant,
    role.id,
  ]);
  await session.query('COMMIT');
};

/** The application takes an installation without this row for one of a hosting provider: no licence page, no limits. A row that is there stays. */
export const createLicense = async (session: Session, license: License): Promise<boolean> => {
  const { edition, registered, token, applianceId, checkInUrl, credential } = license;
  const isTrial = edition === 'ee' && token === undefined && registered !== 'essentials';
  const rows = await session.query(
    `INSERT INTO license_state (edition_choice, trial_started_at, license_token, appliance_id, check_in_url, appliance_credential, updated_at)
     SELECT $1, CASE WHEN $2 THEN now() END, $3, $4, $5, $6, now() WHERE NOT EXISTS (SELECT FROM license_state) RETURNING id`,
    [edition, isTrial, token ?? null, applianceId ?? null, checkInUrl ?? null, credential ?? null],
  );
  return rows.length > 0;
};

/** Where the defaults of notifications are, and where those of a tenant are. */
const notifications = [
  { from: 'notification_categories', id: 'id', to: 'notification_category' },
  { from: 'notification_subtypes', id: 'id', to: 'notification_subtype' },
  {
    from: 'internal_notification_categories',
    id: 'internal_notification_category_id',
    to: 'internal_notification_category',
  },
  {
    from: 'internal_notification_subtypes',
    id: 'internal_notification_subtype_id',
    to: 'internal_notification_subtype',
  },
] as const;

const of = (to: string): string => (to.endsWith('category') ? 'category_id' : 'subtype_id');

/** A provider of e-mail that is not set up: packages/email/src/providerConfig.ts of Nine-Minds/alga-psa. */
const emailProvider = {
  providerId: 'smtp-provider',
  providerType: 'smtp',
  isEnabled: false,
  config: { host: '', port: 587, username: '', password: '', from: '' },
};
