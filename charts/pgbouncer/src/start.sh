#!/bin/sh
# Writes the passwords of the roles to memory, where only PgBouncer reads them, and becomes PgBouncer.
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

exec pgbouncer /etc/pgbouncer/pgbouncer.ini
