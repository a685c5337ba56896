# Every target is documented by its ## comment; `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
DEMO_ON := 2024-11-14T10:00

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench accuracy docs survey wheel check-wheel fixtures clean

help: ## show this help
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | awk -F '\t' '{printf "  make %-12s %s\n", $$1, $$2}'

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9 || true
	if [ -x $(BIN)/uv ]; then $(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[dev]'; \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'; fi
	touch $@

demo: $(STAMP) ## judge the sample dossiers and write out/demo/
	@$(BIN)/segur-dossier build fixtures/dossiers --on $(DEMO_ON) --rules fixtures/overlay -o out/demo; \
	code=$$?; if [ $$code -gt 1 ] && [ $$code -ne 3 ]; then exit $$code; fi
	@echo "Ouvrir out/demo/index.html dans un navigateur."

test: lint ## run lint, types and every test
	$(BIN)/python -m pytest -n 2

lint: $(STAMP) ## check style (ruff) and types (mypy, strict)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(STAMP) ## measure ours against the floor and a naive script
	$(BIN)/python -m bench.run
	$(BIN)/python -m bench.registers

docs: $(STAMP) ## write docs/rules.md again from the rules
	$(BIN)/segur-dossier rules page --lang fr > docs/rules.md.new && mv docs/rules.md.new docs/rules.md

accuracy: $(STAMP) ## measure what is read right, abstained from and accepted wrongly on 873 papers and scans
	$(BIN)/python -m bench.accuracy

survey: $(STAMP) ## judge 500 good dossiers of every kind, role and scheme: no blocking rule may fail
	$(BIN)/python -m bench.survey

wheel: $(STAMP) ## build the sdist and the wheel into dist/
	rm -rf dist build
	$(BIN)/python -m build --outdir dist .

check-wheel: wheel ## install the wheel in a fresh environment and run it there
	rm -rf build/wheel-check && $(PYTHON) -m venv build/wheel-check
	build/wheel-check/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt dist/*.whl
	cd build && wheel-check/bin/segur-dossier --version && wheel-check/bin/segur-dossier rules list > /dev/null
	code=0; build/wheel-check/bin/segur-dossier check fixtures/dossiers --on $(DEMO_ON) --rules fixtures/overlay -q || code=$$?; [ $$code -eq 1 ]

fixtures: $(STAMP) ## write the committed sample dossiers and the examples of the rules again
	$(BIN)/python -m fixtures.batch
	$(BIN)/python -m fixtures.examples

clean: ## remove what was built, the environment included
	rm -rf $(VENV) build dist out *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
