# make chat   the chat page over the articles in seeds/
# make test   checks and tests
# make check  formatting, lint and types only
# make gate   the development questions against the committed baseline; make baseline renews it

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: chat test check format gate baseline clean

chat: $(VENV)/.chat
	$(BIN)/sourcesay chat --sources seeds

test: check
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

check: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

gate: $(VENV)/.test
	$(BIN)/python -m tests.gate

baseline: $(VENV)/.test
	$(BIN)/python -m tests.gate --write

clean:
	rm -rf $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Sourcesay needs Python 3.11 or newer; run: make PYTHON=python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.chat: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.test: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@ $(VENV)/.chat
