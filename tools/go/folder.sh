#!/bin/sh
# folder.sh TOOL  prints the folder in which the programs of tools/TOOL are kept, built or not: one of this machine, for every checkout.
# Its name holds what is built, so that other versions lie beside it.
set -eu
tool=$(CDPATH='' cd "$(dirname "$0")/../$1" && pwd)
key=$(find "$tool" -name go.mod -o -name programs -o -name files | LC_ALL=C sort | xargs cat | sha256sum | cut -c 1-12)
echo "${XDG_CACHE_HOME:-$HOME/.cache}/helm-charts/$1/$key"
