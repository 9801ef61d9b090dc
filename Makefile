# `make` alone lists the chores. Nothing but Python 3.11+ is needed; Node >= 20.19 is used where it is, else brought.
SHELL := /bin/sh
.DEFAULT_GOAL := help

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$name >/dev/null 2>&1 && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
NODE_FITS := $(shell node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.stdout.write(a > 20 || (a === 20 && b >= 19) ? "yes" : "")' 2>/dev/null)
BIN := .venv/bin
# with our own Node in the environment of the project, its npm comes first
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
STAMPS := .stamps
TWO_AT_A_TIME := --numprocesses=2
# a browser waits more than it works
THREE_AT_A_TIME := --numprocesses=3
PORT ?= 8000
WEB_SOURCES := $(shell find web/src web/public -type f 2>/dev/null) web/index.html web/vite.config.ts web/bundle_budgets.ts web/budgets.json web/tsconfig.json

.PHONY: help setup run test check format e2e e2e-all bench restore-drill sync-mutants hall-day badge-twins lock types screenshots clean

help: ## list the chores
	@grep -E '^[a-z0-9-]+:.*## ' Makefile | sed -E 's/^([a-z0-9-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

setup: $(STAMPS)/python $(STAMPS)/web ## install everything into this folder and build the web app

run: setup ## serve Hallway on http://localhost:8000 with a demo conference
	@HALLWAY_DEVELOPMENT=1 HALLWAY_URL=http://localhost:$(PORT) $(BIN)/hallway serve --port $(PORT)

test: $(STAMPS)/python $(STAMPS)/web ## run all tests but the browser's (PostgreSQL too, with HALLWAY_TEST_POSTGRESQL)
	$(BIN)/pytest -q $(TWO_AT_A_TIME) --ignore=tests/e2e
	cd web && $(WITH_NODE) npm run --silent test -- --reporter=dot

check: $(STAMPS)/python $(STAMPS)/web test ## format, lint, types, import direction, drift of the API's types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd web && $(WITH_NODE) npm run --silent lint
	cd web && $(WITH_NODE) npm run --silent types
	$(MAKE) --no-print-directory types
	@git diff --exit-code --stat web/src/store/contract.ts || { echo "The API has changed: commit what 'make types' wrote." >&2; exit 1; }

format: $(STAMPS)/python ## lay out the Python code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

e2e: setup ## run the tests in a real browser
	$(BIN)/pytest -q $(THREE_AT_A_TIME) -m "not thorough" tests/e2e

e2e-all: setup ## the same with those that take longest: every screen, empty, overfull and wide; fifty badges and a kill
	$(BIN)/pytest -q $(THREE_AT_A_TIME) tests/e2e

bench: setup ## print the figures of docs/performance.md
	$(BIN)/python -m tests.bench

restore-drill: $(STAMPS)/python ## go back to a backup and see that nothing is lost (by hand before each event)
	$(BIN)/pytest -q tests/backups

sync-mutants: $(STAMPS)/python $(STAMPS)/npm ## break each rule of the sync in a copy and see its test fail
	$(BIN)/python -m tests.sync.mutants

hall-day: $(STAMPS)/python ## two phones, a bad network, servers that die; needs HALLWAY_TEST_POSTGRESQL
	$(BIN)/python -m tests.sync.hall_day

badge-twins: $(STAMPS)/python $(STAMPS)/npm ## read 20,000 made-up badge codes in Python and in TypeScript and compare
	$(BIN)/python -m tests.badges.twins

screenshots: setup ## take pictures of every screen; the chosen ones go to docs/screenshots/
	$(BIN)/python -m tests.e2e.screenshots

types: $(STAMPS)/python $(STAMPS)/tools ## write the TypeScript types of our API anew
	$(BIN)/python -m server.contract > web/tools/openapi.json
	cd web/tools && $(WITH_NODE) npx --no-install openapi-typescript openapi.json --alphabetize --output ../src/store/contract.ts

lock: $(STAMPS)/python ## make the lock files anew
	$(BIN)/uv pip compile --quiet pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -o requirements.lock
	$(BIN)/uv pip compile --quiet pyproject.toml --extra dev -c requirements.lock --universal --generate-hashes --no-emit-index-url --no-header -o requirements-dev.lock

clean: ## remove what setup made; data under instance/ stays
	rm -rf .venv $(STAMPS) web/node_modules web/tools/node_modules web/dist

$(STAMPS)/python: requirements-dev.lock requirements-node.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Hallway needs Python 3.11 or newer; none was found." >&2; exit 1; }
	@mkdir -p $(STAMPS)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements-dev.lock
	test -n "$(NODE_FITS)" || $(PIP) --require-hashes -r requirements-node.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/npm: $(STAMPS)/python web/package-lock.json
	cd web && $(WITH_NODE) npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(STAMPS)/tools: $(STAMPS)/python web/tools/package-lock.json
	cd web/tools && $(WITH_NODE) npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(STAMPS)/web: $(STAMPS)/npm $(WEB_SOURCES)
	cd web && $(WITH_NODE) npm run --silent build
	@touch $@
