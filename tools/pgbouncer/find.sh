#!/bin/sh
# find.sh  prints the path of a PgBouncer that keeps prepared statements in transaction mode (1.21 or newer).
# $PGBOUNCER_BIN if it is set, else the one on PATH, else the one that build.sh has made; exit 1 if there is none.
set -eu

is_current() {
  version=$("$1" --version 2>/dev/null | sed -n 's/^PgBouncer \([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
  [ -n "$version" ] && [ "${version% *}" -eq 1 ] && [ "${version#* }" -ge 21 ]
}

if [ -n "${PGBOUNCER_BIN:-}" ]; then
  if is_current "$PGBOUNCER_BIN"; then echo "$PGBOUNCER_BIN"; exit 0; fi
  echo "pgbouncer: PGBOUNCER_BIN is no PgBouncer 1.21 or newer; set it to one, or unset it" >&2
  exit 3
fi
for candidate in "$(command -v pgbouncer || true)" /usr/sbin/pgbouncer \
  "$(dirname "$0")/../../node_modules/.cache/pgbouncer/pgbouncer"; do
  if [ -x "$candidate" ] && is_current "$candidate"; then realpath "$candidate"; exit 0; fi
done
exit 1
