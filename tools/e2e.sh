#!/bin/sh
# e2e.sh temporal|cluster|recovery|apiserver [option of vitest …]  runs the tests that need those servers, or the API server's validation; exit 3 where their programs are not built.
set -eu
cd "$(dirname "$0")/.."
servers=${1:-}
case $servers in
  # Charts are tested by what they install, the profile by how Flux installs it; what helm looks up it finds on a cluster.
  temporal) set -- "$@" packages/testing/src/servers/temporal charts/temporal/ src/agreement/ --exclude '**/api.e2e.ts' ;;
  cluster)
    set -- "$@" tools/cluster/ tools/apiserver/ src/cluster/ src/lifecycle/ packages/oci/ packages/release/ packages/appliance/ charts/sebastian/ \
      --exclude '**/lost-node.e2e.ts' --exclude '**/killed.e2e.ts'
    ;;
  # Tests that kill the set-up at each step, and lose whole machines: they take as long as all others together.
  recovery) set -- "$@" src/lifecycle/lost-node src/lifecycle/killed ;;
  # No server: one program with the code of the API server, which answers questions about objects.
  apiserver) set -- "$@" packages/engine/src/apiserver/ packages/pipeline/src/api/ src/agreement/api.e2e.ts ;;
  *)
    echo 'e2e: say which servers: sh tools/e2e.sh temporal, cluster, recovery, or apiserver' >&2
    exit 2
    ;;
esac
shift
tools=$servers
[ "$servers" != recovery ] || tools=cluster
if ! sh "tools/$tools/find.sh" >/dev/null; then
  echo "e2e:$servers: its programs are not built; run sh tools/$tools/build.sh" >&2
  exit 3
fi
if [ "$servers" = temporal ]; then
  sh tools/temporal-client/build.sh >/dev/null
fi
status=0
# Its Go code alone compiles all of Kubernetes, which takes minutes; CI tests the program as it is packed.
if [ "$servers" = apiserver ] && [ -z "${CI:-}" ]; then
  npx node packages/engine/src/build/test-go.ts apiserver || status=$?
fi
node_modules/.bin/vitest run --config vitest.e2e.config.ts \
  --reporter default --reporter json --outputFile.json "dist/reports/e2e-$servers.json" "$@" || status=$?
exit "$status"
