import { BootstrapFailure } from './failure.ts';
import type { Session } from './postgres.ts';

/**
 * The tables and columns of the application that the first tenant needs. The places that write them in Nine-Minds/alga-psa are
 * ee/temporal-workflows/src/db/tenant-operations.ts and user-operations.ts.
 */
const tables: Readonly<Record<string, readonly string[]>> = {
  tenants: [
    'tenant',
    'client_name',
    'email',
    'billing_source',
    'product_code',
    'created_at',
    'updated_at',
  ],
  clients: [
    'client_id',
    'tenant',
    'client_name',
    'client_type',
    'is_inactive',
    'properties',
    'created_at',
    'updated_at',
  ],
  client_locations: [
    'location_id',
    'client_id',
    'tenant',
    'location_name',
    'email',
    'phone',
    'address_line1',
    'city',
    'country_code',
    'country_name',
    'is_default',
    'is_active',
    'created_at',
    'updated_at',
  ],
  tenant_companies: ['tenant', 'client_id', 'is_default'],
  tenant_email_settings: [
    'tenant',
    'email_provider',
    'provider_configs',
    'fallback_enabled',
    'tracking_enabled',
  ],
  tenant_settings: [
    'tenant',
    'onboarding_completed',
    'onboarding_skipped',
    'created_at',
    'updated_at',
  ],
  notification_categories: ['id', 'is_enabled', 'is_default_enabled'],
  notification_subtypes: ['id', 'is_enabled', 'is_default_enabled'],
  internal_notification_categories: [
    'internal_notification_category_id',
    'is_enabled',
    'is_default_enabled',
  ],
  internal_notification_subtypes: [
    'internal_notification_subtype_id',
    'is_enabled',
    'is_default_enabled',
  ],
  tenant_notification_category_settings: settingsOf(
    'tenant_notification_category_setting_id',
    'category_id',
  ),
  tenant_notification_subtype_settings: settingsOf(
    'tenant_notification_subtype_setting_id',
    'subtype_id',
  ),
  tenant_internal_notification_category_settings: settingsOf(
    'tenant_internal_notification_category_setting_id',
    'category_id',
  ),
  tenant_internal_notification_subtype_settings: settingsOf(
    'tenant_internal_notification_subtype_setting_id',
    'subtype_id',
  ),
  users: [
    'user_id',
    'tenant',
    'first_name',
    'last_name',
    'email',
    'user_type',
    'username',
    'hashed_password',
  ],
  roles: ['role_id', 'tenant', 'role_name', 'msp', 'client'],
  user_roles: ['user_id', 'tenant', 'role_id'],
  license_state: [
    'edition_choice',
    'trial_started_at',
    'license_token',
    'appliance_id',
    'check_in_url',
    'appliance_credential',
    'updated_at',
  ],
};

/** Throws a failure that names every table and column that this version of the application does not have. */
export const checkTables = async (session: Session): Promise<void> => {
  const columns = await session.query<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = ANY ($1)`,
    [Object.keys(tables)],
  );
  const missing = Object.entries(tables).flatMap(([table, expected]) => {
    const found = columns.filter((one) => one.table === table).map(({ column }) => column);
    if (found.length === 0) return [table];
    return expected
      .filter((column) => !found.includes(column))
      .map((column) => `${table}.${column}`);
  });
  if (missing.length === 0) return;
  throw new BootstrapFailure(
    'tenant',
    `this version of the application has other tables than the first tenant needs; missing: ${missing.join(', ')}. No tenant was created.`,
  );
};

function settingsOf(id: string, of: string): readonly string[] {
  return [id, 'tenant', of, 'is_enabled', 'is_default_enabled', 'created_at', 'updated_at'];
}
