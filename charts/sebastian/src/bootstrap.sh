#!/bin/sh
# Brings Postgres to what this release of the application needs, from whatever state it is in: roles and databases, migrations, seeds once,
# and last a marker row for which every consumer waits (wait-for-bootstrap.sh). A run that was cut off at any moment is mended by the next.
# It talks to a Postgres 14 or newer directly, never through a pool. The first tenant is not its business: that needs Temporal, which needs these databases.
#
# Exit codes
#    0  done, or nothing to do; also when a newer release has been here, which the line `superseded: ...` says
#   10  Postgres could not be reached in time
#   11  Postgres refuses the superuser's password: the Secret does not match the data directory
#   12  another bootstrap held the lock for too long, or the connection that holds the lock was lost
#   13  a role, a database, a privilege or the marker could not be made
#   14  a migration failed
#   15  the seeds failed; what they had written has been taken back
#   64  a variable, a password or a program is missing
#  143  ended by SIGTERM between two steps
set -eu
umask 077

fail() { code=$1; shift; explained=yes; printf 'bootstrap: %s\n' "$*" >&2; exit "$code"; }
say() { printf '%s\n' "$*"; }

# phase CODE WORDS  what goes wrong from here on ends with this exit code
phase() { code=$1; shift; doing=$*; explained=; }

# A program of this script that failed has said why; this says where, and gives the exit code its meaning.
finish() {
  status=$?
  trap - EXIT
  rm -rf "${run:-}"
  [ "$status" -ne 0 ] || exit 0
  [ -n "$explained" ] || printf 'bootstrap: failed while %s\n' "$doing" >&2
  exit "$code"
}

# enabled FLAG  whether a switch is on: it is unless it is false, 0, no or off
enabled() { case $1 in [Ff][Aa][Ll][Ss][Ee] | 0 | [Nn][Oo] | [Oo][Ff][Ff]) return 1 ;; esac; }

# elapsed SINCE  seconds
elapsed() { echo $(($(date +%s) - $1)); }

# --- Postgres -------------------------------------------------------------------------------------------------------------------------------

# query DATABASE [OPTION...]  runs the SQL of its input, in which :'name' and :"name" stand for the variables of psql given here
query() {
  database=$1; shift
  LC_ALL=C PGDATABASE=$database PGOPTIONS='-c client_min_messages=warning' psql \
    --no-psqlrc --no-password --quiet --no-align --tuples-only -v ON_ERROR_STOP=1 -v VERBOSITY=terse \
    -v admin="$DB_USER_ADMIN" -v server="$DB_NAME_SERVER" -v copy="$copy" -v hash="$BOOTSTRAP_HASH" -v version="$BOOTSTRAP_VERSION" "$@"
}

# login [ROLE]  whether a role can log in; otherwise message says why not, in one line
login() {
  if message=$(query postgres --username="${1:-$DB_USER_ADMIN}" 2>&1 < /dev/null); then return 0; fi
  message=$(printf '%s' "$message" | tr -s '\n\t' ' ')
  return 1
}

# refused MESSAGE  whether Postgres was reached and did not accept the login
refused() {
  case $1 in
    *'authentication failed'* | *'no password supplied'* | *'not permitted to log in'* | *'role "'*'" does not exist'*) ;;
    *) return 1 ;;
  esac
}

# password_of KEY  the path of a password, which is one line without an end
password_of() {
  path=$PASSWORDS_DIR/$1
  [ -s "$path" ] || fail 64 "the password $path is missing or empty: see the Secret that is mounted there"
  [ "$(tr -d '\n\r\000' < "$path" | wc -c)" -eq "$(wc -c < "$path")" ] ||
    fail 64 "the password $path contains a line break, which the programs that read it understand differently; take it out of the Secret"
}

# remember ROLE KEY  lets psql find the password of a role, for which it escapes backslashes and colons; of two for one role it takes the first
remember() {
  password_of "$2"
  printf '*:*:*:%s:%s\n' "$(printf '%s' "$1" | LC_ALL=C sed 's/[\\:]/\\&/g')" "$(LC_ALL=C sed 's/[\\:]/\\&/g' "$path")" >> "$PGPASSFILE"
}

