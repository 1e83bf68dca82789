#!/bin/sh
# Runs beside the update of the schemas: it waits for the databases, takes a lock, so that no two updates meet, and holds it until it is ended.
# Databases that were never complete, and in which no server has ever run, are emptied before: an update that was cut off has left nothing there
# that anybody uses, and the tool that updates them can't go on in the middle of a version.
#
# Exit codes
#    0  ended after the lock was held
#   10  a database could not be reached in time
#   64  a variable or a program is missing
set -eu

fail() { code=$1; shift; printf 'lock-schema: %s\n' "$*" >&2; exit "$code"; }

for name in PGHOST PGPORT PGUSER PGPASSWORD DB_NAME DB_NAME_VISIBILITY SCHEMA_WAIT_SECONDS SCHEMA_FOLDER; do
  eval "[ -n \"\${$name:-}\" ]" || fail 64 "the variable $name is missing"
done
for program in psql mkfifo; do
  command -v "$program" > /dev/null || fail 64 "the program $program is missing in this image"
done
export PGCONNECT_TIMEOUT=5 PGAPPNAME=temporal-schema LC_ALL=C
# With the certificate of its authority, the certificate of Postgres must be good. Otherwise psql encrypts if Postgres can.
[ ! -s "${DB_CA_FILE:-}" ] || export PGSSLMODE=verify-full PGSSLROOTCERT="$DB_CA_FILE"

# ask DATABASE [OPTION...]  runs the SQL of its input
ask() {
  database=$1; shift
  PGDATABASE=$database PGOPTIONS='-c client_min_messages=warning' \
    psql --no-psqlrc --no-password --quiet --no-align --tuples-only -v ON_ERROR_STOP=1 -v VERBOSITY=terse "$@"
}

since=$(date +%s) said=
for database in "$DB_NAME" "$DB_NAME_VISIBILITY"; do
  until message=$(ask "$database" 2>&1 < /dev/null); do
    message=$(printf '%s' "$message" | tr -s '\n\t' ' ')
    [ "$message" = "$said" ] || printf 'waiting for the database %s: %s\n' "$database" "$message"
    said=$message
    [ $(($(date +%s) - since)) -lt "$SCHEMA_WAIT_SECONDS" ] ||
      fail 10 "the database $database could not be reached in $SCHEMA_WAIT_SECONDS seconds; the bootstrap of the server makes it"
    sleep 2
  done
done

# One session holds the lock, and looks at what is there only then. It ends when nobody can write to file 3 any more: that is this script, however
# it ends.
rm -f "$SCHEMA_FOLDER/locked" "$SCHEMA_FOLDER/questions"
mkfifo "$SCHEMA_FOLDER/questions"
ask "$DB_NAME" -v visibility="$DB_NAME_VISIBILITY" < "$SCHEMA_FOLDER/questions" &
session=$!
trap 'exit 0' TERM INT
exec 3> "$SCHEMA_FOLDER/questions"
cat >&3 <<'SQL'
SELECT count(set_config(name, '0', false)) FROM pg_settings WHERE name = 'idle_session_timeout' \g /dev/null
SELECT pg_advisory_lock(7205759404) \g /dev/null
SELECT to_regclass('appliance.schema_state') IS NOT NULL AS complete, to_regclass('public.cluster_metadata_info') IS NOT NULL AS known \gset
\set used :complete
\if :known
-- The first thing a server writes.
SELECT :'complete' OR EXISTS (SELECT FROM public.cluster_metadata_info) AS used \gset
\endif
\if :used
\! touch "$SCHEMA_FOLDER/locked"
\else
\echo 'nothing is complete yet: beginning with empty databases'
DROP SCHEMA IF EXISTS public CASCADE;
CREATE SCHEMA public;
\setenv PGDATABASE :visibility
\! psql --no-psqlrc --no-password --quiet -v ON_ERROR_STOP=1 -c 'DROP SCHEMA IF EXISTS public CASCADE' -c 'CREATE SCHEMA public' < /dev/null && touch "$SCHEMA_FOLDER/locked"
\endif
SQL
wait "$session"
