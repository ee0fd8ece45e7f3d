# 默认显示帮助。ARGS 传给 pytest，例如：make test ARGS="-k intake"
.DEFAULT_GOAL := help
.PHONY: help run test lint bench pictures lock setup-debian

help: ## 显示本帮助
	@echo "用法：make 目标"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

run: ## 启动演示网站：http://127.0.0.1:8000（换端口：make run PORT=8001）
	@deploy/run-demo.sh

test: ## 在临时的 PostgreSQL 和 SQLite 上运行全部测试，含浏览器测试
	@tests/run.sh $(ARGS)

lint: ## 检查代码、类型、模板、迁移和生产配置
	@tests/lint.sh

bench: ## 测量解析器，并在临时的 PostgreSQL 上测量草稿核对、一批交办和公众页面的速度
	@deploy/python-env.sh requirements-dev.txt
	@.venv/bin/python bench/parser.py
	@deploy/with-postgres.sh .venv/bin/python bench/drafts.py
	@deploy/with-postgres.sh .venv/bin/python bench/workbench.py
	@deploy/with-postgres.sh .venv/bin/python bench/issuing.py
	@deploy/with-postgres.sh .venv/bin/python bench/pages.py $(ARGS)

pictures: ## 用示例生成任务分解表、呈批稿、交办单，转成 docs/screenshots/ 里的图片（需 LibreOffice）
	@deploy/python-env.sh requirements.txt
	@.venv/bin/python docs/pictures.py $(ARGS)

lock: ## 按 requirements*.in 重新锁定依赖（升级：make lock ARGS=--upgrade）
	@deploy/lock.sh $(ARGS)

setup-debian: ## 安装系统软件包：PostgreSQL、浏览器、中文字体（需管理员权限）
	@deploy/setup-debian.sh
