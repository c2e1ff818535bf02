#!/bin/sh
# Makes Temporal's databases and brings them up to date; a second run changes nothing.
set -eu
for database in temporal temporal_visibility; do
  tool() { temporal-sql-tool --plugin postgres12 --ep "$SQL_HOST" -p 5432 -u "$SQL_USER" --db "$database" "$@"; }
  tool create || true
  tool setup-schema -v 0.0 || true
  tool update-schema -d "/etc/temporal/schema/postgresql/v12/${database#temporal_}/versioned"
done
