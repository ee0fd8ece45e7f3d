#!/usr/bin/env bash
# Install what only Debian's package manager can bring: Python's venv, PostgreSQL, a browser, Chinese fonts.
set -euo pipefail

packages=(git make python3 python3-venv postgresql chromium fonts-noto-cjk)

missing=()
for package in "${packages[@]}"; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
done

if [ ${#missing[@]} -eq 0 ]; then
    echo "系统软件包已齐全：${packages[*]}"
    exit 0
fi
if ! command -v apt-get >/dev/null; then
    echo "本命令只适用于 Debian。请自行安装：${packages[*]}" >&2
    exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "安装系统软件包需要管理员权限，请运行：sudo make setup-debian" >&2
    exit 1
fi

echo "正在安装系统软件包：${missing[*]} ……"
export DEBIAN_FRONTEND=noninteractive
apt=(apt-get -qq -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    cat "$log" >&2
    echo "系统软件包安装失败，原因见上。" >&2
    exit 1
fi
echo "系统软件包已装好。"
