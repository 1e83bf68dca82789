#!/bin/sh
# build.sh  prints the folder of temporal-server, temporal-sql-tool and temporal, the CLI, after building them if this machine has none.
# 5 minutes on two cores, the first time.
exec sh "$(dirname "$0")/../go/build.sh" temporal
