#!/bin/sh
# Holds a pod back until the bootstrap of its own release is complete: until the marker with its hash is the current one, and nobody changes the
# database any more. It asks with the role of the application, so it also finds out whether that role can log in, and it needs nothing of the
# superuser.
#
# Exit codes
#    0  complete
#   10  not complete in time; the last reason stands above
#   64  a variable, the password or a program is missing
#  143  ended by SIGTERM
set -eu
umask 077

fail() { code=$1; shift; printf 'wait-for-bootstrap: %s\n' "$*" >&2; exit "$code"; }

for name in DB_HOST DB_PORT DB_NAME_SERVER DB_USER_SERVER DB_PASSWORD_FILE BOOTSTRAP_HASH \
  BOOTSTRAP_WAIT_TIMEOUT_SECONDS BOOTSTRAP_WAIT_RETRY_SECONDS; do
  eval "[ -n \"\${$name:-}\" ]" || fail 64 "the variable $name is missing"
done
for program in psql mktemp sed tr wc; do
  command -v "$program" > /dev/null || fail 64 "the program $program is missing in this image"
done
[ -s "$DB_PASSWORD_FILE" ] || fail 64 "the password $DB_PASSWORD_FILE is missing or empty: see the Secret that is mounted there"
[ "$(tr -d '\n\r\000' < "$DB_PASSWORD_FILE" | wc -c)" -eq "$(wc -c < "$DB_PASSWORD_FILE")" ] ||
  fail 64 "the password $DB_PASSWORD_FILE contains a line break; take it out of the Secret"

run=$(mktemp -d)
trap 'rm -rf "$run"' EXIT
trap 'exit 143' TERM INT
export PGHOST="$DB_HOST" PGPORT="$DB_PORT" PGDATABASE="$DB_NAME_SERVER" PGUSER="$DB_USER_SERVER" PGPASSFILE="$run/passwords"
export PGAPPNAME=wait-for-bootstrap PGCLIENTENCODING=UTF8 PGCONNECT_TIMEOUT=5
# With the certificate of its authority, the certificate of Postgres must be good. Otherwise psql encrypts if Postgres can.
[ ! -s "${DB_CA_FILE:-}" ] || export PGSSLMODE=verify-full PGSSLROOTCERT="$DB_CA_FILE"
# psql takes a backslash and a colon for its own there.
printf '*:*:*:*:%s\n' "$(LC_ALL=C sed 's/[\\:]/\\&/g' "$DB_PASSWORD_FILE")" > "$PGPASSFILE"

# Says `complete`, or what there is instead. A pod that comes back while the next release migrates still finds its own marker. What it must not
# find then are the lock of the bootstrap, which is in database postgres, and the lock of knex, which stays where migrations were cut off.
lock=7205759403
ask() {
  LC_ALL=C psql --no-psqlrc --no-password --quiet --no-align --tuples-only \
    -v ON_ERROR_STOP=1 -v VERBOSITY=terse -v hash="$BOOTSTRAP_HASH" -v lock="$lock" 2>&1 <<'SQL'
SELECT to_regclass('public.bootstrap_state') IS NOT NULL AS known, to_regclass('public.knex_migrations_lock') IS NOT NULL AS migrated \gset
\set locked f
\if :migrated
SELECT coalesce(max(is_locked), 0) <> 0 AS locked FROM public.knex_migrations_lock \gset
\endif
\if :known
SELECT CASE
  WHEN hash <> :'hash' THEN format('the database is at version %s (%s)', version, hash)
  WHEN EXISTS (
    SELECT FROM pg_locks JOIN pg_database ON oid = database AND datname = 'postgres'
    WHERE locktype = 'advisory' AND (classid::bigint << 32) + objid::bigint = :lock
  ) THEN 'a bootstrap is at work'
  WHEN :'locked' THEN 'migrations were cut off, and wait for the next bootstrap'
  ELSE 'complete'
END
FROM public.bootstrap_state WHERE is_current
UNION ALL SELECT 'the first bootstrap has not ended yet' WHERE NOT EXISTS (SELECT FROM public.bootstrap_state WHERE is_current);
\else
\echo 'the bootstrap has not begun with this database yet'
\endif
SQL
}

# explain ANSWER  what an answer means for somebody who waits
explain() {
  case $1 in
    *'authentication failed'*) echo "$DB_USER_SERVER cannot log in: the bootstrap has not made the role yet, or its Secret is another one" ;;
    *'database "'*'" does not exist'*) echo "the database $DB_NAME_SERVER does not exist yet" ;;
    *'too many connections for database'*) echo "the database $DB_NAME_SERVER is closed while the bootstrap changes it" ;;
    *) printf '%s' "$1" | tr -s '\n\t' ' ' ;;
  esac
}

since=$(date +%s) said_at=0 said=
while answer=$(ask); [ "$answer" != complete ]; do
  reason=$(explain "$answer")
  now=$(date +%s)
  if [ "$reason" != "$said" ] || [ $((now - said_at)) -ge 30 ]; then
    printf 'waiting for the bootstrap %s: %s\n' "$BOOTSTRAP_HASH" "$reason"
    said=$reason said_at=$now
  fi
  [ $((now - since)) -lt "$BOOTSTRAP_WAIT_TIMEOUT_SECONDS" ] ||
    fail 10 "the bootstrap $BOOTSTRAP_HASH was not complete in $BOOTSTRAP_WAIT_TIMEOUT_SECONDS seconds; see the log of its Job"
  sleep "$BOOTSTRAP_WAIT_RETRY_SECONDS"
done
printf 'the bootstrap %s is complete\n' "$BOOTSTRAP_HASH"
