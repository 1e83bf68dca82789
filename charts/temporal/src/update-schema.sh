#!/bin/sh
# Brings both databases to the schema of this version of the server, with the server's own tool. It knows what has been done.
#
# Exit codes
#    0  done, or nothing to do
#   14  a schema could not be updated; why stands above
#   64  a variable or a program is missing
set -eu

fail() { code=$1; shift; printf 'update-schema: %s\n' "$*" >&2; exit "$code"; }

for name in SQL_HOST SQL_PORT SQL_USER SQL_PASSWORD DB_NAME DB_NAME_VISIBILITY; do
  eval "[ -n \"\${$name:-}\" ]" || fail 64 "the variable $name is missing"
done
command -v temporal-sql-tool > /dev/null || fail 64 'the program temporal-sql-tool is missing in this image'
export SQL_PLUGIN=postgres12_pgx
# The tool connects without TLS unless it is told otherwise.
if [ -s "${DB_CA_FILE:-}" ]; then
  export SQL_CONNECT_ATTRIBUTES="sslmode=verify-full&sslrootcert=$DB_CA_FILE"
elif [ -n "${DB_CA_FILE:-}" ]; then
  export SQL_CONNECT_ATTRIBUTES=sslmode=prefer
fi

# update DATABASE SCHEMA
update() {
  printf 'updating the database %s\n' "$1"
  { temporal-sql-tool --database "$1" setup-schema --version 0.0 &&
    temporal-sql-tool --database "$1" update-schema --schema-name "postgresql/v12/$2"; } ||
    fail 14 "the schema of the database $1 could not be updated"
}

update "$DB_NAME" temporal
update "$DB_NAME_VISIBILITY" visibility
