#!/bin/sh
# Writes the files that docker-compose.yml mounts as secrets, with random passwords, and keeps those that are there.
# The addresses of sources and mail lead to the demo profile's services: put your own in for production.
set -eu
cd "${1:-$(dirname "$0")/..}"
mkdir -p secrets
chmod 700 secrets

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# The folder keeps other users out; the services' own users must be able to read the files.
secret() {
  [ ! -e "secrets/$1" ] || return 0
  printf '%s' "$2" >"secrets/$1"
  chmod 644 "secrets/$1"
  echo "wrote secrets/$1"
}

secret redis_url "redis://:$(random)@redis:6379"
secret board_operator_password "$(random)"
secret board_viewer_password "$(random)"
secret mariadb_password "$(random)"
server="mysql://bordereau:$(cat secrets/mariadb_password)@mariadb:3306"
secret sample_url "$server"
secret source_canal_url "$server/canal"
secret source_outband_url "$server/ipvox_outband"
secret source_tigo_url "$server/tigo"
secret smtp_url 'smtp://mail:1025?tls=none'
