# shellcheck shell=bash
# A private PostgreSQL under a temporary folder, for tests; nothing of it stays.

start_postgresql() {
  local bin user
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
  [ -n "$bin" ] || { echo "PostgreSQL is not installed; install Debian's postgresql"; exit 1; }
  POSTGRESQL_BIN=$bin
  POSTGRESQL_HOME=$(mktemp -d)
  POSTGRESQL_PORT=$(python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  # The server refuses to run as root.
  POSTGRESQL_AS=()
  if [ "$(id -u)" = 0 ]; then
    user=postgres
    chown "$user" "$POSTGRESQL_HOME"
    POSTGRESQL_AS=(setpriv --reuid="$user" --regid="$user" --init-groups)
  fi
  "${POSTGRESQL_AS[@]}" "$bin/initdb" -D "$POSTGRESQL_HOME/data" -U folkmoot -A trust \
    -E UTF8 --locale=C.UTF-8 >/dev/null
  # Each test makes a database and drops it; none survives the server, so none is flushed.
  "${POSTGRESQL_AS[@]}" "$bin/pg_ctl" -D "$POSTGRESQL_HOME/data" -w -l "$POSTGRESQL_HOME/log" \
    -o "-p $POSTGRESQL_PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories=$POSTGRESQL_HOME -c max_connections=200 -c fsync=off -c full_page_writes=off" \
    start >/dev/null
  POSTGRESQL_URL="postgresql+psycopg://folkmoot@127.0.0.1:$POSTGRESQL_PORT/postgres"
  trap stop_postgresql EXIT
}

stop_postgresql() {
  trap - EXIT
  "${POSTGRESQL_AS[@]}" "$POSTGRESQL_BIN/pg_ctl" -D "$POSTGRESQL_HOME/data" -m immediate stop >/dev/null
  rm -rf "$POSTGRESQL_HOME"
}
