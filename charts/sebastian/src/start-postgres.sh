#!/bin/sh
# Becomes Postgres, with TLS if there is a certificate. Postgres accepts connections without TLS, too. Its arguments are settings of Postgres.
#
# Exit codes
#   64  a variable is missing, or the certificate and its private key can't be used
set -eu

fail() { printf 'start-postgres: %s\n' "$*" >&2; exit 64; }

[ -n "${PGDATA:-}" ] || fail 'the variable PGDATA is missing'
certificate=${TLS_DIR:-}/tls.crt key=${TLS_DIR:-}/tls.key

if [ -z "${TLS_DIR:-}" ]; then
  :
elif [ -s "$certificate" ] && [ -s "$key" ]; then
  fix='run "alga-appliance deploy", or correct the Secret that is mounted there'
  public=$(openssl x509 -in "$certificate" -noout -pubkey 2> /dev/null) || fail "$certificate is not a certificate in PEM: $fix"
  # An empty passphrase, so that openssl does not ask for one.
  [ "$(openssl pkey -in "$key" -passin pass: -pubout 2> /dev/null)" = "$public" ] ||
    fail "$certificate does not belong to the private key $key: $fix"
  # Postgres without TLS would help nobody: clients that verify refuse either.
  openssl x509 -in "$certificate" -noout -checkend 0 > /dev/null ||
    printf 'start-postgres: %s has expired, and clients that verify it are refused: %s\n' "$certificate" "$fix" >&2
  set -- "$@" --ssl=on "--ssl_cert_file=$certificate" "--ssl_key_file=$key"
elif [ -s "$certificate" ] || [ -s "$key" ]; then
  fail "of tls.crt and tls.key, $TLS_DIR has only one: run \"alga-appliance deploy\", or correct the Secret that is mounted there"
else
  echo 'start-postgres: there is no certificate, so connections are not encrypted'
fi

exec postgres -D "$PGDATA" "$@"