wait_for_postgres() {
  since=$(date +%s) said=
  until login; do
    if refused "$message"; then
      say "$message" >&2
      fail 11 "Postgres at $DB_HOST:$DB_PORT refuses $DB_USER_ADMIN with the password in $PASSWORDS_DIR/DB_PASSWORD_SUPERUSER:" \
        'the Secret does not match the data directory. Restore the Secret that belongs to these data, or wipe the data to start anew.'
    fi
    [ "$message" = "$said" ] || say "waiting for Postgres at $DB_HOST:$DB_PORT: $message"
    said=$message
    [ "$(elapsed "$since")" -lt "$BOOTSTRAP_WAIT_TIMEOUT_SECONDS" ] ||
      fail 10 "Postgres at $DB_HOST:$DB_PORT could not be reached in $BOOTSTRAP_WAIT_TIMEOUT_SECONDS seconds"
    sleep "$BOOTSTRAP_WAIT_RETRY_SECONDS"
  done
}

# --- One at a time --------------------------------------------------------------------------------------------------------------------------

# A psql in the background holds the lock for the whole run: it has one connection, idles on it, and ends when nobody can write to file 3 any
# more. That is this script, and what it has started, for which it waits. However they end, Postgres sees the connection end and frees the lock.
# The lock is in database postgres, since an advisory lock is known in its database only and the others may not exist yet.
lock=7205759403
take_lock() {
  mkfifo "$run/questions" "$run/answers"
  # First the reader, which then has no writing end itself.
  PGAPPNAME='alga-bootstrap lock' query postgres < "$run/questions" > "$run/answers" &
  exec 3<> "$run/questions" 4< "$run/answers"
  ask "SELECT count(set_config(name, '0', false)) FROM pg_settings WHERE name = 'idle_session_timeout'"
  since=$(date +%s) said=
  until ask "SELECT pg_try_advisory_lock($lock)"; [ "$answer" = t ]; do
    [ -n "$said" ] || say 'waiting for another bootstrap to end'
    said=yes
    [ "$(elapsed "$since")" -lt "$BOOTSTRAP_LOCK_TIMEOUT_SECONDS" ] ||
      fail 12 "another bootstrap has held the lock for more than $BOOTSTRAP_LOCK_TIMEOUT_SECONDS seconds"
    sleep "$BOOTSTRAP_WAIT_RETRY_SECONDS" 3>&-
  done
}

# ask SQL  one line of answer from the connection that holds the lock
ask() {
  printf '%s;\n' "$1" >&3
  IFS= read -r answer <&4 || fail 12 'the connection that holds the lock was lost: did Postgres restart?'
}

# --- What has been done ---------------------------------------------------------------------------------------------------------------------

# Sets seeded (yes or no), current (the hash of the last complete bootstrap) and newer (t when that one was of a newer release than this).
read_state() {
  state=$(query "$DB_NAME_SERVER" <<'SQL'
SELECT to_regclass('public.bootstrap_state') IS NOT NULL AS known \gset
\if :known
WITH release AS (
  SELECT who, (string_to_array(substring(version from '^v?([0-9]+(\.[0-9]+)*)'), '.')::numeric[] || '{0,0,0,0,0}')[1:6] AS numbers,
         substring(split_part(version, '+', 1) from '-(.*)') AS candidate
  FROM (SELECT 'current' AS who, version FROM public.bootstrap_state WHERE is_current UNION ALL VALUES ('own', :'version')) AS both_versions
), ordered AS (
  -- Of one release the candidates come first, rc.2 before rc.10; NULL, which is none, is the last of them.
  SELECT who, ROW(numbers, substring(candidate from '^\D*') COLLATE "C",
                  string_to_array(nullif(trim(both '.' from regexp_replace(candidate, '\D+', '.', 'g')), ''), '.')::numeric[]) AS rank
  FROM release
)
SELECT CASE WHEN EXISTS (SELECT FROM public.bootstrap_state WHERE seeded_at IS NOT NULL) THEN 'yes' ELSE 'no' END,
       coalesce((SELECT hash FROM public.bootstrap_state WHERE is_current), ''),
       coalesce((SELECT rank FROM ordered WHERE who = 'current') > (SELECT rank FROM ordered WHERE who = 'own'), false),
       coalesce((SELECT version FROM public.bootstrap_state WHERE is_current), '');
\else
SELECT 'no', '', 'f', '';
\endif
SQL
  )
  IFS='|' read -r seeded current newer current_version <<STATE
$state
STATE
}

