#!/usr/bin/env bash
# Bring .venv up to one of the hash-locked lists: python-env.sh requirements.txt
# A copy of the list inside .venv says that it is installed already.
set -euo pipefail
cd "$(dirname "$0")/.."
lock=$1
root=$PWD

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

if ! recent .venv/bin/python; then
    for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        if recent "$candidate"; then base=$candidate; break; fi
    done
    if [ -z "${base:-}" ]; then
        echo "需要 Python 3.11 或更高版本。已装在别处时，请用 PYTHON=路径 指明，例如：make run PYTHON=/opt/python3.12/bin/python3" >&2
        exit 1
    fi
    # Debian ships Python without the part that puts pip into a new environment.
    if ! "$base" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "$("$base" --version) 缺少 venv 组件。Debian 上请先运行：sudo apt-get install python3-venv" >&2
        exit 1
    fi
    echo "正在建立 Python 环境 .venv ……"
    "$base" -m venv --clear .venv
fi

if ! cmp -s "$lock" ".venv/installed-$lock"; then
    echo "正在按 $lock 安装依赖（首次约需一分钟）……"
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
    if ! .venv/bin/python -m pip install -qq --no-input --disable-pip-version-check --require-hashes -r "$root/$lock"; then
        echo "依赖安装失败，原因见上。请检查网络或软件源设置后重试。" >&2
        exit 1
    fi
    cp "$lock" ".venv/installed-$lock"
fi
