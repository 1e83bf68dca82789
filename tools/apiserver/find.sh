#!/bin/sh
# find.sh  prints the folder of the program that build.sh has made of the present sources; exit 1 if there is none.
exec sh "$(dirname "$0")/../go/find.sh" apiserver
