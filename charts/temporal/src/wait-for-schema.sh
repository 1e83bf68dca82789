#!/bin/sh
# Holds a server back until both schemas are those of its own release.
#
# Exit codes
#    0  they are
#   10  they were not in time
#   64  a variable or a program is missing
#  143  ended by SIGTERM
set -eu

fail() { code=$1; shift; printf 'wait-for-schema: %s\n' "$*" >&2; exit "$code"; }

for name in PGHOST PGPORT PGUSER PGPASSWORD DB_NAME SCHEMA_HASH SCHEMA_WAIT_SECONDS; do
  eval "[ -n \"\${$name:-}\" ]" || fail 64 "the variable $name is missing"
done
command -v psql > /dev/null || fail 64 'the program psql is missing in this image'
export PGDATABASE="$DB_NAME" PGCONNECT_TIMEOUT=5 PGAPPNAME=wait-for-schema LC_ALL=C
# With the certificate of its authority, the certificate of Postgres must be good. Otherwise psql encrypts if Postgres can.
[ ! -s "${DB_CA_FILE:-}" ] || export PGSSLMODE=verify-full PGSSLROOTCERT="$DB_CA_FILE"
trap 'exit 143' TERM INT

# Says `complete`, or what there is instead.
ask() {
  psql --no-psqlrc --no-password --quiet --no-align --tuples-only \
    -v ON_ERROR_STOP=1 -v VERBOSITY=terse -v hash="$SCHEMA_HASH" 2>&1 <<'SQL'
SELECT to_regclass('appliance.schema_state') IS NOT NULL AS known \gset
\if :known
SELECT CASE hash WHEN :'hash' THEN 'complete' ELSE format('the schemas are those of another release (%s)', hash) END FROM appliance.schema_state;
\else
\echo 'the first update of the schemas is not complete yet'
\endif
SQL
}

since=$(date +%s) said_at=0 said=
while answer=$(ask) || :; [ "$answer" != complete ]; do
  reason=$(printf '%s' "$answer" | tr -s '\n\t' ' ')
  now=$(date +%s)
  if [ "$reason" != "$said" ] || [ $((now - said_at)) -ge 30 ]; then
    printf 'waiting for the schemas %s: %s\n' "$SCHEMA_HASH" "$reason"
    said=$reason said_at=$now
  fi
  [ $((now - since)) -lt "$SCHEMA_WAIT_SECONDS" ] ||
    fail 10 "the schemas $SCHEMA_HASH were not complete in $SCHEMA_WAIT_SECONDS seconds; see the log of the Job"
  sleep 2
done
printf 'the schemas %s are complete\n' "$SCHEMA_HASH"
