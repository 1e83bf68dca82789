/** The tables of the application that the first tenant needs, as its migrations make them, with the columns that must have a value. */
export const application = `
CREATE TABLE tenants (tenant uuid PRIMARY KEY DEFAULT gen_random_uuid(), client_name text NOT NULL, email text NOT NULL,
  billing_source text NOT NULL DEFAULT 'stripe', product_code text NOT NULL DEFAULT 'psa', created_at timestamptz, updated_at timestamptz);
CREATE TABLE clients (client_id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant uuid NOT NULL REFERENCES tenants, client_name text NOT NULL,
  client_type text, is_inactive boolean, properties jsonb, created_at timestamptz, updated_at timestamptz);
CREATE TABLE client_locations (location_id uuid PRIMARY KEY, client_id uuid REFERENCES clients, tenant uuid NOT NULL REFERENCES tenants,
  location_name text, email text, phone text, address_line1 text NOT NULL, city text NOT NULL, country_code char(2) NOT NULL,
  country_name text NOT NULL, is_default boolean, is_active boolean, created_at timestamptz, updated_at timestamptz);
CREATE TABLE tenant_companies (tenant uuid REFERENCES tenants, client_id uuid REFERENCES clients, is_default boolean);
CREATE TABLE tenant_email_settings (tenant uuid REFERENCES tenants, email_provider text, provider_configs jsonb NOT NULL,
  fallback_enabled boolean, tracking_enabled boolean);
CREATE TABLE tenant_settings (tenant uuid PRIMARY KEY REFERENCES tenants, onboarding_completed boolean, onboarding_skipped boolean,
  created_at timestamptz, updated_at timestamptz);
CREATE TABLE roles (role_id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant uuid REFERENCES tenants, role_name text, msp boolean, client boolean);
CREATE TABLE users (user_id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant uuid REFERENCES tenants, first_name text, last_name text,
  email text NOT NULL, user_type text NOT NULL, username text NOT NULL, hashed_password text NOT NULL);
CREATE TABLE user_roles (user_id uuid REFERENCES users, tenant uuid REFERENCES tenants, role_id uuid REFERENCES roles);
CREATE TABLE license_state (id serial PRIMARY KEY, edition_choice text NOT NULL, trial_started_at timestamptz, license_token text,
  appliance_id text, check_in_url text, appliance_credential text, updated_at timestamptz NOT NULL DEFAULT now());
${['', 'internal_']
  .map(
    (kind) => `
CREATE TABLE ${kind}notification_categories (${kind && 'internal_notification_category_'}id serial PRIMARY KEY, is_enabled boolean, is_default_enabled boolean);
CREATE TABLE ${kind}notification_subtypes (${kind && 'internal_notification_subtype_'}id serial PRIMARY KEY, is_enabled boolean, is_default_enabled boolean);
INSERT INTO ${kind}notification_categories (is_enabled, is_default_enabled) VALUES (true, false), (false, true);
INSERT INTO ${kind}notification_subtypes (is_enabled, is_default_enabled) VALUES (true, true);
CREATE TABLE tenant_${kind}notification_category_settings (tenant_${kind}notification_category_setting_id uuid PRIMARY KEY,
  tenant uuid REFERENCES tenants, category_id int, is_enabled boolean, is_default_enabled boolean, created_at timestamptz, updated_at timestamptz);
CREATE TABLE tenant_${kind}notification_subtype_settings (tenant_${kind}notification_subtype_setting_id uuid PRIMARY KEY,
  tenant uuid REFERENCES tenants, subtype_id int, is_enabled boolean, is_default_enabled boolean, created_at timestamptz, updated_at timestamptz);`,
  )
  .join('')}`;
