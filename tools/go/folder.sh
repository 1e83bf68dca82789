#!/bin/sh
# folder.sh TOOL  prints the folder in which the programs of tools/TOOL are kept, built or not: one of this machine, for every checkout.
# Its name holds what is built, so that other versions lie beside it: the lists of tools/TOOL.
set -eu
cd "$(dirname "$0")/../$1"

inputs() {
  find . -name go.mod -o -name programs -o -name files
}

key=$(inputs | LC_ALL=C sort | xargs cat | sha256sum | cut -c 1-12)
echo "${XDG_CACHE_HOME:-$HOME/.cache}/helm-charts/$1/$key"
