# `make demo` and `make test` need Python 3.11, pip and make; everything else they install in .venv.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=

VENV := .venv
PY := $(VENV)/bin/python
# Debian keeps ensurepip in python3-venv; without it the machine's own pip installs into the environment.
PIP = $$(test -x $(VENV)/bin/pip && echo $(PY) -m pip || echo $(PYTHON) -m pip --python $(PY))
INSTALL = $(PIP) install -qq --disable-pip-version-check --require-hashes -r
KERNEL := matching/engine/native/kernel.so
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
# The checks read the settings, which refuse to load without a key.
CHECK_ENV := DEBUG=true SECRET_KEY=only-for-checks
# The demo is its own: what the environment says of other stores and brokers is not for it.
DEMO_ENV := DEMO=true DEBUG=false SITE_URL=http://127.0.0.1:$(PORT) EMAIL_URL=file://$(CURDIR)/var/mail \
	DATABASE_URL=sqlite:///var/demo.sqlite3 CELERY_BROKER_URL= REDIS_URL= \
	LOG_LEVEL=WARNING MATCHING_SILENCE_S=20

.PHONY: setup setup-dev demo test services browser screenshots bench-quality bench-demo bench-night bench-speed plot-speed lint types checks format lock clean
.DELETE_ON_ERROR:

setup: $(VENV)/.installed $(CATALOGUES) $(KERNEL)
setup-dev: setup $(VENV)/.installed-dev

demo: setup var/static/staticfiles.json
	@$(DEMO_ENV) $(PY) manage.py demo --port $(PORT)

test: setup-dev
	@$(PY) -m tests.run_on_stores $(ARGS)

services: setup-dev
	@$(PY) -m tests.run_on_servers $(ARGS)

browser: setup-dev
	@$(PY) -m pytest -m browser --junitxml=var/reports/browser.xml $(ARGS)

# The pictures of the documentation: the pages that decide, in the three languages.
screenshots: setup-dev
	@PICTURES=docs/screenshots $(PY) -m pytest -m browser tests/browser/test_pages.py -k "1440 and light" $(ARGS)

bench-quality: setup-dev
	@$(PY) -m tests.benchmarks.quality $(ARGS)

bench-demo: setup-dev
	@$(PY) -m tests.benchmarks.demo

bench-speed: setup-dev
	@$(PY) -m tests.benchmarks.speed $(ARGS)

plot-speed: setup-dev
	@$(PY) -m tests.benchmarks.speed.plot $(ARGS)

bench-night: setup-dev
	@$(PY) -m tests.benchmarks.night $(ARGS)

lint: setup-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

format: setup-dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: setup-dev
	$(CHECK_ENV) $(PY) -m mypy .

checks: setup-dev
	$(CHECK_ENV) $(PY) manage.py makemigrations --check --dry-run
	set -a; . deploy/portal.env.example; $(PY) manage.py check --deploy --fail-level WARNING

# Pins every dependency with its hashes, and names no package index.
lock: setup
	$(PIP) install --quiet uv
	for name in requirements requirements-dev; do \
		$(PY) -m uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links \
			--no-annotate --universal --python-version 3.11 $$name.in -o $$name.txt || exit 1; \
	done

clean:
	rm -rf $(VENV) var/static var/reports $(CATALOGUES) $(KERNEL)

$(VENV)/.installed: requirements.txt | $(PY)
	@echo "Installing the libraries in $(VENV) ..."
	@$(INSTALL) $<
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing the development tools in $(VENV) ..."
	@$(INSTALL) $<
	@touch $@

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo "Python 3.11 is needed; name it with: make $(MAKECMDGOALS) PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || $(PYTHON) -m venv --clear --without-pip $(VENV)

var/static/staticfiles.json: $(shell find $(filter-out var/static,$(wildcard */static)) -type f) $(VENV)/.installed
	@$(DEMO_ENV) $(PY) manage.py collectstatic --no-input --verbosity=0
	@touch $@

# Where there is no C compiler this says so, and the portable kernel does the work.
$(KERNEL): $(wildcard matching/engine/native/*.c) matching/engine/native/build.py | $(VENV)/.installed
	@$(PY) -m matching.engine.native

# Not `pybabel compile`: it takes "% of" for a placeholder. Ours are checked by tests/test_translations.py.
%.mo: %.po | $(VENV)/.installed
	@$(PY) -c 'import sys; from babel.messages import mofile, pofile; \
		mofile.write_mo(open(sys.argv[2], "wb"), pofile.read_po(open(sys.argv[1], "rb")))' $< $@
