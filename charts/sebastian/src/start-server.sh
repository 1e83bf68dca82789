#!/bin/sh
# Starts the server. The server connects to Temporal and schedules its recurring jobs only when it starts, and at the first installation
# Temporal comes later: its databases come from the bootstrap of this release. If Temporal does not answer at the start, the container ends
# when Temporal first answers, and the kubelet starts it again.
set -eu
ask() { node /scripts/await-temporal.cjs "$@"; }

# The Community Edition runs its jobs without Temporal.
[ "${EDITION:-}" = enterprise ] || exec ./entrypoint.sh
if ask once; then exec ./entrypoint.sh; fi

echo 'start-server: Temporal does not answer yet; the server starts without it, and once more when it answers'
trap 'echo "start-server: Temporal answers; the container ends, so that the server starts again"; exit 0' USR1
./entrypoint.sh &
server=$!
{ if ask; then kill -USR1 $$; fi; } &
code=0
wait "$server" || code=$?
exit "$code"
