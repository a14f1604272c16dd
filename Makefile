# make run    serve on http://localhost:8000 (PORT, HOST)     make stop   stop the database
# make dev    the same, reloading                             make test   checks and tests
# make demo   the same with twelve example learners           make faults what kills may not break
# make setup  the .venv, from requirements.txt                make bench  what things cost
# make lock   pin the requirements                            make load   what it carries
# make backup save the database into var/backups              make restore FILE=…  load it
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := run
.PHONY: run dev demo stop setup setup-dev chromium lint lint-types lint-rest test test-full \
  faults load bench lock backup restore

PY := .venv/bin/python
CHROMIUMS := chromium chromium-browser google-chrome google-chrome-stable
CHROMIUM_LINE := apt-get update && apt-get install -y chromium
# The tests' own server and files: a running site is not touched.
TEST_VAR := var/test
PYTEST := $(PY) -m pytest
UNIT := $(PYTEST) -n 2 --dist worksteal
IN_CHROMIUM := DJANGO_ALLOW_ASYNC_UNSAFE=1 $(PYTEST) tests/browser
STOP_TEST_SERVER := FLASHCARDS_VAR=$(TEST_VAR) $(PY) -m flashcards.embedded stop

# $(call install,FILE): the first Python that is new enough fills .venv from FILE.
define install
@for python in $${PYTHON:-python3 python3.13 python3.12 python3.11}; do \
  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
    exec "$$python" -m flashcards.install $(1); \
  fi; \
done; \
echo "flashcards: Python 3.11 or newer is needed, found: $$(python3 --version 2>&1)" >&2; exit 1
endef

setup:
	$(call install,requirements.txt)

setup-dev:
	$(call install,requirements-dev.txt)

run: setup
	@$(PY) -m flashcards.prepare && exec $(PY) -m flashcards.serve

dev: export FLASHCARDS_MODE := dev
dev: setup
	@$(PY) -m flashcards.prepare && { $(PY) manage.py run_jobs --with-parent $$$$ & \
	  exec $(PY) manage.py runserver "$${HOST:-localhost}:$${PORT:-8000}"; }

demo: setup
	@$(PY) -m flashcards.prepare && $(PY) manage.py make_demo && \
	  exec $(PY) -m flashcards.serve

stop:
	@test -x $(PY) || exit 0; $(PY) -m flashcards.embedded stop; \
	  test ! -d $(TEST_VAR) || $(STOP_TEST_SERVER); \
	  test ! -d var/bench || FLASHCARDS_VAR=var/bench $(PY) -m flashcards.embedded stop

backup: setup
	@$(PY) manage.py backup $(if $(KEEP),--keep $(KEEP))

# FORCE=1 replaces what is there.
restore: setup
	@test -n "$(FILE)" || { echo "flashcards: say which: make restore FILE=…" >&2; exit 1; }; \
	  $(PY) manage.py restore $(if $(FORCE),--force) "$(FILE)"

chromium:
	@for name in $(CHROMIUMS); do command -v $$name >/dev/null 2>&1 && exit 0; done; \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then $(CHROMIUM_LINE); else \
	    echo "flashcards: the browser tests need Chromium; run: $(CHROMIUM_LINE)" >&2; exit 1; fi

# Both halves at once: the types take as long as all the rest.
lint: setup-dev
	@$(MAKE) -j2 lint-types lint-rest

lint-types lint-rest: export FLASHCARDS_VAR := $(TEST_VAR)

lint-types:
	$(PY) -m mypy --no-error-summary .

lint-rest:
	$(PY) -m ruff format --check -q .
	$(PY) -m ruff check -q .
	find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 --check {} +
	$(PY) manage.py makemigrations --check --dry-run
	FLASHCARDS_MODE=production ALLOWED_HOSTS=flashcards.example EMAIL_HOST=mail.example \
	  DEFAULT_FROM_EMAIL=cards@flashcards.example \
	  SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	  $(PY) manage.py check --deploy --fail-level WARNING
	$(PY) -m bandit -q -ll -c pyproject.toml -r flashcards decks manage.py

# pytest rewrites each test module's asserts: kept, the second half has them at once.
test test-full: export PYTHONDONTWRITEBYTECODE :=

test: setup-dev chromium lint
	@trap '$(STOP_TEST_SERVER)' EXIT; \
	  $(UNIT) -m "not browser and not full" && $(IN_CHROMIUM) -m "browser and not full"

test-full: export HYPOTHESIS_PROFILE := full
test-full: setup-dev chromium lint
	@trap '$(STOP_TEST_SERVER)' EXIT; $(UNIT) -m "not browser" && $(IN_CHROMIUM) -m browser

# Minutes each, LOAD most: FAULTS="--quick", LOAD="--quick", BENCH="--quick --only rating"
# take less. LOAD needs Caddy, and says how to get it.
faults: setup-dev
	@$(PY) -m tests.faults $(FAULTS)

load: setup-dev
	@$(PY) -m tests.load $(LOAD)

bench: setup-dev
	@$(PY) -m tests.benchmarks $(BENCH)

lock:
	@command -v uv >/dev/null || { echo "flashcards: make lock needs uv" >&2; exit 1; }
	@for name in requirements requirements-dev; do \
	  uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header $$name.in -o $$name.txt || exit 1; done