# --- Roles and databases --------------------------------------------------------------------------------------------------------------------

# Somebody else may create one at the same moment, which is as good: what counts is that all are there in the end.
create_roles_and_databases() {
  missing=$(query postgres -v role="$DB_USER_SERVER" -v pool="$DB_USER_PGBOUNCER" -v hocuspocus="$DB_USER_HOCUSPOCUS" -v temporal="$DB_USER_TEMPORAL" \
    -v documents="$DB_NAME_HOCUSPOCUS" -v workflows="${DB_NAME_TEMPORAL:-}" -v visibility="${DB_NAME_TEMPORAL_VISIBILITY:-}" <<'SQL'
SELECT array_remove(ARRAY[:'role', :'pool', :'hocuspocus', :'temporal'], '') AS roles,
       ARRAY[:'server', :'documents'] || CASE :'temporal' WHEN '' THEN '{}' ELSE ARRAY[:'workflows', :'visibility'] END AS databases,
       ARRAY[:'admin', :'admin', :'temporal', :'temporal'] AS owners \gset
\set ON_ERROR_STOP 0
SELECT DISTINCT format('CREATE ROLE %I LOGIN', name) FROM unnest(:'roles'::text[]) AS name WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec
SELECT format('CREATE DATABASE %I OWNER %I', name, owner) FROM unnest(:'databases'::text[], :'owners'::text[]) AS wanted (name, owner)
  WHERE name NOT IN (SELECT datname FROM pg_database) \gexec
\set ON_ERROR_STOP 1
SELECT string_agg(missing, ', ') FROM (
  SELECT 'role ' || name FROM unnest(:'roles'::text[]) AS name WHERE name NOT IN (SELECT rolname FROM pg_roles)
  UNION ALL SELECT 'database ' || name FROM unnest(:'databases'::text[]) AS name WHERE name NOT IN (SELECT datname FROM pg_database)
) AS missing (missing);
SQL
  )
  [ -z "$missing" ] || fail 13 "Postgres did not make all there is to be; missing: $missing"
  ensure_password "$DB_USER_SERVER" DB_PASSWORD_SERVER
  ensure_password "$DB_USER_PGBOUNCER" DB_PASSWORD_PGBOUNCER
  ensure_password "$DB_USER_HOCUSPOCUS" DB_PASSWORD_HOCUSPOCUS
  [ -z "$DB_USER_TEMPORAL" ] || ensure_password "$DB_USER_TEMPORAL" DB_PASSWORD_TEMPORAL
}

# A password is written only if it does not work: each time Postgres stores it with another salt, which poolers have remembered.
ensure_password() {
  if logs_in "$1"; then return; fi
  password_of "$2"
  say "setting the password of $1"
  # Nothing of it reaches a log or a statistic of the server.
  query postgres -v role="$1" -v file="$path" <<'SQL'
SELECT set_config(name, quiet, false) FROM pg_settings JOIN (VALUES
  ('log_statement', 'none'), ('log_duration', 'off'), ('log_min_duration_statement', '-1'), ('log_min_duration_sample', '-1'),
  ('log_transaction_sample_rate', '0'), ('log_min_error_statement', 'panic'), ('track_activities', 'off'),
  ('debug_print_raw_parse', 'off'), ('debug_print_parse', 'off'), ('debug_print_rewritten', 'off'), ('debug_print_plan', 'off'),
  ('pg_stat_statements.track_utility', 'off'), ('pgaudit.log', 'none')
) AS silence (name, quiet) USING (name) \g /dev/null
SET password_encryption = 'scram-sha-256';
\set password `cat :'file'`
ALTER ROLE :"role" LOGIN PASSWORD :'password';
SQL
  logs_in "$1" || fail 13 "$1 cannot log in with the password in $path, which has just been set: $message"
}

