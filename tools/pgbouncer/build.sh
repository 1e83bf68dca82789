#!/bin/sh
# build.sh  prints the path of a PgBouncer 1.21 or newer, after building it if this machine has none: Debian 12 has 1.18.
# The source is Debian 13's, from the mirror that apt already uses; apt's own set-up stays as it is. 10 s on two cores.
set -eu
release=trixie
packages='gcc make pkgconf libc6-dev libevent-dev libssl-dev libc-ares-dev debian-archive-keyring'
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
cache=$here/../../node_modules/.cache/pgbouncer

give_up() {
  echo "pgbouncer: $1; or install PgBouncer 1.21 or newer, and put it on PATH or its path into PGBOUNCER_BIN" >&2
  exit 3
}

find_current() {
  status=0
  sh "$here/find.sh" || status=$?
  [ "$status" -eq 1 ] || exit "$status"
}

# A mirror of Debian itself, however apt's sources are written and whatever else they name.
mirror() {
  # shellcheck disable=SC2016 # For apt to fill in.
  apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Label: Debian' | head -n 1
}

# A new machine has no package lists, an old one lists of versions that are gone.
refresh() {
  apt-get update
  # shellcheck disable=SC2086 # A list of names.
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages
}

# The lists are private to this run, so that no package of another release becomes visible to the system.
download() {
  uri=$(mirror)
  [ -n "$uri" ] || return 1
  mkdir -p lists/partial
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri $release main" >sources.list
  set -- -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=/dev/null -o "Dir::State::lists=$work/lists"
  apt-get "$@" -o APT::Update::Error-Mode=any update && apt-get "$@" source --download-only pgbouncer
}

compile() {
  mkdir source && tar -xf pgbouncer_*.orig.tar.[gx]z -C source --strip-components=1 && cd source &&
    ./configure --without-pam && make -j"$(nproc)" pgbouncer
}

find_current
command -v apt-get >/dev/null || give_up 'it is built with apt, which this machine does not have'
# Where one apt holds its lock the next fails instead of waiting, so builds wait here, for any workspace of the machine.
exec 9</etc/apt
flock 9
find_current

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
chmod 755 "$work"
cd "$work"
# shellcheck disable=SC2086 # A list of names.
if ! { dpkg --status $packages && download; } >log 2>&1; then
  [ "$(id -u)" -eq 0 ] || give_up "run as root: apt-get update && apt-get install $packages"
  { refresh && download; } >log 2>&1 || { tail -n 5 log >&2; give_up 'apt could not fetch its source (above)'; }
fi
(compile) >log 2>&1 || { tail -n 5 log >&2; give_up 'its source does not compile here (above)'; }

mkdir -p "$cache"
# Renamed into place, so that nobody runs half of it.
cp source/pgbouncer "$cache/pgbouncer.$$"
mv "$cache/pgbouncer.$$" "$cache/pgbouncer"
sh "$here/find.sh"
