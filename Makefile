# Everything a contributor does, on a .venv of its own. `make help` lists it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
VENV ?= .venv
PY := $(VENV)/bin/python
BASE_PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$p; break; }; done)
STAMP := $(VENV)/.installed

unexport PYTHONDONTWRITEBYTECODE  # tests and lessons start hundreds of processes: none compiles what another has compiled

.PHONY: help install run test check format lint types contracts spelling simulator lessons catalogue wheel clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

$(STAMP): pyproject.toml
	@test -n "$(BASE_PYTHON)" || { echo "tuidl needs Python 3.11 or newer; name it with BASE_PYTHON=/path/to/python"; exit 1; }
	@echo "setting up $(VENV) with $(BASE_PYTHON): this is done once and takes a minute or two"
	@test -x $(PY) || $(BASE_PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

install: $(STAMP)  ## a .venv with everything (Python 3.11 or newer)

run: $(STAMP)  ## the program
	$(PY) -m tuidl

test: $(STAMP)  ## the tests, a process for each processor, warnings are errors
	$(PY) -m pytest -n auto --maxprocesses 8

spelling: $(STAMP)  ## words that are no words (tests spell wrong on purpose)
	$(VENV)/bin/codespell tuidl lessons docs assets benchmarks .ci README.md CHANGELOG.md CONTRIBUTING.md Makefile pyproject.toml

simulator: $(STAMP)  ## the CUDA kernels in numba's simulator, no GPU needed
	NUMBA_ENABLE_CUDASIM=1 $(PY) -m pytest tests/cuda/simulator

check: format lint types contracts spelling  ## all that reads the code without running it

format: $(STAMP)  ## is the code formatted (mend: ruff format tuidl tests benchmarks)
	$(PY) -m ruff format --check tuidl tests benchmarks

lint: $(STAMP)  ## ruff
	$(PY) -m ruff check tuidl tests benchmarks

types: $(STAMP)  ## mypy, strict
	$(PY) -m mypy

contracts: $(STAMP)  ## who may import whom
	$(VENV)/bin/lint-imports

lessons: $(STAMP)  ## every lesson: read, every step tried on five seeds, then its goals in quick mode
	$(PY) -m tuidl lesson check --run --seeds 5 --quiet
	@set -e -o pipefail; for id in $$($(PY) -m tuidl lessons --json | \
		$(PY) -c 'import json, sys; print(*(row["id"] for row in json.load(sys.stdin)["lessons"]))'); do \
		$(PY) -m tuidl run "$$id" --headless --quick --quiet; done

catalogue: $(STAMP)  ## the sentences of the interface, collected for translators
	$(PY) .ci/catalogue.py

wheel: $(STAMP)  ## build the wheel and run it from a clean environment elsewhere
	$(PY) .ci/wheel.py

clean:  ## remove what was built
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
