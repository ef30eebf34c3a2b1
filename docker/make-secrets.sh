#!/bin/sh
# Makes the secrets that docker-compose.yml hands to the containers, once: what is there already stays as it is, since
# MongoDB keeps the password of its first start.
set -eu
cd "$(dirname "$0")/secrets"
password=mongo_root_password.txt

# Nobody else gets into the folder; the containers' users, who get the files alone, can read them.
chmod 700 .
umask 022
if [ ! -e "$password" ]; then
  head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$password"
fi
# What seals the API keys of organisations: without it they can't be read any more.
if [ ! -e secrets_key.txt ]; then
  head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' >secrets_key.txt
fi
printf 'mongodb://root:%s@mongo:27017/?directConnection=true&authSource=admin' "$(cat "$password")" >mongodb_uri.txt
echo "The secrets are in $(pwd)."