logs_in() {
  if login "$1"; then return 0; fi
  if refused "$message"; then return 1; fi
  case $message in *'permission denied for database'* | *'too many connections for'*) return 0 ;; esac
  fail 13 "cannot tell whether $1 can log in: $message"
}

# Before the migrations, so that what they create is usable by the roles of the application from the start.
prepare_databases() {
  query "$DB_NAME_SERVER" -v environment="${APP_ENV:-production}" -v extensions="${DB_EXTENSIONS:-}" \
    -v role="$DB_USER_SERVER" -v pool="$DB_USER_PGBOUNCER" <<'SQL'
BEGIN;
SELECT to_regclass('public.bootstrap_state') IS NULL AS first, to_regclass('public.users') IS NOT NULL AS used \gset
\if :first
CREATE TABLE public.bootstrap_state (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  hash text NOT NULL,
  version text NOT NULL,
  is_current boolean NOT NULL,
  completed_at timestamptz NOT NULL DEFAULT now(),
  seeded_at timestamptz
);
CREATE UNIQUE INDEX bootstrap_state_is_current ON public.bootstrap_state (is_current) WHERE is_current;
COMMENT ON TABLE public.bootstrap_state IS 'Each complete bootstrap of this database. The current row is what consumers wait for.';
\if :used
-- A database from before this table: its users are not to be seeded again.
INSERT INTO public.bootstrap_state (hash, version, is_current, seeded_at)
  SELECT 'adopted', '0', false, now() WHERE EXISTS (SELECT FROM public.users);
\endif
\endif

CREATE SCHEMA IF NOT EXISTS pgboss;
GRANT USAGE ON SCHEMA public TO :"role", :"pool";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"role", :"pool";
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO :"role", :"pool";
ALTER DEFAULT PRIVILEGES FOR ROLE :"admin" IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"role", :"pool";
ALTER DEFAULT PRIVILEGES FOR ROLE :"admin" IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO :"role", :"pool";
REVOKE INSERT, UPDATE, DELETE ON public.bootstrap_state FROM :"role", :"pool";
GRANT CONNECT ON DATABASE :"server" TO :"role", :"pool";
ALTER DATABASE :"server" SET app.environment = :'environment';

SELECT format('CREATE EXTENSION IF NOT EXISTS %I', name) FROM pg_available_extensions
  WHERE name = ANY (string_to_array(:'extensions', ' ')) ORDER BY name \gexec
SELECT format('the extension %s is not on this server, skipping', wanted) FROM unnest(string_to_array(:'extensions', ' ')) AS wanted
  WHERE wanted <> '' AND wanted NOT IN (SELECT name FROM pg_available_extensions);
COMMIT;
SQL
  query "$DB_NAME_HOCUSPOCUS" -v database="$DB_NAME_HOCUSPOCUS" -v role="$DB_USER_HOCUSPOCUS" <<'SQL'
GRANT CONNECT ON DATABASE :"database" TO :"role";
GRANT ALL ON SCHEMA public TO :"role";
ALTER DEFAULT PRIVILEGES FOR ROLE :"admin" IN SCHEMA public GRANT ALL ON TABLES TO :"role";
ALTER DEFAULT PRIVILEGES FOR ROLE :"admin" IN SCHEMA public GRANT ALL ON SEQUENCES TO :"role";
SQL
}

# --- Migrations -----------------------------------------------------------------------------------------------------------------------------

# The image's own knex on its own knexfile, which takes the password from a file. What npm writes goes where the rest of this run does.
knex() (
  cd "$(dirname "$KNEXFILE")" || exit
  export NODE_ENV=migration HOME="$run" TMPDIR="$run" npm_config_cache="$run/npm" npm_config_update_notifier=false
  exec npx --no-install knex "$@" --knexfile "$KNEXFILE" < /dev/null
)

