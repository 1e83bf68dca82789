#!/bin/sh
# Makes the data directory of Postgres from a backup, if the Secret of a restore asks for one: whole or not at all, beside its place, before
# Postgres answers anybody. So nothing can be migrated, seeded or written in between. Without such a Secret it does nothing.
#
# The Secret has these keys
#   backup    the name of the backup, which is a folder of BACKUPS_DIR
#   id        what tells this restore from others, so that a pod that starts again does not restore again
#   replace   `yes`: data that are there are moved aside; otherwise they are kept and the restore is refused
#   key       the private key of an encrypted backup
#
# Exit codes
#    0  there is nothing to restore, or it is restored
#   10  the backup did not arrive in time
#   20  data are there, and may not be replaced
#   21  the backup is of a newer major version of Postgres
#   22  the backup is cut off or damaged
#   23  the backup is encrypted for another key, or no key is given
#   24  the backup lacks a database
#   25  the backup could not be restored
#   26  there is too little room
#   64  a variable, the password or a program is missing
#  143  ended by SIGTERM
set -eu
umask 077

run='' server=''
fail() { code=$1; shift; printf 'restore-postgres: %s\n' "$*" >&2; exit "$code"; }
finish() {
  status=$?
  trap - EXIT
  if [ -n "$server" ]; then { kill -QUIT "$server"; wait "$server"; } 2> /dev/null || :; fi
  rm -rf "${run:-}"
  exit "$status"
}
trap finish EXIT
trap 'fail 143 "ended before the restore was complete; nothing was changed"' TERM INT

for name in PGDATA POSTGRES_USER POSTGRES_PASSWORD_FILE INITIALIZE BACKUPS_DIR RESTORE_DIR RESTORE_DATABASES RESTORE_WAIT_SECONDS; do
  eval "[ -n \"\${$name:-}\" ]" || fail 64 "the variable $name is missing"
done
PGDATA=${PGDATA%/}
new=$PGDATA.restore
# The restore was complete, and was cut off between the two renames at its end.
if [ ! -e "$PGDATA" ] && [ -s "$new/restored-from" ]; then mv "$new" "$PGDATA"; fi
rm -rf "$new" "$new.tmp"
[ -s "$RESTORE_DIR/backup" ] || { echo 'nothing is to be restored'; exit 0; }
for program in initdb postgres psql pg_restore sha256sum mktemp; do
  command -v "$program" > /dev/null || fail 64 "the program $program is missing in this image"
done
run=$(mktemp -d)

name=$(cat "$RESTORE_DIR/backup") id=$(cat "$RESTORE_DIR/id" 2> /dev/null || :)
request="$name $id"
if [ -e "$PGDATA" ]; then
  [ "$(cat "$PGDATA/restored-from" 2> /dev/null || :)" != "$request" ] || { echo "$name is restored"; exit 0; }
  [ "$(cat "$RESTORE_DIR/replace" 2> /dev/null || :)" = yes ] || [ -z "$(ls -A "$PGDATA")" ] ||
    fail 20 "$PGDATA has data, so $name is not restored and nothing was changed: restore with --replace to move these data aside"
fi
case $name in
  [0-9]*Z) ;;
  *) fail 22 "$name is not the name of a backup, which is like 2026-01-31T023000Z" ;;
esac
case $name in *[!0-9TZ-]*) fail 22 "$name is not the name of a backup, which is like 2026-01-31T023000Z" ;; esac
backup=$BACKUPS_DIR/$name

# --- The files ------------------------------------------------------------------------------------------------------------------------------

# missing  the first file of the backup that is not there as a whole, with its size
missing() {
  for file in contents SHA256SUMS; do [ -s "$backup/$file" ] || { echo "$file is missing"; return; }; done
  while read -r file bytes _; do
    case $file in postgres | bytes | encrypted) continue ;; esac
    there=$(wc -c < "$backup/$file" 2> /dev/null | tr -d ' ' || :)
    [ "${there:-0}" -ge "$bytes" ] || { echo "$file has ${there:-0} of $bytes bytes"; return; }
  done < "$backup/contents"
  while read -r _ file; do [ -s "$backup/$file" ] || { echo "$file is missing"; return; }; done < "$backup/SHA256SUMS"
}

since=$(date +%s) said=
while lack=$(missing); [ -n "$lack" ]; do
  if [ "$lack" != "$said" ]; then
    echo "waiting for the backup $backup: $lack"
    since=$(date +%s) said=$lack
  fi
  if [ $(($(date +%s) - since)) -ge "$RESTORE_WAIT_SECONDS" ]; then
    [ -d "$backup" ] || fail 10 "there is no backup $name in $BACKUPS_DIR: copy it there with kubectl cp; nothing was changed"
    fail 22 "the backup $name is cut off, since $lack: copy it again or take another backup; nothing was changed"
  fi
  sleep 1
done
(cd "$backup" && sha256sum --check --quiet SHA256SUMS) > "$run/checked" 2> /dev/null ||
  fail 22 "the backup $name is damaged ($(head -n 1 "$run/checked")): copy it again or take another backup; nothing was changed"

# The user of the server, who is in the group, restores the files from there, and later deletes it.
chmod -R g+rwX "$backup" 2> /dev/null || :

# --- What it is of --------------------------------------------------------------------------------------------------------------------------

# header NAME  what a line of contents says
header() { sed -n "s/^$1 //p" "$backup/contents" | head -n 1; }

