#!/bin/sh
# Writes the password to memory, where only Redis reads it, and becomes Redis.
set -eu
umask 077

password=/run/secrets/redis/password
[ -s "$password" ] || { echo "redis: the password is empty: see the Secret that is mounted at ${password%/*}" >&2; exit 1; }
[ "$(tr -d '\n\r\000' < "$password" | wc -c)" -eq "$(wc -c < "$password")" ] ||
  { echo 'redis: the password contains a line break; take it out of the Secret' >&2; exit 1; }

{
  echo 'include /etc/redis/redis.conf'
  # A quote or backslash in the password is one of the password.
  printf 'requirepass "%s"\n' "$(sed 's/[\\"]/\\&/g' "$password")"
  @{metrics}
} > /run/redis/redis.conf

exec redis-server /run/redis/redis.conf
