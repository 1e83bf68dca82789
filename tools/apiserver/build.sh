#!/bin/sh
# build.sh [1.37]  prints the folder of helm-charts-apiserver, which validates objects as the API server does, after building it if this machine has none.
# A version of Kubernetes names another program, helm-charts-apiserver-1.37. A minute on two cores, the first time.
cd "$(dirname "$0")/../.." && NODE_OPTIONS=--conditions=@helm-charts/source exec npx node packages/engine/src/build/build-apiserver.ts native "$@"
