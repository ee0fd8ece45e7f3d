#!/usr/bin/env bash
# `make run`: prepare whatever is not ready yet, then serve the demonstration on SQLite until Ctrl-C.
set -euo pipefail
cd "$(dirname "$0")/.."
export PORT=${PORT:-8000}

deploy/python-env.sh requirements.txt

# The demonstration must never write its sample into a database that the shell happens to name.
unset DATABASE_URL CACHE_URL EMAIL_URL ALLOWED_HOSTS
export PORTAL_MODE=demo PUBLIC_URL="http://127.0.0.1:$PORT" PYTHONUNBUFFERED=1

.venv/bin/python deploy/prepare_demo.py

# A process group of its own (set -m): gunicorn takes a closed terminal (HUP) for an order to reload, and Ctrl-C reaching
# master and workers at once can lock a worker up in its own signal handler. This script alone tells it to stop.
set -m
.venv/bin/python -m gunicorn -c deploy/gunicorn.conf.py xiaolan_portal.wsgi </dev/null &
server=$!
set +m
stop() { kill -TERM "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; exit 0; }
trap stop INT TERM HUP

until (: <>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; do
    kill -0 "$server" 2>/dev/null || { echo "网站没有启动成功，原因见上。" >&2; exit 1; }
    sleep 0.1
done
cat <<TEXT

网站已启动（演示模式，数据均为示例，请勿录入真实工作内容）：
  公众网站  http://127.0.0.1:$PORT/
  办公入口  http://127.0.0.1:$PORT/office/
  管理后台  http://127.0.0.1:$PORT/admin/
按 Ctrl-C 停止。
TEXT
wait "$server"
