# make serve    install, ingest the samples, serve the chat page      (PORT=8000 HOST=127.0.0.1)
# make test     install with the development tools and run every check
# make check    the checks alone                 make fix     format and mend what can be mended
# make eval     DATA=set, or folder of sets
# make bench    DATA=folder-or-file (WORK=folder for what it makes, SCALE="1000 10000" passages to grow to)
# make soak     the long forms of the tests that hold the promises of docs/operations.md (REPORT=file SEED=n)
# make lock     constraints.txt again, from today's versions (ONLY="name name")
# make licences docs/licences.md again               make sbom   the bill of materials (BOM=file)
# make clean    remove everything these commands made

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

HOST ?= 127.0.0.1
PORT ?= 8000
# Where the demonstration keeps its documents.
RUN_DATA ?= .run/data
# Where benchmarks keep other libraries, corpora and stores.
WORK ?= .run/bench
# Sizes that benchmarks let an index grow to; none where it is empty. A million passages take two hours.
SCALE ?=
VENV ?= .venv
# The first Python that really runs and is new enough; a shim on the path may not run.
PYTHON ?= $(shell for one in python3.11 python3; do \
	$$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$one && break; \
	done)

# Python compiles what it imports, which is less than all that is installed, and keeps it: without
# that every start takes four seconds more.
unexport PYTHONDONTWRITEBYTECODE
PIP := $(VENV)/bin/python -m pip install --disable-pip-version-check --quiet --no-compile \
	--constraint constraints.txt
BRIEFING := $(VENV)/bin/briefing
# Empty files whose times say what was installed last, so that nothing is installed twice.
INSTALLED := $(VENV)/.installed
TOOLED := $(VENV)/.installed-with-tools

.PHONY: help serve test check fix eval bench soak lock licences sbom browser clean

help:
	@sed -n '/^# make/s/^# //p' Makefile

$(VENV)/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or later is needed; name it with PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# Where pip's index offers GPU builds of torch only, they are large: an index with CPU builds can be
# configured in pip (`pip config set global.extra-index-url ...`).
$(INSTALLED): pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable .
	@touch $@

$(TOOLED): pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable '.[dev]'
	@touch $(INSTALLED) $@

serve: $(INSTALLED)
	$(BRIEFING) --data-dir $(RUN_DATA) ingest samples/briefings
	$(BRIEFING) --data-dir $(RUN_DATA) serve --host $(HOST) --port $(PORT)

test: $(TOOLED) browser
	@$(MAKE) --no-print-directory check

# Processes that test side by side; each loads the model, and takes one core. Tests with a browser go
# by themselves: its driver keeps an event loop in the main thread, where no other can run then.
# Files are taken in the tests' own order: the long ones first.
WORKERS ?= 2
PYTEST := OMP_NUM_THREADS=1 $(VENV)/bin/pytest --numprocesses=$(WORKERS) --dist=loadfile \
	--no-loadscope-reorder
check:
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PYTEST) -m 'not browser'
	$(PYTEST) -m browser

fix:
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

# The browser tests drive Debian's chromium and skip, saying so, where there is none.
browser:
	@if command -v chromium >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium fonts-noto-cjk \
		|| echo "chromium could not be installed; the browser tests will be skipped" >&2; \
	else \
		echo "chromium is not installed; the browser tests will be skipped" >&2; \
	fi

eval: $(TOOLED)
	@[ -n "$(DATA)" ] || { echo "usage: make eval DATA=folder-or-file" >&2; exit 2; }
	@mkdir -p benchmarks/results
	$(BRIEFING) eval $(DATA) --output benchmarks/results --into docs/evaluation.md

bench: $(TOOLED)
	@[ -n "$(DATA)" ] || { echo "usage: make bench DATA=folder-or-file [WORK=folder] [SCALE=sizes]" >&2; exit 2; }
	@mkdir -p benchmarks/results
	$(VENV)/bin/python benchmarks/peer_comparison.py $(DATA) $(WORK)
	$(VENV)/bin/python benchmarks/ingest_speed.py $(DATA) --limit 300 --runs 2
	$(VENV)/bin/python benchmarks/http_load.py $(DATA) $(WORK)
	$(VENV)/bin/python benchmarks/starting.py $(DATA) $(WORK)
	$(VENV)/bin/python benchmarks/footprint.py $(DATA) $(WORK)
	$(if $(SCALE),$(VENV)/bin/python benchmarks/scale.py $(DATA) --passages $(SCALE) --grown $(WORK)/grown)
	$(VENV)/bin/python benchmarks/performance_page.py

# Stopped, it goes on where it was: what has passed at this commit with this seed is in the report.
REPORT ?= .run/soak.json
SEED ?= 20260101
soak: $(TOOLED) browser
	$(VENV)/bin/pytest -v --soak $(REPORT) --seed $(SEED)

# What may move; everything when nothing is named. Afterwards: make licences, make test.
ONLY ?=
lock: $(TOOLED)
	$(VENV)/bin/python -m supply.lock $(ONLY)

licences: $(TOOLED)
	$(VENV)/bin/python -m supply.licences

BOM ?= .run/briefing-qa.cdx.json
sbom: $(TOOLED)
	@mkdir -p $(dir $(BOM))
	$(VENV)/bin/python -m supply.bill > $(BOM)

clean:
	rm -rf $(VENV) .run .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
