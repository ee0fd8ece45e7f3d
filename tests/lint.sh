#!/usr/bin/env bash
# `make lint`: run every check, then say which of them failed.
set -euo pipefail
cd "$(dirname "$0")/.."
deploy/python-env.sh requirements-dev.txt
export PATH="$PWD/.venv/bin:$PATH" PORTAL_MODE=test DATABASE_URL=sqlite:///:memory:

failed=()
check() {
    local name=$1
    shift
    echo "== $name"
    "$@" || failed+=("$name")
}

# A production that lacks nothing must pass Django's deployment checks without a warning.
production() {
    env PORTAL_MODE=production DEBUG=false \
        SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
        DATABASE_URL=postgres://portal:secret@127.0.0.1/portal \
        ALLOWED_HOSTS=portal.example.gov.cn PUBLIC_URL=https://portal.example.gov.cn \
        FOOTER_SPONSOR=示例镇人民政府 FOOTER_OPERATOR=示例镇党政综合办 FOOTER_SITE_CODE=4400000000 \
        FOOTER_ICP=粤ICP备00000000号 FOOTER_POLICE=粤公网安备00000000000000号 FOOTER_TELEPHONE=0760-00000000 \
        FOOTER_ADDRESS=示例路1号 "$@"
}

check "代码规则" python -m ruff check .
check "代码格式" python -m ruff format --check .
check "类型" python -m mypy
check "页面模板" python -m djlint templates/pages --profile jinja --lint --quiet
check "后台模板" python -m djlint templates/django --profile django --lint --quiet
check "导入方向" python -m pytest -q tests/test_import_direction.py
check "迁移齐全" python manage.py makemigrations --check --dry-run
check "系统检查" python manage.py check --fail-level WARNING
check "生产检查" production python manage.py check --deploy --fail-level WARNING

if [ ${#failed[@]} -gt 0 ]; then
    echo "未通过：${failed[*]}" >&2
    exit 1
fi
echo "检查全部通过。"
