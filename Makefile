# Everything a newcomer types. Each target makes .venv first, from the lock file.
PYTHON ?= python3
VENV := .venv/bin
export PYTHONWARNINGS ?= default

.PHONY: run test check fix bench screens venv

venv:
	@$(PYTHON) scripts/bootstrap.py

run: venv
	@$(VENV)/python -m config.embedded.run
