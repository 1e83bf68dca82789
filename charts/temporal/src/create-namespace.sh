#!/bin/sh
# Makes the namespace of the workflows and gives it its retention. One that is there is kept, with all that is in it.
#
# Exit codes
#    0  the namespace is there, with this retention
#   10  the server did not answer in time
#   13  the namespace could not be made or changed; why stands above
#   64  a variable or a program is missing
set -eu

fail() { code=$1; shift; printf 'create-namespace: %s\n' "$*" >&2; exit "$code"; }

for name in TEMPORAL_ADDRESS TEMPORAL_NAMESPACE TEMPORAL_RETENTION NAMESPACE_WAIT_SECONDS; do
  eval "[ -n \"\${$name:-}\" ]" || fail 64 "the variable $name is missing"
done
command -v temporal > /dev/null || fail 64 'the program temporal is missing in this image'
# It would look for a file of settings at home.
export HOME=/tmp TEMPORAL_CLI_DISABLE_UPDATE_CHECK=true

since=$(date +%s) said=
until message=$(temporal operator cluster health --address "$TEMPORAL_ADDRESS" --command-timeout 5s 2>&1) &&
  case $message in *SERVING*) ;; *) false ;; esac; do
  message=$(printf '%s' "$message" | tr -s '\n\t' ' ')
  [ "$message" = "$said" ] || printf 'waiting for the server at %s: %s\n' "$TEMPORAL_ADDRESS" "$message"
  said=$message
  [ $(($(date +%s) - since)) -lt "$NAMESPACE_WAIT_SECONDS" ] ||
    fail 10 "the server at $TEMPORAL_ADDRESS did not answer in $NAMESPACE_WAIT_SECONDS seconds"
  sleep 2
done

namespace() { temporal operator namespace "$@" --address "$TEMPORAL_ADDRESS" --namespace "$TEMPORAL_NAMESPACE" --command-timeout 30s; }

# Somebody else may make it at the same moment, which is as good; what it says then is of no interest unless the namespace is not there.
if ! namespace describe > /dev/null 2>&1; then
  if message=$(namespace create --retention "$TEMPORAL_RETENTION" 2>&1); then
    printf 'the namespace %s is made, and keeps closed workflows for %s\n' "$TEMPORAL_NAMESPACE" "$TEMPORAL_RETENTION"
    exit 0
  fi
  if ! namespace describe > /dev/null 2>&1; then
    printf '%s\n' "$message" >&2
    fail 13 "the namespace $TEMPORAL_NAMESPACE could not be made"
  fi
fi

# The server looks only every few seconds for namespaces that are new, and lets one change one at a time.
until message=$(namespace update --retention "$TEMPORAL_RETENTION" 2>&1); do
  case $message in *'is not found'* | *'conditional update error'*) ;; *)
    printf '%s\n' "$message" >&2
    fail 13 "the retention of the namespace $TEMPORAL_NAMESPACE could not be set" ;;
  esac
  [ $(($(date +%s) - since)) -lt "$NAMESPACE_WAIT_SECONDS" ] ||
    fail 10 "the server at $TEMPORAL_ADDRESS did not find the namespace $TEMPORAL_NAMESPACE in $NAMESPACE_WAIT_SECONDS seconds"
  sleep 2
done
printf 'the namespace %s keeps closed workflows for %s\n' "$TEMPORAL_NAMESPACE" "$TEMPORAL_RETENTION"
