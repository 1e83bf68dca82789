#!/bin/sh
# Dumps all databases of Postgres and its roles, and the volumes of the server, into a new folder of BACKUPS_DIR, whole or not at all: beside its
# place, written to the disk, and only then renamed. With a certificate the files are encrypted, so that only the owner of its private key can read
# them. It runs as the user of the server, who can read the files of users, in the group of Postgres, which restores the dumps.
#
# A backup is a folder with these files
#   contents      the version of Postgres, and a line for each dump: file, bytes, version of the application, database
#   roles.sql     the roles with their stored passwords (pg_dumpall)
#   *.dump        a database each (pg_dump --format=custom)
#   *.tar         a volume of the server each, archived after the databases: what a row refers to is in the archive
#   key.pem       only if encrypted: the key of the other files, encrypted for the certificate (CMS)
#   SHA256SUMS    the checksums of all files
#
# Exit codes
#    0  the backup is complete
#   10  Postgres could not be reached in time
#   11  Postgres refuses the superuser's password
#   12  another backup or a bootstrap runs
#   13  a database or the roles could not be dumped
#   14  there is too little room for another backup
#   15  the certificate can't be used
#   16  a volume of the server could not be archived
#   64  a variable, the password or a program is missing
#  143  ended by SIGTERM
set -eu
umask 077

run='' new=''
fail() { code=$1; shift; printf 'backup: %s\n' "$*" >&2; exit "$code"; }
finish() { status=$?; trap - EXIT; rm -rf "${run:-}" ${new:+"$new"}; exit "$status"; }
trap finish EXIT
trap 'fail 143 "ended before the backup was complete; nothing of it is kept"' TERM INT

for name in DB_HOST DB_PORT DB_USER_ADMIN DB_PASSWORD_FILE BACKUPS_DIR BACKUP_KEEP BACKUP_WAIT_TIMEOUT_SECONDS; do
  eval "[ -n \"\${$name:-}\" ]" || fail 64 "the variable $name is missing"
done
for program in pg_dump pg_dumpall psql flock sha256sum tar mktemp; do
  command -v "$program" > /dev/null || fail 64 "the program $program is missing in this image"
done
[ -s "$DB_PASSWORD_FILE" ] || fail 64 "the password $DB_PASSWORD_FILE is missing or empty: see the Secret that is mounted there"

run=$(mktemp -d)
escape() { LC_ALL=C sed 's/[\\:]/\\&/g'; }
printf '*:*:*:%s:%s\n' "$(printf '%s' "$DB_USER_ADMIN" | escape)" "$(escape < "$DB_PASSWORD_FILE")" > "$run/passwords"
# Postgres, which is in the group, reads backups to restore them.
umask 007
export PGHOST="$DB_HOST" PGPORT="$DB_PORT" PGUSER="$DB_USER_ADMIN" PGPASSFILE="$run/passwords"
export PGAPPNAME=alga-backup PGCLIENTENCODING=UTF8 PGCONNECT_TIMEOUT=5 LC_ALL=C
# With the certificate of its authority, the certificate of Postgres must be good. Otherwise psql encrypts if Postgres can.
[ ! -s "${DB_CA_FILE:-}" ] || export PGSSLMODE=verify-full PGSSLROOTCERT="$DB_CA_FILE"

# query DATABASE [OPTION...]  runs the SQL of its input
query() {
  database=$1; shift
  PGDATABASE=$database psql --no-psqlrc --no-password --quiet --no-align --tuples-only -v ON_ERROR_STOP=1 "$@"
}

since=$(date +%s) said=
until message=$(query postgres 2>&1 < /dev/null); do
  case $message in
    *'authentication failed'* | *'no password supplied'* | *'role "'*'" does not exist'*)
      fail 11 "Postgres at $DB_HOST:$DB_PORT refuses $DB_USER_ADMIN with the password in $DB_PASSWORD_FILE" ;;
  esac
  [ "$message" = "$said" ] || printf 'waiting for Postgres at %s:%s: %s\n' "$DB_HOST" "$DB_PORT" "$message"
  said=$message
  [ $(($(date +%s) - since)) -lt "$BACKUP_WAIT_TIMEOUT_SECONDS" ] ||
    fail 10 "Postgres at $DB_HOST:$DB_PORT could not be reached in $BACKUP_WAIT_TIMEOUT_SECONDS seconds"
  sleep 1
