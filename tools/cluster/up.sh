#!/bin/sh
# up.sh [profile]  runs up.ts with the Node that npm ci brings.
here=$(dirname "$0")
exec "$here/../../node_modules/.bin/node" "$here/up.ts" "$@"
