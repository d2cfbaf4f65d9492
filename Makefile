# What a person does with this repository. `make` lists it.

PYTHON ?= python3
VENV   := .venv/bin
SETUP  := $(PYTHON) packaging/setup.py
PYTEST := QT_QPA_PLATFORM=offscreen $(VENV)/python -m pytest

.DEFAULT_GOAL := help
.PHONY: help setup run check format test gallery bench soak lock third-party texts clean

help:     ## 列出全部命令
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */  make \1\t/' | expand -t 22

setup:    ## 装好运行所需的一切（先说明要下载多少）
	@$(SETUP) run

run:      ## 打开演示社区（第一次会先装好环境）
	@$(SETUP) run
	@$(VENV)/linli --demo

check:    ## 检查代码：风格、类型、依赖方向、大小、译文
	@$(SETUP) check
	@$(VENV)/python packaging/check.py

format:   ## 按统一风格整理代码
	@$(SETUP) check
	@$(VENV)/ruff check --quiet --fix-only .
	@$(VENV)/ruff format --quiet .

test:     ## 运行全部测试（含真窗口与 LibreOffice，不到 10 分钟）
	@$(SETUP) test
	@$(PYTEST) -n 2 --dist loadgroup $(ARGS)

gallery:  ## 把每个界面画成图片，放在 gallery/（不需要显示器）
	@$(SETUP) gallery
	@QT_QPA_PLATFORM=offscreen $(VENV)/python packaging/gallery.py $(ARGS)

bench:    ## 测量速度，写出 docs/benchmarks.md
	@$(SETUP) bench
	@QT_QPA_PLATFORM=offscreen $(VENV)/python -m tests.benchmarks $(ARGS)

soak:     ## 长时间的可靠性测试（两小时以上；ARGS=mutants 只跑一部分）
	@$(SETUP) soak
	@$(VENV)/python packaging/soak.py $(ARGS)

lock:     ## 重新锁定各个库的版本
	@$(SETUP) check
	@packaging/lock $(ARGS)

texts:    ## 列出还没有英文的文字
	@$(VENV)/python packaging/check_texts.py --list

third-party: ## 重写 THIRD_PARTY.md
	@$(SETUP) test
	@$(VENV)/python packaging/third_party.py > THIRD_PARTY.md

clean:    ## 删除环境与缓存（不动任何数据）
	rm -rf .venv .venv-oldest-qt build dist gallery .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find app ui db resources packaging tests -name __pycache__ -type d -prune -exec rm -rf {} +
