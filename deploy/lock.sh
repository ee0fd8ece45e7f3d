#!/usr/bin/env bash
# Turn requirements*.in into hash-locked lists that hold for every supported Python and system.
set -euo pipefail
cd "$(dirname "$0")/.."
deploy/python-env.sh requirements.txt
uv=var/lock/bin/uv
if [ ! -x "$uv" ]; then
    .venv/bin/python -m venv --clear var/lock
    var/lock/bin/python -m pip install -qq --disable-pip-version-check 'uv>=0.13,<0.14'
fi
# The later lists are held to the pins of the earlier ones.
for list in requirements requirements-dev requirements-postgres; do
    echo "正在锁定 $list.in ……"
    "$uv" pip compile -q --generate-hashes --universal --python-version 3.11 \
        --no-emit-index-url --custom-compile-command 'make lock' "$@" -o "$list.txt" "$list.in"
done
