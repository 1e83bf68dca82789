#!/bin/sh
# build.sh  prints the folder of helm-charts-apiserver, which validates objects as the API server does, after building it if this machine has none.
# A minute on two cores, the first time.
cd "$(dirname "$0")/../.." && NODE_OPTIONS=--conditions=@helm-charts/source exec npx node packages/engine/src/build/build-apiserver.ts native
