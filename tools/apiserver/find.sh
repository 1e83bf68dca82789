#!/bin/sh
# find.sh [1.37]  prints the folder of the program that build.sh has made of the present sources; exit 1 if there is none.
cd "$(dirname "$0")/../.." && NODE_OPTIONS=--conditions=@helm-charts/source exec npx node packages/engine/src/build/build-apiserver.ts find "$@"
