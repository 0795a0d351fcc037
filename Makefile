# Minga on a fresh machine: Python 3.11 or newer and make, nothing else.
# Everything is installed in .venv/, from the lock files and checked by hash; a second call is instant.
# Written for GNU make 3.81 and newer, and for folders with spaces in their names.

SHELL := /bin/sh
.SUFFIXES:
.DEFAULT_GOAL := help
.PHONY: help workshop test lab bench lint lock catalogues dictionary baseline venv test-venv clean

PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
# Matplotlib and the font cache write somewhere even when the home folder is empty or read-only.
MPLCONFIGDIR ?= $(CURDIR)/.cache/matplotlib
export MPLCONFIGDIR
ifeq ($(HOME),)
  export HOME := $(CURDIR)/.cache/home
endif
# Tests that drive a browser do not run beside the quick ones: a person's waiting time is part of what they see.
WORKERS ?= 2
ROOT_FLAG := $(shell [ "`id -u`" = 0 ] && echo --allow-root)

help:  ## this list / esta lista
	@echo 'Minga'
	@grep -E '^[a-z-]+:.*  ## ' Makefile | sed -e 's/:.*  ## /	/' | while IFS='	' read -r name words; do \
	  printf '  make %-11s %s\n' "$$name" "$$words"; done

workshop: .venv/.installed  ## load the examples, serve the workbook, open it / abrir el taller (ARGS=…)
	@.venv/bin/minga workshop $(ARGS)

test: test-venv  ## everything that is tested, the browser included / todas las pruebas
	@$(PY) -m tools.postgres
	@$(MAKE) --no-print-directory lint
	@browser="`$(PY) -m tools.find_browser --install`" || exit 1; \
	  nginx="`$(PY) -m tools.find_nginx --install`" || exit 1; \
	  MINGA_BROWSER="$$browser"; MINGA_NGINX="$$nginx"; export MINGA_BROWSER MINGA_NGINX; echo "Browser: $$browser"; bad=0; \
	  $(PY) -m pytest -q -n $(WORKERS) --dist loadfile -m 'not browser' $(ARGS) || bad=1; \
	  $(PY) -m pytest -q -n $(WORKERS) --dist loadfile -m browser $(ARGS) || [ $$? = 5 ] || bad=1; \
	  exit $$bad

lab: .venv/.installed  ## the notebooks in JupyterLab / los cuadernos en JupyterLab
	@$(PY) -m jupyter lab $(ROOT_FLAG) $(ARGS) notebooks

bench: test-venv  ## the benchmarks / las mediciones
	@for file in benchmarks/[a-z]*.py benchmarks/*/[a-z]*.py; do [ -f "$$file" ] || continue; echo "$$file"; $(PY) "$$file" $(ARGS) || exit 1; done

lint: test-venv  ## what pre-commit runs / lo que revisa pre-commit
	@$(PY) -m ruff check .
	@.venv/bin/lint-imports --no-cache --no-logo
	@$(PY) -m tools.tracked notebooks
	@$(PY) -m tools.tracked secrets
	@$(PY) -m tools.tracked words

lock: test-venv  ## make both lock files again / rehacer los archivos de versiones
	@[ -x .venv/bin/uv ] || $(PIP) install -q uv
	@$(PY) -m tools.lock $(ARGS)

catalogues: test-venv  ## collect the words people read / recoger los textos por traducir
	@$(PY) -m tools.catalogues

dictionary: .venv/.installed  ## write the data dictionary again / rehacer el diccionario de datos
	@$(PY) -m tools.dictionary

baseline: test-venv  ## look at found secrets and accept the false ones / revisar posibles secretos
	@$(PY) -m tools.tracked baseline

venv: .venv/.installed
test-venv: .venv/.installed-test

.venv/.installed-test: requirements-test.lock .venv/.installed
	@echo 'Installing what the tests need / Instalando lo que necesitan las pruebas…'
	@$(PIP) install -q --require-hashes --no-deps -r requirements-test.lock
	@touch $@

.venv/.installed: requirements.lock pyproject.toml .venv/.created
	@echo 'Installing Minga in .venv/ (a few minutes) / Instalando Minga en .venv/ (unos minutos)…'
	@$(PIP) install -q --require-hashes --no-deps -r requirements.lock
	@$(PIP) install -q --no-deps -e .
	@touch $@

# Rebuilt when the Python it was made from is gone.
ifneq ($(shell $(PY) -c 'print("alive")' 2>/dev/null),alive)
.PHONY: .venv/.created
endif
.venv/.created:
	@sh tools/make_venv.sh
	@touch $@

clean:  ## remove what was installed and the caches / borrar lo instalado y lo temporal
	rm -rf .venv .cache .ruff_cache .import_linter_cache .pytest_cache .hypothesis build dist test-artefacts
	find minga widgets tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