done

# --- One at a time --------------------------------------------------------------------------------------------------------------------------

exec 9> "$BACKUPS_DIR/.lock"
flock -n 9 || fail 12 'another backup runs; start it again when that has ended'

# While its lock is held a bootstrap migrates or seeds, and a dump would be of neither version.
no_bootstrap() {
  [ "$(query postgres << 'SQL'
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32) + objid::bigint = 7205759403;
SQL
  )" = 0 ] || fail 12 'a bootstrap runs, and a backup in the middle of it would be of no version; start it again when that has ended'
}
no_bootstrap

# --- Room -----------------------------------------------------------------------------------------------------------------------------------

# backups  the complete ones, oldest first; the names sort as their times do
backups() { for folder in "$BACKUPS_DIR"/[0-9]*Z; do [ ! -d "$folder" ] || printf '%s\n' "${folder##*/}"; done; }

# folders  the mounted volumes of the server
folders() { [ -z "${FOLDERS_DIR:-}" ] || for folder in "$FOLDERS_DIR"/*/; do [ ! -d "$folder" ] || printf '%s\n' "${folder%/}"; done; }

# What a backup has left that was cut off.
rm -rf "$BACKUPS_DIR"/*.tmp || echo 'what is left of older backups could not be deleted; delete it in the pod of Postgres'

databases_kilobytes=$(query postgres << 'SQL'
SELECT ceil(sum(pg_database_size(oid)) / 1024) FROM pg_database WHERE datallowconn;
SQL
)
last=$(backups | tail -n 1)
if [ -n "$last" ]; then
  used=$(du -sk "$BACKUPS_DIR/$last" | cut -f 1)
  needed=$((used + used / 4))
else
  # Dumps are compressed and have no indexes.
  needed=$((databases_kilobytes / 2 + $(folders | while read -r folder; do du -sk "$folder"; done | awk '{ sum += $1 } END { print sum + 0 }')))
fi
free=$(df -Pk "$BACKUPS_DIR" | awk 'NR == 2 { print $4 }')
[ "$free" -ge "$needed" ] ||
  fail 14 "a backup takes about $((needed / 1024)) MiB, and $BACKUPS_DIR has $((free / 1024)) MiB left: keep fewer backups or give the volume more room"

# --- The certificate ------------------------------------------------------------------------------------------------------------------------

certificate=${CERTIFICATE_FILE:-}
if [ -n "$certificate" ]; then
  command -v openssl > /dev/null || fail 64 'the program openssl is missing in this image, and backups are to be encrypted'
  message=$(openssl x509 -in "$certificate" -noout 2>&1) ||
    fail 15 "$certificate is no X.509 certificate in PEM format, so nothing can be encrypted for it: correct backup.certificate"
  openssl rand -hex 32 > "$run/key"
fi

# seal  encrypts its input, if backups are to be encrypted
seal() { if [ -n "$certificate" ]; then openssl enc -aes-256-ctr -pbkdf2 -pass "file:$run/key"; else cat; fi; }

# --- The dumps ------------------------------------------------------------------------------------------------------------------------------

backup=$(date -u +%Y-%m-%dT%H%M%SZ)
# The name is a second. If that is taken, since a small backup was just made, the next second is free.
while [ -e "$BACKUPS_DIR/$backup" ]; do
  sleep 1
  backup=$(date -u +%Y-%m-%dT%H%M%SZ)
done
new=$BACKUPS_DIR/$backup.tmp
mkdir "$new"

# dump FILE VERSION DATABASE PROGRAM...  writes what a program prints; the shell knows no exit code of a pipe but the last
dump() {
  file=$1 version=$2 database=$3; shift 3
  { if "$@" < /dev/null; then :; else echo failed > "$run/failed"; fi; } | seal > "$new/$file" || echo failed > "$run/failed"
  subject=$database
  [ "$subject" != - ] || subject=$file
  [ ! -e "$run/failed" ] || fail "$code" "$subject could not be $verb; the lines before say why, and nothing of this backup is kept"
  printf '%s %s %s %s\n' "$file" "$(wc -c < "$new/$file" | tr -d ' ')" "$version" "$database" >> "$new/contents"
}

code=13 verb=dumped
query postgres -v bytes="$((databases_kilobytes * 1024))" -v sealed="${certificate:+yes}" > "$new/contents" << 'SQL'
SELECT 'postgres ' || split_part(current_setting('server_version'), ' ', 1);
SELECT 'bytes ' || :'bytes';
SELECT 'encrypted ' || CASE :'sealed' WHEN 'yes' THEN 'yes' ELSE 'no' END;
SQL
dump roles.sql - - pg_dumpall --roles-only --no-password
query postgres > "$run/databases" << 'SQL'
SELECT oid || ' ' || datname FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY datname;
SQL
while read -r oid database; do
  case $database in *[!A-Za-z0-9_-]*) file=database-$oid.dump ;; *) file=$database.dump ;; esac
  version=$(query "$database" << 'SQL'
SELECT to_regclass('public.bootstrap_state') IS NOT NULL AS known \gset
\if :known
SELECT translate(version, E' \t\n', '___') FROM public.bootstrap_state WHERE is_current;
\endif
SQL
  )
  # A name with "=" in it would be taken for a connection string.
  name=$(printf '%s' "$database" | LC_ALL=C sed "s/[\\\\']/\\\\&/g")
  dump "$file" "${version:--}" "$database" pg_dump --no-password --format=custom --create --dbname="dbname='$name'"
done < "$run/databases"
no_bootstrap

# archive FOLDER  the files of a volume; what a restore keeps beside them is no part of it
archive() {
  # 1: a file was changed or deleted meanwhile, which is no failure while the server runs.
  tar -C "$1" --exclude ./lost+found --exclude './.restore*' --exclude './.before-*' --numeric-owner -cf - . || [ $? -eq 1 ]
}
folders > "$run/folders"
code=16 verb=archived
while read -r folder; do
  dump "${folder##*/}.tar" - - archive "$folder"
