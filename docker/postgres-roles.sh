#!/bin/sh
# First start of the database: the role that owns the tables, and the role of the processes, which has only what
# migrations grant it.
set -eu
psql --username=postgres --set=ON_ERROR_STOP=1 --set=owner="$OWNER_PASSWORD" --set=app="$APP_PASSWORD" <<'SQL'
CREATE ROLE clearing_owner LOGIN PASSWORD :'owner';
CREATE ROLE clearing_app LOGIN PASSWORD :'app';
CREATE DATABASE clearing OWNER clearing_owner;
REVOKE ALL ON DATABASE clearing FROM PUBLIC;
GRANT CONNECT ON DATABASE clearing TO clearing_app;
SQL
