#!/usr/bin/env bash
# The slower checks: PostgreSQL, browser, real data, size. `make check-full` runs it.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n== %s\n' "$1"; }

say "Slow tests and real data, with coverage of everything on SQLite"
python -m coverage erase
python -m coverage run -m pytest -q -n 2 -m "not browser and not postgresql"
python -m coverage combine --quiet
python -m coverage report --format=total

say "The same tests on PostgreSQL"
# shellcheck source=tests/postgresql.sh
source tests/postgresql.sh
start_postgresql
export FOLKMOOT_TEST_DATABASE_URL="$POSTGRESQL_URL"
python -m pytest -q -n 2 -m "not browser and not slow"
say "The web killed under posting clients, on PostgreSQL"
python -m pytest -q -p no:xdist tests/faults
unset FOLKMOOT_TEST_DATABASE_URL
stop_postgresql

say "Browser"
python -m pytest -q -p no:xdist -m browser
