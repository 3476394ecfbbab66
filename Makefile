# Everything a developer runs. Written for GNU make 3.81 and BSD make alike: no functions, no conditionals.
#   make setup   .venv with the locked dependencies and this package     make demo   the main job, on SQLite
#   make test    the whole suite                                         make lint   ruff, mypy, import-linter
#   make bench   ours / floor, every figure                              make lock   new versions into the locks
#   make format  what ruff can mend by itself                            make clean  away with all of it

VENV = .venv
BIN = $(VENV)/bin
STAMP = $(VENV)/.holdord-setup
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK_VENV = .venv-lock
UV_VERSION = 0.13.8
WORKERS = 3
PYTEST_ARGS =

.PHONY: setup demo test lint lint-style lint-types lint-arrows format bench lock clean

setup: $(STAMP)

# Without build isolation, so that nothing is installed, not even to build something, that no lock has hashed.
$(STAMP): requirements/build.lock requirements/dev.lock pyproject.toml tools/python3
	@set -e; \
	python=`sh tools/python3`; \
	if test -x $(BIN)/python && $(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then :; else rm -rf $(VENV); echo "creating $(VENV) with $$python"; "$$python" -m venv $(VENV); fi
	$(PIP) --require-hashes -r requirements/build.lock
	$(PIP) --require-hashes --no-build-isolation -r requirements/dev.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@date > $(STAMP)

# COMPANY is retailer, service, membership, invoicing or visitors: make demo COMPANY=visitors
COMPANY = retailer

demo: $(STAMP)
	$(BIN)/holdord demo $(COMPANY) --serve

test: $(STAMP)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadscope $(PYTEST_ARGS)

lint: lint-style lint-types lint-arrows

lint-style: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lint-types: $(STAMP)
	$(BIN)/mypy

lint-arrows: $(STAMP)
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP)
	$(BIN)/python -m bench all

# The other locks take their versions from the dev lock, so that what is tested is what is installed.
# `make lock` keeps the pins that still fit; `make lock UPGRADE=--upgrade` takes the newest.
UPGRADE =
COMPILE_FROM = $(LOCK_VENV)/bin/uv pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet $(UPGRADE)
COMPILE = $(COMPILE_FROM) pyproject.toml

lock:
	@set -e; python=`sh tools/python3`; test -x $(LOCK_VENV)/bin/uv || "$$python" -m venv $(LOCK_VENV)
	$(LOCK_VENV)/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(COMPILE) --group dev -o requirements/dev.lock
	$(COMPILE) --constraint requirements/dev.lock --no-annotate -o requirements/runtime.lock
	$(COMPILE_FROM) --group build --constraint requirements/dev.lock --no-annotate -o requirements/build.lock

clean:
	rm -rf $(VENV) $(LOCK_VENV) .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache build dist .holdord
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
