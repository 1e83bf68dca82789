#!/bin/sh
# find.sh TOOL  prints the folder of the programs that build.sh has made of tools/TOOL; exit 1 if there is none.
set -eu
folder=$(sh "$(dirname "$0")/folder.sh" "$1")
[ -d "$folder" ] || exit 1
echo "$folder"
