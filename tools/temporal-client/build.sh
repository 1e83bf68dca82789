#!/bin/sh
# build.sh  prints the folder of a client and worker of Temporal, after installing them if this machine has none. They are kept out of the
# workspace, since the packages of Temporal are ten times as large as all others together.
set -eu
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
if sh "$here/find.sh"; then exit 0; fi
folder=$(sh "$here/find.sh" --wanted)
mkdir -p "$(dirname "$folder")"
work=$(mktemp -d "$folder.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cp "$here/package.json" "$here/package-lock.json" "$here"/*.mjs "$work"
npm ci --prefix "$work" --no-audit --no-fund --loglevel=error >&2
# Renamed into place, so that nobody runs half of it.
mv "$work" "$folder"
echo "$folder"
