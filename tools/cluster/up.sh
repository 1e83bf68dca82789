#!/bin/sh
# up.sh [profile]  runs up.ts with the Node that npm ci brings; exit 3 where it is not there.
here=$(dirname "$0")
node=$here/../../node_modules/.bin/node
if [ ! -x "$node" ]; then
  echo 'up.sh: the packages of this repository are not installed; run npm ci' >&2
  exit 3
fi
exec "$node" --conditions=@helm-charts/source "$here/up.ts" "$@"
