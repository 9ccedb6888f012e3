#!/bin/sh
# Run once by the PostgreSQL image: the owner makes tables, the app reads and writes rows.
set -eu
psql -v ON_ERROR_STOP=1 -v owner_password="$OWNER_PASSWORD" -v app_password="$APP_PASSWORD" \
  --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE porchlight_app NOLOGIN;
CREATE ROLE owner LOGIN PASSWORD :'owner_password';
CREATE ROLE app LOGIN PASSWORD :'app_password' IN ROLE porchlight_app;
CREATE DATABASE porchlight OWNER owner;
SQL
