#!/bin/sh
# Writes the passwords of the roles to memory, where only PgBouncer reads them, and the TLS mode, and becomes PgBouncer.
set -eu
umask 077

# entry ROLE FILE  one line of the user list; a double quote in a password is doubled, the rest stays as it is
entry() {
  [ -s "$2" ] || { echo "pgbouncer: the password of $1 is empty: see the Secret that is mounted at ${2%/*}" >&2; exit 1; }
  printf '"%s" "' "$1"
  sed 's/"/""/g' "$2"
  echo '"'
}

{
  entry "$SESSION_USER" /run/secrets/pgbouncer/session
  entry "$TRANSACTION_USER" /run/secrets/pgbouncer/transaction
  @{metrics}
} > /run/pgbouncer/userlist.txt

# The Secret with the certificate of the authority may be optional. Without it nothing can be verified.
if [ -s "${CA_FILE:-}" ]; then
  printf 'server_tls_sslmode = %s\nserver_tls_ca_file = %s\n' "$TLS_MODE" "$CA_FILE" > /run/pgbouncer/tls.ini
elif [ -n "${CA_FILE:-}" ]; then
  echo "pgbouncer: $CA_FILE does not exist, so the certificate of Postgres is not verified" >&2
  echo 'server_tls_sslmode = prefer' > /run/pgbouncer/tls.ini
fi

exec pgbouncer /etc/pgbouncer/pgbouncer.ini
