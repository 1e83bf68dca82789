#!/bin/sh
# find.sh  prints the folder of the programs that build.sh has made; exit 1 if there is none.
exec sh "$(dirname "$0")/../go/find.sh" cluster
