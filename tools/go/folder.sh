#!/bin/sh
# folder.sh TOOL  prints the folder in which the programs of tools/TOOL are kept, built or not: one of this machine, for every checkout.
# Its name holds what is built, so that other versions lie beside it: the lists of tools/TOOL, and the Go code in the folders that
# tools/TOOL/sources lists, a line for each, for programs of this repository.
set -eu
cd "$(dirname "$0")/../$1"

inputs() {
  find . -name go.mod -o -name programs -o -name files
  [ -e sources ] || return 0
  grep -v '^#' sources | while read -r folder; do
    find "$folder" -name go.mod -o -name go.sum -o -name '*.go' ! -name '*_test.go'
  done
}

key=$(inputs | LC_ALL=C sort | xargs cat | sha256sum | cut -c 1-12)
echo "${XDG_CACHE_HOME:-$HOME/.cache}/helm-charts/$1/$key"
