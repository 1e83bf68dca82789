#!/bin/sh
# Puts the files of a backup back on the volumes of the server, if the Secret of a restore asks for one, before the server starts. The files that
# are there are moved to `.before-<backup>` on the same volume. Killed at any moment, it goes on where it was. Without such a Secret it does nothing.
# It runs as the user of the server. The keys of the Secret are those that restore-postgres.sh reads.
#
# Exit codes
#    0  there is nothing to restore, or it is restored
#   10  the backup did not arrive in time
#   22  the backup is cut off or damaged
#   23  the backup is encrypted for another key, or no key is given
#   25  the files could not be restored
#   26  there is too little room
#   64  a variable or a program is missing
#  143  ended by SIGTERM
set -eu

run=''
fail() { code=$1; shift; printf 'restore-files: %s\n' "$*" >&2; exit "$code"; }
finish() { status=$?; trap - EXIT; rm -rf "${run:-}"; exit "$status"; }
trap finish EXIT
trap 'fail 143 "ended before the restore was complete; the next start goes on from here"' TERM INT

for name in BACKUPS_DIR RESTORE_DIR FOLDERS_DIR RESTORE_WAIT_SECONDS; do
  eval "[ -n \"\${$name:-}\" ]" || fail 64 "the variable $name is missing"
done
[ -s "$RESTORE_DIR/backup" ] || { echo 'nothing is to be restored'; exit 0; }
for program in tar sha256sum mktemp; do
  command -v "$program" > /dev/null || fail 64 "the program $program is missing in this image"
done
run=$(mktemp -d)
name=$(cat "$RESTORE_DIR/backup")
request="$name $(cat "$RESTORE_DIR/id" 2> /dev/null || :)"
case $name in '' | *[!0-9TZ-]*) fail 22 "$name is not the name of a backup, which is like 2026-01-31T023000Z" ;; esac
backup=$BACKUPS_DIR/$name

# is MARK FOLDER  whether the mark of this restore is there
is() { [ "$(cat "$2/$1" 2> /dev/null || :)" = "$request" ]; }

for folder in "$FOLDERS_DIR"/*/; do is .restored-from "$folder" || printf '%s\n' "${folder%/}"; done > "$run/folders"
[ -s "$run/folders" ] || { echo "the files of $name are restored"; exit 0; }

# --- The archives ---------------------------------------------------------------------------------------------------------------------------

whole() { [ -s "$backup/SHA256SUMS" ] && (cd "$backup" && sha256sum --check --quiet SHA256SUMS) > "$run/checked" 2> /dev/null; }
since=$(date +%s) size=''
until whole; do
  now=$(du -sk "$backup" 2> /dev/null | cut -f 1)
  if [ "$now" != "$size" ]; then
    echo "waiting for the backup $backup: ${now:-0} KiB are there"
    since=$(date +%s) size=$now
  fi
  if [ $(($(date +%s) - since)) -ge "$RESTORE_WAIT_SECONDS" ]; then
    [ -d "$backup" ] || fail 10 "there is no backup $name in $BACKUPS_DIR: copy it there; nothing was changed"
    fail 22 "the backup $name is cut off or damaged ($(head -n 1 "$run/checked")): copy it again or take another backup; nothing was changed"
  fi
  sleep 1
done

if grep -q '^encrypted yes$' "$backup/contents"; then
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

# --- The files ------------------------------------------------------------------------------------------------------------------------------

# mark FROM TO FOLDER  goes from one step to the next: a rename is there as a whole or not at all
mark() { sync; mv "$3/$1" "$3/$2"; }

# entries FOLDER  all that is in it, but what a restore or the file system keeps there
entries() {
  for entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    [ -e "$entry" ] || [ -L "$entry" ] || continue
    case ${entry##*/} in lost+found | .restore | .restored-from | .restore-* | .before-*) ;; *) printf '%s\0' "$entry" ;; esac
  done
}

# move FROM TO  all entries of a folder
move() { entries "$1" | xargs -0 -r mv -t "$2" --; }

while read -r folder; do
  archive=$backup/${folder##*/}.tar
  [ -s "$archive" ] || { echo "the backup has no files for $folder, which stays as it is"; continue; }
  if ! is .restore-ready "$folder" && ! is .restore-moved "$folder"; then
    rm -rf "$folder/.restore" "$folder"/.restore-*
    needed=$(($(wc -c < "$archive") / 1024))
    free=$(df -Pk "$folder" | awk 'NR == 2 { print $4 }')
    [ "$free" -ge "$needed" ] ||
      fail 26 "the files of $name take $((needed / 1024)) MiB, and the volume of $folder has $((free / 1024)) MiB left: give it more room; nothing was changed"
    mkdir "$folder/.restore"
    { if unseal "$archive"; then :; else echo failed > "$run/failed"; fi; } | tar -C "$folder/.restore" --no-same-owner -xpf - ||
      fail 25 "the files of $name could not be restored to $folder; the lines before say why, and nothing was changed"
    [ ! -e "$run/failed" ] || fail 25 "the files of $name could not be decrypted; the lines before say why, and nothing was changed"
    printf '%s\n' "$request" > "$folder/.restore-new"
    mark .restore-new .restore-ready "$folder"
  fi
  if is .restore-ready "$folder"; then
    aside=$folder/.before-$name
    if [ -n "$(entries "$folder" | head -c 1)" ]; then
      mkdir -p "$aside"
      move "$folder" "$aside"
      echo "the files from before are in $aside; delete them when you do not need them any more"
    fi
    mark .restore-ready .restore-moved "$folder"
  fi
  move "$folder/.restore" "$folder"
  [ ! -d "$folder/.restore" ] || rmdir "$folder/.restore"
  mark .restore-moved .restored-from "$folder"
  echo "$folder is restored"
done < "$run/folders"
echo "complete: the files of $name are restored"