migrate() {
  enabled "${SETUP_RUN_MIGRATIONS:-}" || { say 'migrations are switched off, skipping'; return; }
  locked=$(query "$DB_NAME_SERVER" <<'SQL'
SELECT to_regclass('public.knex_migrations_lock') IS NOT NULL AS known \gset
\if :known
SELECT coalesce(max(is_locked), 0) FROM public.knex_migrations_lock;
\endif
SQL
  )
  if [ "${locked:-0}" != 0 ]; then
    say 'the lock of knex is left over, since this run has the lock of all bootstraps: freeing it'
    knex migrate:unlock
  fi
  say 'running migrations'
  knex migrate:latest
}

# --- Seeds ----------------------------------------------------------------------------------------------------------------------------------

# Seeds are many transactions, and not made to run twice. So a copy of the database from before them stands beside it until the marker is
# written, and so long the database is closed to everybody but the superuser: what is taken back after a failure are seeds and nothing else.
seed() {
  enabled "${SETUP_RUN_SEEDS:-}" || { say 'seeds are switched off, skipping'; return; }
  if [ "$seeded" = yes ]; then say 'seeds already present, skipping'; return; fi
  query postgres <<'SQL'
ALTER DATABASE :"server" CONNECTION LIMIT 0;
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = :'server' \g /dev/null
SELECT format('CREATE DATABASE %I TEMPLATE %I OWNER %I', :'copy', datname, pg_get_userbyid(datdba))
  FROM pg_database WHERE datname = :'server' \gexec
SQL
  say 'running seeds'
  knex seed:run || { take_seeds_back; fail 15 'the seeds failed; what they had written has been taken back'; }
  seeded=yes
}

take_seeds_back() {
  query postgres <<'SQL'
\o /dev/null
-- A copy has the contents of a database, and not what is set for it as a whole.
SELECT format('SELECT set_config(%L, %L, false)', name, value),
       format(CASE setrole WHEN 0 THEN 'ALTER DATABASE %2$I' ELSE 'ALTER ROLE %1$I IN DATABASE %2$I' END || ' SET %3$s FROM CURRENT',
              pg_get_userbyid(setrole), :'copy', name)
FROM pg_db_role_setting, unnest(setconfig) AS setting,
     LATERAL (SELECT split_part(setting, '=', 1), substr(setting, strpos(setting, '=') + 1)) AS parts (name, value)
WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = :'server') \gexec
DROP DATABASE IF EXISTS :"server" WITH (FORCE);
ALTER DATABASE :"copy" RENAME TO :"server";
SQL
}

drop_copy() {
  query postgres <<'SQL'
DROP DATABASE IF EXISTS :"copy" WITH (FORCE);
SQL
}

# What this database has seen. Before that it ends what Postgres may still do for a run that is gone, and what such a run has left half seeded.
look() {
  found=$(query postgres <<'SQL'
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'alga-bootstrap' AND pid <> pg_backend_pid() \g /dev/null
SELECT coalesce((SELECT CASE datconnlimit WHEN 0 THEN 'closed' ELSE 'open' END FROM pg_database WHERE datname = :'server'), 'absent')
    || CASE WHEN EXISTS (SELECT FROM pg_database WHERE datname = :'copy') THEN ', copied' ELSE '' END;
SQL
  )
  seeded=no current='' newer=f current_version=''
  case $found in
    absent) return ;;
    'closed, copied' | 'absent, copied')
      say 'an earlier run was cut off while it seeded: taking its seeds back'
      take_seeds_back ;;
  esac
  read_state
  if [ "$found" = 'open, copied' ]; then
    [ "$seeded" = yes ] || fail 15 "the database $copy was copied before seeds that did not end, but $DB_NAME_SERVER has been opened since;" \
      'look at both, and drop or rename the one that is wrong'
    drop_copy
  fi
}

# --- The marker -----------------------------------------------------------------------------------------------------------------------------

