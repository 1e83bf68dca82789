#!/bin/sh
# find.sh  prints the folder of the client that build.sh has installed; exit 1 if there is none.
set -eu
cd "$(dirname "$0")"
key=$(cat package-lock.json ./*.mjs | sha256sum | cut -c 1-12)
folder=${XDG_CACHE_HOME:-$HOME/.cache}/helm-charts/temporal-client/$key
[ "${1:-}" = --wanted ] || [ -d "$folder" ] || exit 1
echo "$folder"
