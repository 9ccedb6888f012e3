# Everything a newcomer types. Each target makes .venv first, from the lock file.
PYTHON ?= python3
BIN := .venv/bin
# Every process would compile fourteen hundred modules again where bytecode is not written: it is kept in
# .local, beside the data of this checkout.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONPYCACHEPREFIX := $(CURDIR)/.local/bytecode

.PHONY: help venv run test check fix bench screens sbom audit files

help:  ## say what can be typed
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## */make \1\t/'

venv:
	@$(PYTHON) scripts/bootstrap.py

run: venv  ## start everything, print the address and the sample sign-ins (PORT=8000)
	@$(BIN)/python -m config.embedded.run

files: venv
	@DEBUG=1 STATIC_MANIFEST=1 LOG_LEVEL=WARNING $(BIN)/python -m config.prepare files

test: files  ## run every test, those in a browser after the others
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal --ignore tests/browser
	@BROWSER_PATH="$$($(BIN)/python scripts/browser.py)" $(BIN)/python -m pytest -q -n 2 --dist worksteal tests/browser

check: venv  ## lint, types, layers, templates, migrations, deployment settings
	@$(BIN)/python scripts/check.py

fix: venv  ## let the formatters mend what they can
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@git ls-files -co --exclude-standard 'templates/*.html' | xargs $(BIN)/djade --target-version 5.2

bench: files  ## measure speed against a limit found in the same run
	@$(BIN)/python -m benchmarks

screens: files  ## take the pictures in docs/screens
	@BROWSER_PATH="$$($(BIN)/python scripts/browser.py)" $(BIN)/python -m scripts.screens

sbom: venv  ## write down what a running Porchlight is made of (CycloneDX, in .local)
	@$(BIN)/python scripts/sbom.py

audit: venv  ## ask whether a weakness of a package is known (needs the internet; 75: nobody answered)
	@$(BIN)/python scripts/audit.py