# All that consumers wait for, at once: the row of their hash becomes the current one, and the database is open.
mark() {
  query "$DB_NAME_SERVER" -v seeded="$seeded" <<'SQL'
BEGIN;
UPDATE public.bootstrap_state SET is_current = false WHERE is_current;
INSERT INTO public.bootstrap_state (hash, version, is_current, seeded_at)
  SELECT :'hash', :'version', true, CASE :'seeded' WHEN 'yes' THEN coalesce(min(seeded_at), now()) END FROM public.bootstrap_state;
SELECT format('ALTER DATABASE %I CONNECTION LIMIT -1', datname) FROM pg_database WHERE datname = :'server' AND datconnlimit = 0 \gexec
COMMIT;
SQL
  drop_copy
}

# --- The run --------------------------------------------------------------------------------------------------------------------------------

phase 64 'reading its variables'
run=''
trap finish EXIT
trap 'fail 143 "ended while $doing; the next run goes on from there"' TERM INT

for name in DB_HOST DB_PORT DB_USER_ADMIN DB_USER_SERVER DB_USER_PGBOUNCER DB_USER_HOCUSPOCUS DB_NAME_SERVER DB_NAME_HOCUSPOCUS PASSWORDS_DIR \
  KNEXFILE BOOTSTRAP_HASH BOOTSTRAP_VERSION BOOTSTRAP_WAIT_TIMEOUT_SECONDS BOOTSTRAP_WAIT_RETRY_SECONDS BOOTSTRAP_LOCK_TIMEOUT_SECONDS; do
  eval "[ -n \"\${$name:-}\" ]" || fail 64 "the variable $name is missing"
done
for program in psql npx mkfifo mktemp sed tr wc; do
  command -v "$program" > /dev/null || fail 64 "the program $program is missing in this image"
done
case $BOOTSTRAP_VERSION in [0-9]* | v[0-9]*) ;; *) fail 64 "BOOTSTRAP_VERSION is $BOOTSTRAP_VERSION, which does not begin with a number" ;; esac
[ -r "$KNEXFILE" ] || fail 64 "there is no knexfile $KNEXFILE in this image"
[ -z "${SEEDS_DIR:-}" ] || [ -d "$SEEDS_DIR" ] || fail 64 "there is no folder $SEEDS_DIR with seeds in this image"

copy=$DB_NAME_SERVER-before-seeds
[ "${#copy}" -le 63 ] || fail 64 "the name of the database $DB_NAME_SERVER is longer than 50 letters"

run=$(mktemp -d)
export PGHOST="$DB_HOST" PGPORT="$DB_PORT" PGUSER="$DB_USER_ADMIN" PGPASSFILE="$run/passwords"
export PGAPPNAME=alga-bootstrap PGCLIENTENCODING=UTF8 PGCONNECT_TIMEOUT=5
remember "$DB_USER_ADMIN" DB_PASSWORD_SUPERUSER
remember "$DB_USER_SERVER" DB_PASSWORD_SERVER
remember "$DB_USER_PGBOUNCER" DB_PASSWORD_PGBOUNCER
remember "$DB_USER_HOCUSPOCUS" DB_PASSWORD_HOCUSPOCUS
[ -z "${DB_USER_TEMPORAL:=}" ] || remember "$DB_USER_TEMPORAL" DB_PASSWORD_TEMPORAL

phase 10 'waiting for Postgres'
wait_for_postgres

phase 12 'taking the lock'
take_lock

phase 13 'looking at what is there'
look
if [ "$newer" = t ]; then
  say "superseded: the database is at version $current_version, which is newer than $BOOTSTRAP_VERSION; nothing was changed"
  exit 0
fi

phase 13 'creating roles and databases'
create_roles_and_databases
if [ "$current" = "$BOOTSTRAP_HASH" ]; then
  [ "$seeded" = no ] || say 'seeds already present, skipping'
  say "nothing to do: this bootstrap ($BOOTSTRAP_HASH) is complete"
  exit 0
fi

prepare_databases
read_state

phase 14 'migrating'
migrate

# Whoever has lost the lock may not be the only one any more.
phase 15 'seeding'
ask 'SELECT 1'
seed

phase 13 'writing the marker'
ask 'SELECT 1'
mark
say "complete: version $BOOTSTRAP_VERSION ($BOOTSTRAP_HASH)"
