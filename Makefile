# Few commands, and everything uses them. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PLUGIN := grafana-plugin
.DEFAULT_GOAL := help

.PHONY: help setup setup-dev demo plugin plugin-host plugin-lint plugin-test grafana-home bench-panel test test-grafana test-loki test-tools lint format bench chaos soak fuzz wheel clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.installed ## a virtual environment with .venv/bin/barograph, from PyPI, no root

setup-dev: $(VENV)/.installed-dev ## the same with what lint and tests need

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || { echo "Barograph needs Python 3.11 to 3.13; this is $$($(PYTHON) --version). Set PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python can't make a virtual environment: install the package python3-venv."; exit 1; }

$(VENV)/.installed: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.'
	@touch $@

$(VENV)/.installed-dev: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.installed

demo: setup ## the product against a simulated shop; PROMETHEUS=http://... uses a real one instead
	@$(BIN)/barograph demo $(if $(PROMETHEUS),--prometheus "$(PROMETHEUS)") $(if $(PORT),--port "$(PORT)")

lint: setup-dev plugin-lint ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: setup-dev ## put the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test-tools: ## the real servers and the browser that the tests use
	@tests/tools/install.sh

$(PLUGIN)/node_modules/.installed: $(PLUGIN)/package-lock.json
	@command -v npm >/dev/null || { echo "The Grafana plugin is built with npm: install nodejs and npm."; exit 1; }
	cd $(PLUGIN) && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	@touch $@

plugin: $(PLUGIN)/node_modules/.installed ## the Grafana plugin in grafana-plugin/dist
	cd $(PLUGIN) && npm run --silent build

plugin-lint: $(PLUGIN)/node_modules/.installed
	cd $(PLUGIN) && npm run --silent lint && npm run --silent typecheck

plugin-test: plugin
	cd $(PLUGIN) && npm run --silent test && npm run --silent build:host

plugin-host: setup-dev plugin ## the plugin in a page of its own, for your browser: a shop, Barograph and a stand-in for Grafana
	$(BIN)/python -m tests.servers.plugin_stage

grafana-home: plugin ## plugin, data sources and dashboards into a Grafana: make grafana-home DIR=/path [ALERTING=yes]
	@test -n "$(DIR)" || { echo "Say where: make grafana-home DIR=/path"; exit 1; }
	@mkdir -p "$(DIR)"/plugins "$(DIR)"/provisioning "$(DIR)"/dashboards
	@rm -rf "$(DIR)"/plugins/barograph-anomaly-app
	@cp -r $(PLUGIN)/dist "$(DIR)"/plugins/barograph-anomaly-app
	@cp -r provisioning/grafana/datasources provisioning/grafana/dashboards provisioning/grafana/plugins $(if $(ALERTING),provisioning/grafana/alerting) "$(DIR)"/provisioning
	@cp dashboards/*.json "$(DIR)"/dashboards
	@echo "Start Grafana with:"
	@echo "  GF_PATHS_PLUGINS=$(abspath $(DIR))/plugins GF_PATHS_PROVISIONING=$(abspath $(DIR))/provisioning"
	@echo "  GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS=barograph-anomaly-app,barograph-anomaly-datasource,barograph-anomaly-panel"
	@echo "  BAROGRAPH_DASHBOARDS=$(abspath $(DIR))/dashboards BAROGRAPH_URL=http://127.0.0.1:8427 BAROGRAPH_API_KEY= PROMETHEUS_URL=http://127.0.0.1:9090"

wheel: plugin ## one wheel with the Grafana plugin inside, tried in an environment of its own far from here
	@rm -rf build
	@$(PYTHON) -m venv build/tools
	build/tools/bin/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir build/wheel .
	$(PYTHON) tests/tools/try_wheel.py build/wheel/*.whl
	@ls build/wheel/*.whl

test: setup-dev test-tools plugin-test ## every test, with the coverage floor
	$(BIN)/coverage erase
	$(BIN)/python -m pytest -n 2 --cov --cov-branch --cov-report=
	$(BIN)/coverage report

test-loki: setup-dev ## the tests against a Loki of yours: make test-loki LOKI_URL=http://127.0.0.1:3100
	@test -n "$(LOKI_URL)" || { echo "Say which Loki: make test-loki LOKI_URL=http://127.0.0.1:3100"; exit 1; }
	LOKI_URL=$(LOKI_URL) $(BIN)/python -m pytest tests/integration/sources/test_loki_real.py

test-grafana: $(PLUGIN)/node_modules/.installed ## flows in a Grafana of yours: make test-grafana GRAFANA_URL=http://127.0.0.1:3000
	@test -n "$(GRAFANA_URL)" || { echo "Say which Grafana: make test-grafana GRAFANA_URL=http://127.0.0.1:3000"; exit 1; }
	GRAFANA_URL=$(GRAFANA_URL) $(PLUGIN)/node_modules/.bin/node --test --test-concurrency=1 tests/browser/flows/*.test.mjs

bench: setup-dev ## every benchmark (NAMES="api score": these), kept in results/ and shown in docs/benchmarks.md
	@mkdir -p results
	@for name in $(or $(NAMES),$$($(BIN)/python -m barograph.bench._page --names)); do \
		echo "$$name"; $(BIN)/barograph bench $$name --json > results/$$name.json; \
		if [ ! -s results/$$name.json ]; then rm results/$$name.json; echo "$$name gave no result"; fi; done
	$(BIN)/python -m barograph.bench._page results docs/benchmarks.md

chaos: setup-dev ## kill gateways, drop the bus, restart Redis: every client sees every event once
	CHAOS_ROUNDS=5 CHAOS_CLIENTS=40 $(BIN)/python -m pytest tests/integration/live/test_chaos.py

bench-panel: ## frames a second of the panel with 500 series: make plugin-host elsewhere, then HOST_URL=... make bench-panel
	@test -n "$(HOST_URL)" || { echo "Say which host: HOST_URL=http://127.0.0.1:... as make plugin-host prints it"; exit 1; }
	HOST_URL=$(HOST_URL) $(PLUGIN)/node_modules/.bin/node tests/browser/bench.mjs

soak: setup-dev ## the product for an hour (MINUTES=15 is shorter): no memory, file or thread may pile up
	SOAK_MINUTES=$(or $(MINUTES),60) $(BIN)/python -m pytest -s tests/integration/test_soak.py

fuzz: setup-dev ## noise at everything that strangers can send to
	FUZZ_EXAMPLES=5000 $(BIN)/python -m pytest tests/unit/live

clean: ## remove what the other commands made
	rm -rf $(VENV) build var results .coverage* htmlcov
