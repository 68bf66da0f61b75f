# `make run` and `make test` need Python 3.11 or newer and a package index that pip can reach.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input
# A lock constrains itself: where a library asks for another with an extra, as in coverage[toml],
# pip would else look at the newest release first and refuse it for having no hash.
LOCKED := $(PIP) --require-hashes
LOCK := uv pip compile pyproject.toml --quiet --no-header --no-annotate --no-emit-index-url \
	--generate-hashes --python-version 3.11 --python-platform x86_64-unknown-linux-gnu

.DEFAULT_GOAL := help
.PHONY: help run test lint openapi lock clean

help: ## List what make can do
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

run: $(VENV)/.run ## Install, migrate, load the seeds into an empty corpus, and serve
	@exec $(BIN)/factcheck serve

test: $(VENV)/.dev ## Run every check and report all failures, not only the first
	@failed=""; \
	check() { name=$$1; shift; echo "== $$name"; "$$@" || failed="$$failed $$name"; }; \
	check format $(BIN)/ruff format --check .; \
	check lint $(BIN)/ruff check .; \
	check types $(BIN)/mypy; \
	if $(BIN)/python -c 'import torch' 2>/dev/null; then check training $(BIN)/mypy training; fi; \
	check imports $(BIN)/lint-imports; \
	check tests $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --cov --cov-report=term:skip-covered; \
	if [ -n "$$failed" ]; then echo "make test: failed:$$failed"; exit 1; fi

lint: $(VENV)/.dev ## Format the code, then run the checks that need no test run
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/mypy
	$(BIN)/lint-imports

openapi: $(VENV)/.run ## Write openapi.yaml anew from the schemas and routes
	@mkdir -p var
	$(BIN)/factcheck openapi > var/openapi.yaml
	mv var/openapi.yaml openapi.yaml

lock: ## Pin the newest allowed libraries (needs uv; the pins fit Python 3.11 and newer)
	$(LOCK) --upgrade --group build --output-file requirements.lock
	$(LOCK) --upgrade --group build --group dev --constraint requirements.lock \
		--output-file requirements-dev.lock

clean: ## Remove the environment and caches; var/ with the database stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf .coverage .coverage.* *.egg-info build
	find service schemas tests training -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp holds one install: it is made last, so an interrupted install is begun again.
$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/pip
	@echo "Installing the locked libraries …"
	@$(LOCKED) --constraint requirements.lock --requirement requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo "Installing the tools for the checks …"
	@$(LOCKED) --constraint requirements-dev.lock --requirement requirements-dev.lock
	@touch $@

# `python3` may be older than a `python3.12` beside it; PYTHON=… settles the choice by hand.
# The target is pip because it comes last: half an environment is made again.
$(BIN)/pip:
	@bare=""; \
	for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python); do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		$$python -c 'import ensurepip, venv' 2>/dev/null || { bare=$$python; continue; }; \
		exec $$python -m venv --clear $(VENV); \
	done; \
	if [ -n "$$bare" ]; then \
		echo "$$bare cannot make environments: install its venv module" \
			"(Debian, Ubuntu: apt install python3-venv)." >&2; \
	else \
		echo "Python 3.11 or newer is needed; name one: make PYTHON=/path/to/python run" >&2; \
	fi; \
	exit 1
