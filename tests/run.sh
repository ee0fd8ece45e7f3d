#!/usr/bin/env bash
# `make test`: everything on PostgreSQL, then everything but the browser tests on SQLite.
# Arguments go to pytest; with arguments that select no test for one of the runs, that run counts as passed.
set -euo pipefail
cd "$(dirname "$0")/.."

lacking() {
    deploy/with-postgres.sh --programs >/dev/null || echo postgresql
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || echo chromium
    # Without Chinese fonts the browser draws boxes, and widths in pictures and layouts are wrong.
    [ -n "$(fc-list :lang=zh-cn 2>/dev/null)" ] || echo fonts-noto-cjk
}

missing=$(lacking | xargs)
if [ -n "$missing" ] && command -v apt-get >/dev/null; then
    if [ "$(id -u)" -ne 0 ]; then
        echo "缺少系统软件：$missing。请先运行：sudo make setup-debian" >&2
        exit 1
    fi
    echo "缺少系统软件：$missing。现在运行 make setup-debian ……"
    deploy/setup-debian.sh
    missing=$(lacking | xargs)
fi
deploy/python-env.sh requirements-dev.txt
if [ "$missing" = postgresql ]; then
    deploy/python-env.sh requirements-postgres.txt
    missing=$(lacking | xargs)
fi
if [ -n "$missing" ]; then
    echo "缺少系统软件：$missing。请用本机的软件包管理器安装后重试。" >&2
    exit 1
fi

export PORTAL_MODE=test PYTHONWARNINGS=${PYTHONWARNINGS-default::DeprecationWarning}
workers=$(nproc 2>/dev/null || echo 2)
pytest=(.venv/bin/python -m pytest -n "$((workers < 4 ? workers : 4))")

# Selecting no test (pytest's status 5) is an answer to the arguments, and a failure without any.
run() {
    local status=0
    "$@" || status=$?
    if [ "$status" -eq 5 ] && [ "$arguments" -gt 0 ]; then status=0; fi
    [ "$status" -lt 128 ] || exit "$status"
    [ "$status" -eq 0 ] || failed=1
}
arguments=$#
failed=0

echo "== PostgreSQL：全部测试"
run deploy/with-postgres.sh "${pytest[@]}" "$@"
echo "== SQLite：除浏览器测试外的全部测试"
DATABASE_URL=sqlite:///:memory: run "${pytest[@]}" -m "not browser" "$@"
exit "$failed"
