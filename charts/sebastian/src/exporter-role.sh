#!/bin/sh
# Creates the role of the exporter, which may read the statistics of Postgres and no table, and gives it a new password that only this pod knows.
# Postgres runs in single-user mode, before it accepts connections, so no other password is needed. The arguments are settings of Postgres.
#
# Exit codes
#    0  the role has the new password
#   30  Postgres could not write the role
#   64  a variable, a program or /dev/urandom is missing
set -eu
umask 077

fail() { code=$1; shift; printf 'exporter-role: %s\n' "$*" >&2; exit "$code"; }

[ -n "${PGDATA:-}" ] || fail 64 'the variable PGDATA is missing'
command -v postgres > /dev/null || fail 64 'the program postgres is missing in this image'

password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
[ ${#password} -eq 48 ] || fail 64 'no random numbers could be read'
printf '%s' "$password" > /run/exporter/password

# Each line is one statement. An error ends Postgres, and is logged without the statement, which contains the password.
postgres --single -D "$PGDATA" "$@" -c exit_on_error=on -c log_statement=none -c log_min_duration_statement=-1 -c log_min_error_statement=panic \
  -c log_error_verbosity=terse -c password_encryption=scram-sha-256 postgres > /dev/null << 'SQL' || fail 30 'Postgres could not write the role; the lines before say why'
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '@{role}') THEN CREATE ROLE @{role}; END IF; END $$
DO $$ BEGIN EXECUTE format('ALTER ROLE @{role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 5 PASSWORD %L', pg_read_file('/run/exporter/password')); END $$
GRANT pg_monitor TO @{role}
SQL
echo 'the role @{role} has a new password'