done < "$run/folders"

# --- Whole or not at all --------------------------------------------------------------------------------------------------------------------

(cd "$new" && sha256sum -- *) > "$run/sums"
if [ -n "$certificate" ]; then
  # Who can't read the key can't change the files either: the checksum of their checksums is beside the key.
  { cat "$run/key"; sha256sum < "$run/sums" | cut -d ' ' -f 1; } > "$run/envelope"
  openssl cms -encrypt -binary -aes-256-cbc -in "$run/envelope" -outform PEM -out "$new/key.pem" "$certificate" ||
    fail 15 "nothing can be encrypted for $certificate; the lines before say why"
  (cd "$new" && sha256sum key.pem) >> "$run/sums"
fi
{ cp "$run/sums" "$new/SHA256SUMS" && sync && mv "$new" "$BACKUPS_DIR/$backup" && sync; } || fail 13 "$BACKUPS_DIR/$backup could not be written"
new=''

while [ "$(backups | wc -l)" -gt "$BACKUP_KEEP" ]; do
  oldest=$(backups | head -n 1)
  # Renamed first, so that a cut leaves no half of it under its name.
  mv "$BACKUPS_DIR/$oldest" "$BACKUPS_DIR/$oldest.tmp"
  if rm -rf "$BACKUPS_DIR/$oldest.tmp"; then
    echo "deleted $oldest, since $BACKUP_KEEP backups are kept"
  else
    echo "$oldest.tmp could not be deleted as a whole; delete what is left of it in the pod of Postgres"
  fi
done
result="complete: $backup with $(wc -l < "$run/databases" | tr -d ' ') databases, $(wc -l < "$run/folders" | tr -d ' ') volumes, $(du -sk "$BACKUPS_DIR/$backup" | cut -f 1) KiB${certificate:+, encrypted}"
echo "$result"
# So `alga-appliance backup` can say it, too.
[ ! -w /dev/termination-log ] || echo "$result" > /dev/termination-log
