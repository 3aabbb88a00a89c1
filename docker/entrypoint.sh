#!/bin/sh
# The commands of the image. Each replaces this shell, so that it receives the signals itself.
set -eu
# Files go to the volume unless a folder or S3 is named.
[ -n "${CLEARING_FILES_S3_URL:-}" ] || export CLEARING_FILES_FOLDER="${CLEARING_FILES_FOLDER:-/data/files}"
export CLEARING_MAIL_FOLDER="${CLEARING_MAIL_FOLDER:-/tmp/outbox}"
case "${1:-}" in
  api | worker)
    exec node "dist/apps/$1/src/main.js"
    ;;
  migrate)
    # Tables as the role that owns them, then the reference data as the role of the processes.
    node dist/apps/cli/src/main.js migrate
    exec node dist/apps/cli/src/main.js seed --no-demo
    ;;
  cli)
    shift
    exec node dist/apps/cli/src/main.js "$@"
    ;;
  *)
    echo "Commands: api, worker, migrate, cli …" >&2
    exit 64
    ;;
esac
