#!/bin/sh
# Writes the marker for which the server waits: both schemas are those of its own release.
set -eu

# With the certificate of its authority, the certificate of Postgres must be good. Otherwise psql encrypts if Postgres can.
[ ! -s "${DB_CA_FILE:-}" ] || export PGSSLMODE=verify-full PGSSLROOTCERT="$DB_CA_FILE"

PGDATABASE=$DB_NAME PGCONNECT_TIMEOUT=5 PGOPTIONS='-c client_min_messages=warning' LC_ALL=C \
  psql --no-psqlrc --no-password --quiet -v ON_ERROR_STOP=1 -v VERBOSITY=terse -v hash="$SCHEMA_HASH" <<'SQL'
BEGIN;
CREATE SCHEMA IF NOT EXISTS appliance;
CREATE TABLE IF NOT EXISTS appliance.schema_state (
  is_current boolean PRIMARY KEY DEFAULT true CHECK (is_current),
  hash text NOT NULL,
  completed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE appliance.schema_state IS 'The last complete update of the schemas. The server waits for its own.';
INSERT INTO appliance.schema_state (hash) VALUES (:'hash')
  ON CONFLICT (is_current) DO UPDATE SET hash = excluded.hash, completed_at = now() WHERE schema_state.hash <> excluded.hash;
COMMIT;
SQL
printf 'the schemas are complete (%s)\n' "$SCHEMA_HASH"
