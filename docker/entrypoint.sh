#!/bin/sh
# The commands of the image. Each replaces this shell, so that it receives the signals itself.
set -eu
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
