# What a contributor needs: make check while writing, make test before a pull request, make format, make serve,
# make docs, make generate, make bench.
# Before a release, see docs/releasing.md: make slow, make race, make fuzz, make audit, make release.

.PHONY: check lint format test unit types scripts actions conformance licences packages peers browser bench serve docs generate slow huge race fuzz audit reproducible release

GOFUMPT = go run mvdan.cc/gofumpt@v0.12.0
ACTIONLINT = go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
STATICCHECK = go run honnef.co/go/tools/cmd/staticcheck@v0.8.2

# What npm writes last in a folder whose packages it installs.
INSTALLED = node_modules/.package-lock.json

%/$(INSTALLED): %/package.json %/package-lock.json
	npm --prefix $* ci --ignore-scripts --silent

# The fast loop, a minute at most: form, and the tests that take no seconds. It leaves out vet and the packages whose tests
# run whole commands, each of which is linked anew after a change of what all import. The first run fetches gofumpt.
WHOLE := bench|cli|federation|filing|parts|publish|reference/write|release|serve
check:
	@files=$$($(GOFUMPT) -l $$(git ls-files '*.go')) && [ -z "$$files" ] || { echo "make format mends: $$files"; exit 1; }
	go build ./...
	go test -short -vet=off -ldflags='-s -w' $$(go list ./... | grep -v -E '/internal/($(WHOLE))(/|$$)')
	@$(MAKE) --no-print-directory scripts

lint:
	$(STATICCHECK) ./...

format:
	$(GOFUMPT) -w $$(git ls-files '*.go')

test: lint unit types scripts actions conformance licences packages peers browser

# The benchmarks of the stages run once, so that they go on working; nothing looks at their times.
unit:
	go vet ./...
	go test ./...
	go test -run '^$$' -bench . -benchtime 1x ./internal/bench

# The types of the browser scripts, by the TypeScript compiler from npm.
types:
	@if command -v npm >/dev/null 2>&1; then \
		$(MAKE) --silent site/$(INSTALLED) && npm --prefix site run --silent types && echo "types: ok"; \
	else echo "types: skipped, npm is not installed"; fi

# The browser scripts under node, as far as they need no browser.
scripts:
	@if command -v npm >/dev/null 2>&1; then npm --prefix site run --silent test && echo "scripts: ok"; \
	else echo "scripts: skipped, npm is not installed"; fi

# The workflows of this repository, and those that init writes.
actions:
	$(ACTIONLINT) .github/workflows/*.yml templates/init/github/workflow.yml templates/init/github/issues.yml

# Reports against the schemas of their formats, a module of its own.
conformance:
	@if command -v npm >/dev/null 2>&1; then $(MAKE) --silent internal/conformance/$(INSTALLED); \
	else echo "conformance: npm is not installed, so exports are not held against the types of the engines' clients"; fi
	cd internal/conformance && go vet ./... && go test ./...

# The licences that the program lists against the texts in the module cache, a module of its own.
licences:
	cd internal/parts/collect && go vet ./... && go test -count=1 ./...

# The archives and packages of a release, a module of its own. Each test says so where the program that it asks is missing.
packages:
	cd internal/release/pack && go vet ./... && go test ./...

# The benchmarks beside other programs, a module of its own; its tests need none of them.
peers:
	cd internal/bench/peers && go vet ./... && go test ./...

# The tests in a browser, a module of its own; each says so where there is no Chromium, Java or npm. Most wait for the
# browser more than they compute, so more run at once than there are cores.
browser:
	@for name in chromium chromium-browser google-chrome; do command -v $$name && exit; done >/dev/null; \
		echo "browser: there is no Chromium, so its tests are skipped; on Debian, sh internal/browser/install.sh installs it"
	@if command -v npm >/dev/null 2>&1; then $(MAKE) --silent internal/browser/$(INSTALLED); \
	else echo "browser: npm is not installed, so HTML and accessibility are not checked"; fi
	cd internal/browser && go vet ./... && go test -timeout 45m -parallel 4 ./...

# The stages; then, for docs/performance.md, the whole program and search beside others, which takes an hour.
bench:
	@sh internal/browser/install.sh
	npm --prefix internal/bench/peers ci --ignore-scripts --silent
	go test -run '^$$' -bench . ./internal/bench
	cd internal/bench/peers && go run ./table -n 1000,10000 && go run ./known && go run ./search -n 1000,10000

serve:
	@echo "the first run compiles for a minute or two"
	go run ./cmd/hindcast serve

# The site of the documentation, in docs/public.
docs:
	go run ./cmd/hindcast build -C docs

# The built scripts of site/assets, the licences of what is linked, the lexers of Chroma, the fonts, and docs/reference.
generate:
	go generate ./site ./internal/parts ./internal/highlight ./internal/card ./internal/reference/write

# What follows takes long or needs other machines, so it is no part of make test; docs/testing.md has more of that kind.

# The tests that make test takes a small number of the same of, at their full counts.
slow:
	HINDCAST_TEST_LONG=1 go test -count=1 -timeout 60m \
		-run '^(TestPushRace|TestVerdictsByChance|TestFiguresRecomputed|TestBuildKilled|TestIncrementalEqualsClean)$$' ./internal/filing ./internal/trend ./internal/trendpages ./internal/cli
	cd internal/browser && HINDCAST_TEST_LONG=1 go test -count=1 -timeout 60m -parallel 4 \
		-run '^(TestPages|TestPrecedentPages|TestSearchParity)$$' .

# Weight, height and links of every page of a site of 10,000 records.
huge:
	cd internal/browser && HINDCAST_TEST_LONG=1 go test -count=1 -timeout 60m -v -run '^TestHugeLog$$' .

race:
	go test -race -timeout 60m ./...

# Every fuzz target for FUZZTIME, one minute unless said otherwise.
fuzz:
	@sh internal/release/fuzz.sh

# Known vulnerabilities in what is linked and in what tests need.
audit:
	@sh internal/release/audit.sh

# Every binary of a release twice, from two folders and without what was compiled before; and the size of each.
reproducible:
	HINDCAST_TEST_LONG=1 go test -count=1 -timeout 60m -run '^(TestSameBytesFromTwoFolders|TestSize)$$' ./internal/release

# The files of a release: make release VERSION=1.2.3 REPOSITORY=https://github.com/OWNER/hindcast, or of some platforms with
# PLATFORMS=linux/amd64,darwin/arm64. What they bear as their time is that of the commit.
release:
	SOURCE_DATE_EPOCH="$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)}" go run ./internal/release -version '$(VERSION)' -out 'dist/$(VERSION)' -repository '$(REPOSITORY)' -platforms '$(PLATFORMS)'
