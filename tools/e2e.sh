#!/bin/sh
# e2e.sh temporal|cluster|recovery [option of vitest …]  runs the tests on real servers of that kind; exit 3 where their programs are not built.
set -eu
cd "$(dirname "$0")/.."
servers=${1:-}
case $servers in
  # Charts are tested by what they install, the profile by how Flux installs it; what helm looks up it finds on a cluster.
  temporal) set -- "$@" packages/testing/src/servers/temporal charts/temporal/ src/agreement/ ;;
  cluster)
    set -- "$@" tools/cluster/ src/cluster/ src/lifecycle/ packages/oci/ packages/release/ packages/appliance/ charts/sebastian/ \
      --exclude '**/lost-node.e2e.ts' --exclude '**/killed.e2e.ts'
    ;;
  # Tests that kill the set-up at each step, and lose whole machines: they take as long as all others together.
  recovery) set -- "$@" src/lifecycle/lost-node src/lifecycle/killed ;;
  *)
    echo 'e2e: say which servers: sh tools/e2e.sh temporal, cluster, or recovery' >&2
    exit 2
    ;;
esac
shift
tools=$servers
[ "$servers" != recovery ] || tools=cluster
if ! sh "tools/$tools/find.sh" >/dev/null; then
  echo "e2e:$servers: the servers are not built; run sh tools/$tools/build.sh" >&2
  exit 3
fi
if [ "$servers" = temporal ]; then
  sh tools/temporal-client/build.sh >/dev/null
fi
exec node_modules/.bin/vitest run --config vitest.e2e.config.ts \
  --reporter default --reporter json --outputFile.json "dist/reports/e2e-$servers.json" "$@"
