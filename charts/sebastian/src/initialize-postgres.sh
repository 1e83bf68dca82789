#!/bin/sh
# Creates the data directory of a new Postgres, whole or not at all: in a directory beside PGDATA, which is written to disk and then renamed. After a
# power cut during initdb, Postgres would start on an incomplete directory and not be usable. Nothing in PGDATA is ever deleted.
#
# Exit codes
#    0  PGDATA is a data directory of this Postgres
#   20  PGDATA holds something that is not a data directory
#   21  PGDATA is of another major version of Postgres
#   22  PGDATA is a data directory that was never finished, or it is not this user's
#   23  PGDATA could not be made
#   64  a variable, the password or a program is missing
#  143  ended by SIGTERM
set -eu
umask 077

fail() { code=$1; shift; printf 'initialize-postgres: %s\n' "$*" >&2; exit "$code"; }

for name in PGDATA POSTGRES_USER POSTGRES_PASSWORD_FILE; do
  eval "[ -n \"\${$name:-}\" ]" || fail 64 "the variable $name is missing"
done
command -v initdb > /dev/null || fail 64 'the program initdb is missing in this image'
PGDATA=${PGDATA%/}
new=$PGDATA.tmp
trap 'exit 143' TERM INT

# initdb (PostgreSQL) 16.4, 18beta1
major=$(initdb --version)
major=${major##*) }
major=${major%%[!0-9]*}

if [ -e "$PGDATA/PG_VERSION" ]; then
  found=$(cat "$PGDATA/PG_VERSION")
  [ "$found" = "$major" ] ||
    fail 21 "$PGDATA is of Postgres $found and this is Postgres $major: run the image of Postgres $found, or bring the data over with pg_upgrade or a dump"
  # initdb makes three databases, postgres last.
  databases=$(find "$PGDATA/base" -mindepth 2 -maxdepth 2 -name PG_VERSION -size +0 | wc -l)
  { [ -s "$PGDATA/global/pg_control" ] && [ -s "$PGDATA/postgresql.conf" ] && [ -s "$PGDATA/pg_hba.conf" ] && [ "$databases" -ge 3 ]; } ||
    fail 22 "$PGDATA is a data directory that was never finished or has lost files; restore a backup, or move it away if it never held data, so that a new one is made"
  [ -n "$(find "$PGDATA" -prune -user "$(id -u)")" ] ||
    fail 22 "$PGDATA does not belong to the user $(id -u), with whom Postgres is to run"
  # The kubelet may give the group of the pod more than Postgres lets it have.
  chmod 700 "$PGDATA"
  rm -rf "$new"
  echo "$PGDATA is a data directory of Postgres $major"
  exit 0
fi

if [ -e "$PGDATA" ] && ! rmdir "$PGDATA" 2> /dev/null; then
  [ -d "$PGDATA" ] && [ -z "$(ls -A "$PGDATA")" ] &&
    fail 20 "$PGDATA cannot be replaced: it must be a folder below the mount point of the volume, not the mount point"
  fail 20 "$PGDATA holds something that is not a data directory of Postgres, and nothing in it was changed; move it away, so that a new one is made"
fi

[ -s "$POSTGRES_PASSWORD_FILE" ] ||
  fail 64 "the password $POSTGRES_PASSWORD_FILE is missing or empty: see the Secret that is mounted there"
[ "$(tr -d '\n\r\000' < "$POSTGRES_PASSWORD_FILE" | wc -c)" -eq "$(wc -c < "$POSTGRES_PASSWORD_FILE")" ] ||
  fail 64 "the password $POSTGRES_PASSWORD_FILE contains a line break; take it out of the Secret"

[ ! -e "$new" ] || echo "an earlier start was cut off: removing $new"
{
  rm -rf "$new" &&
  initdb --pgdata="$new" --username="$POSTGRES_USER" --pwfile="$POSTGRES_PASSWORD_FILE" --encoding=UTF8 --data-checksums \
    --auth=scram-sha-256 --no-sync --no-instructions < /dev/null &&
  # Every client must know the password, with SCRAM. The NetworkPolicy decides which pods may connect.
  printf '%s\n' 'local all all     scram-sha-256' 'host  all all all scram-sha-256' > "$new/pg_hba.conf" &&
  echo "listen_addresses = '*'" >> "$new/postgresql.conf" &&
  sync &&
  mv "$new" "$PGDATA" &&
  sync
} || fail 23 "$PGDATA could not be made"
echo "$PGDATA is a new data directory of Postgres $major"