major=$(initdb --version)
major=${major##*) }
major=${major%%[!0-9]*}
found=$(header postgres)
[ "${found%%[!0-9]*}" -le "$major" ] ||
  fail 21 "the backup $name is of Postgres $found, and this is Postgres $major, which can't read it: run an image of Postgres ${found%%[!0-9]*}; nothing was changed"

grep -E '^[^ ]+\.dump [0-9]+ ' "$backup/contents" > "$run/dumps" || :
for database in $RESTORE_DATABASES; do
  grep -qE "^[^ ]+ [0-9]+ [^ ]+ $database\$" "$run/dumps" ||
    fail 24 "the backup $name has no database $database, which this release needs: take another backup; nothing was changed"
done
while read -r file _ _ database; do
  grep -qE "^[0-9a-f]{64} [ *]$file\$" "$backup/SHA256SUMS" ||
    fail 24 "the backup $name lists the database $database and has no checksum of its file $file: take another backup; nothing was changed"
done < "$run/dumps"

if [ "$(header encrypted)" = yes ]; then
  command -v openssl > /dev/null || fail 64 'the program openssl is missing in this image, and the backup is encrypted'
  [ -s "$RESTORE_DIR/key" ] || fail 23 "the backup $name is encrypted, and no key was given: give --key with the private key; nothing was changed"
  grep -v ' [ *]key\.pem$' "$backup/SHA256SUMS" > "$run/sums"
  # With another RSA key openssl may decrypt without an error, to what is no key.
  openssl cms -decrypt -binary -inform PEM -in "$backup/key.pem" -inkey "$RESTORE_DIR/key" -out "$run/envelope" 2> /dev/null || : > "$run/envelope"
  [ "$(sed -n 2p "$run/envelope" | tr -d '\000')" = "$(sha256sum < "$run/sums" | cut -d ' ' -f 1)" ] ||
    fail 23 "the backup $name is encrypted for another key: give --key with the private key of its certificate; nothing was changed"
  head -n 1 "$run/envelope" > "$run/key"
  unseal() { openssl enc -d -aes-256-ctr -pbkdf2 -pass "file:$run/key" -in "$1"; }
else
  unseal() { cat "$1"; }
fi

needed=$(header bytes)
needed=$((needed / 1024 + needed / 4096))
free=$(df -Pk "${PGDATA%/*}" | awk 'NR == 2 { print $4 }')
[ "$free" -ge "$needed" ] ||
  fail 26 "the data of $name take about $((needed / 1024)) MiB, and the volume has $((free / 1024)) MiB left: give it more room; nothing was changed"

# --- The data -------------------------------------------------------------------------------------------------------------------------------

PGDATA=$new sh "$INITIALIZE" || fail 25 "no data directory could be made for $name; the lines before say why, and nothing was changed"

# Nobody but this script reaches this server: it has no address, and its socket is in a folder of this container.
echo 'local all all trust' > "$run/hba"
postgres -D "$new" -c listen_addresses= -c unix_socket_directories="$run" -c hba_file="$run/hba" -c fsync=off -c full_page_writes=off \
  -c autovacuum=off -c log_checkpoints=off -c dynamic_shared_memory_type=mmap > "$run/log" 2>&1 < /dev/null &
server=$!
unset PGHOSTADDR PGPASSFILE PGSERVICE || :
export PGHOST="$run" PGUSER="$POSTGRES_USER" PGCLIENTENCODING=UTF8 LC_ALL=C PGOPTIONS='-c client_min_messages=warning'
query() { psql --no-psqlrc --no-password --quiet --no-align --tuples-only --dbname=template1 -v ON_ERROR_STOP=1 -v admin="$POSTGRES_USER" "$@"; }
until query < /dev/null 2> /dev/null; do
  kill -0 "$server" 2> /dev/null || { tail -n 5 "$run/log" >&2; server=''; fail 25 'Postgres does not start on the new data directory; nothing was changed'; }
  sleep 0.2
done

lost() { fail 25 "$1 of $name could not be restored; the lines before say why, and nothing was changed"; }
echo 'restoring the roles'
query << 'SQL' > "$run/own"
SELECT format('CREATE ROLE %I;', :'admin');
SQL
# initdb has made the superuser.
unseal "$backup/roles.sql" > "$run/roles.sql" || lost 'the roles'
grep -vxFf "$run/own" "$run/roles.sql" > "$run/others.sql" || :
query < "$run/others.sql" > /dev/null || lost 'the roles'
while read -r file _ version database; do
  echo "restoring the database $database (version $version)"
  { if unseal "$backup/$file"; then :; else echo failed > "$run/failed"; fi; } |
    pg_restore --no-password --create --clean --if-exists --exit-on-error --dbname=template1 || lost "the database $database"
  [ ! -e "$run/failed" ] || lost "the database $database"
  # The planner needs statistics, which a dump has none of.
  echo 'ANALYZE;' | PGDATABASE=$database psql --no-psqlrc --no-password --quiet || lost "the database $database"
done < "$run/dumps"

# The superuser of the backup may have had another password than that of the Secret, and other roles get theirs from the bootstrap.
query -v file="$POSTGRES_PASSWORD_FILE" << 'SQL' || lost 'the password'
SET password_encryption = 'scram-sha-256';
\set password `cat :'file'`
ALTER ROLE :"admin" LOGIN SUPERUSER PASSWORD :'password';
SQL
kill -INT "$server"
wait "$server" || { tail -n 5 "$run/log" >&2; server=''; fail 25 'Postgres did not end as it should; nothing was changed'; }
server=''
sync
printf '%s\n' "$request" > "$new/restored-from"
sync

aside=$PGDATA.before-$name
if [ -e "$PGDATA" ] && ! rmdir "$PGDATA" 2> /dev/null; then
  [ ! -e "$aside" ] || aside=$aside-$(date -u +%Y-%m-%dT%H%M%SZ)
  mv "$PGDATA" "$aside"
  echo "the data from before are in $aside; delete them when you do not need them any more"
fi
mv "$new" "$PGDATA"
sync
echo "complete: $name is restored"
