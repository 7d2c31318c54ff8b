# run: the atlas · test: everything · thorough: what that samples in full · check: style, types and imports
# scorecard: what is promised beside what is measured · coverage: everything, and how much of the code it runs
# fix: what can be fixed by itself · audit: the pinned libraries against known vulnerabilities, over the network
# bench: the figures · data: the geography, the gazetteer and the generated pages anew · lock: the locks anew
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
# For Python 3.11 and later at once; no address of an index, so that the lock holds wherever packages come from.
LOCK := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

# The extras of pyproject.toml, and those of them which INCIDENTS names (duckdb:folder, spark:/folder?…), WORKSPACE
# (postgresql://…) and ACCESS (oidc).
ALL_EXTRAS := duckdb spark postgres oidc
EXTRAS := $(filter duckdb spark,$(firstword $(subst :, ,$(INCIDENTS)))) \
	$(patsubst postgres%,postgres,$(filter postgres postgresql,$(firstword $(subst :, ,$(WORKSPACE))))) $(filter oidc,$(ACCESS))
# Several servers (WORKERS) need HAProxy.
BALANCER := $(if $(filter-out 1,$(WORKERS)),haproxy)
APT_INSTALL := DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends

.PHONY: run test thorough scorecard coverage audit check fix bench bench-large data lock java haproxy postgresql

# PORT, ADDRESS and the other settings are environment variables: docs/settings.md.
run: $(VENV)/.run $(EXTRAS:%=$(VENV)/.%) $(BALANCER)
	$(BIN)/python -m faultline serve

test: $(VENV)/.dev $(VENV)/.browser java haproxy postgresql check
	$(BIN)/python -m pytest --numprocesses 2

# What `make test` samples, in full: all selections and hostile files, and more examples of most laws.
thorough: export THOROUGH = 1
thorough: test

# Hours: ONLY=S5,S17 measures some rows alone. docs/trust.md lists the variables by which others bring their own files.
scorecard: export THOROUGH = 1
scorecard: $(VENV)/.dev $(VENV)/.browser
	$(BIN)/python -m tests.scorecard --only "$(ONLY)"

# Apart, for counting lines doubles what most tests take.
coverage: $(VENV)/.dev $(VENV)/.browser java haproxy postgresql
	$(BIN)/python -m pytest --numprocesses 2 --cov --cov-report=term

audit: $(VENV)/.dev
	for lock in requirements.txt $(ALL_EXTRAS:%=requirements-%.txt) requirements-dev.txt; do \
		$(BIN)/uv tool run pip-audit --strict --disable-pip --require-hashes --requirement $$lock || exit 1; done

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/oxlint --deny-warnings geo/mapping/static geo/web/page_static geo/handover/static
	$(BIN)/oxfmt --check geo/mapping/static geo/web/page_static geo/handover/static

fix: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/oxfmt geo/mapping/static geo/web/page_static geo/handover/static

bench: $(VENV)/.dev $(VENV)/.browser java haproxy
	$(BIN)/python -m tests.bench

# A hundred million incidents in a packed folder: hours to make, 30 GB of disk.
bench-large: $(VENV)/.dev java
	$(BIN)/python -m tests.bench.large

data: $(VENV)/.dev
	$(BIN)/python data/build_geography.py --fetch
	$(BIN)/python data/build_divisions.py
	$(BIN)/python data/build_basemap.py --fetch
	$(BIN)/python data/build_gazetteer.py --fetch
	$(BIN)/python data/build_districts.py --fetch
	$(BIN)/python data/build_countries.py
	$(BIN)/python docs/build_dictionary.py
	$(BIN)/python docs/build_settings.py
	$(BIN)/python docs/build_policy.py
	$(BIN)/python docs/build_api.py
	$(BIN)/python docs/build_formats.py

lock: $(VENV)/.dev
	$(LOCK) pyproject.toml --output-file requirements.txt
	for extra in $(ALL_EXTRAS); do \
		$(LOCK) pyproject.toml --extra $$extra --constraint requirements.txt --output-file requirements-$$extra.txt || exit 1; \
	done
	$(LOCK) pyproject.toml --group dev $(ALL_EXTRAS:%=--extra %) --constraint requirements.txt --output-file requirements-dev.txt

# Debian's Python comes without venv's parts unless asked for; virtualenv needs only pip.
$(VENV)/.run: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV) \
		&& $(PYTHON) -m pip install --quiet --disable-pip-version-check --target $(VENV)-tools virtualenv \
		&& PYTHONPATH=$(VENV)-tools $(PYTHON) -m virtualenv --quiet $(VENV); }
	$(INSTALL) -r requirements.txt
	touch $@

$(ALL_EXTRAS:%=$(VENV)/.%): $(VENV)/.%: requirements-%.txt $(VENV)/.run
	$(INSTALL) -r $<
	touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(INSTALL) -r requirements-dev.txt
	touch $@

# A browser: Debian's where there is one or we may install it, else Playwright's own.
$(VENV)/.browser: $(VENV)/.dev
	command -v chromium >/dev/null \
		|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
			&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } \
		|| $(BIN)/python -m playwright install chromium
	touch $@

# Java for Spark: Debian's, where there is none and we may install it. Elsewhere it is said, and Spark's tests fail.
java:
	@command -v java >/dev/null \
		|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
			&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq openjdk-17-jre-headless; } \
		|| echo "The tests on Spark need Java 17 or later, and there is none here: install it, such as openjdk-17-jre-headless." >&2

# HAProxy for several servers: Debian's, where there is none and we may install it. Elsewhere the start says it.
haproxy:
	@PATH="$$PATH:/usr/sbin:/usr/local/sbin" command -v haproxy >/dev/null \
		|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && $(APT_INSTALL) haproxy; } \
		|| echo "Several servers need HAProxy 2.6 or later, and there is none here: install it." >&2

# PostgreSQL for the tests of a workspace in it, which start a server of their own: Debian's, likewise.
postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null \
		|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && $(APT_INSTALL) postgresql; } \
		|| echo "The tests on PostgreSQL need its server, and there is none here: install it, such as postgresql." >&2
