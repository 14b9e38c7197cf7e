# What a contributor needs: make test, make serve, make generate, make bench.
# Before a release, see docs/releasing.md: make race, make fuzz, make audit, make release.

.PHONY: test unit types conformance licences peers browser bench serve generate

test: unit types conformance licences peers browser

unit:
	go vet ./...
	go test ./...

# The types of the browser scripts, by the TypeScript compiler from npm.
types:
	@if command -v npm >/dev/null 2>&1; then \
		npm --prefix site ci --silent && npm --prefix site run --silent types && echo "types: ok"; \
	else echo "types: skipped, npm is not installed"; fi

# Reports against the schemas of their formats, a module of its own.
conformance:
	@if command -v npm >/dev/null 2>&1; then npm --prefix internal/conformance ci --ignore-scripts --silent; \
	else echo "conformance: npm is not installed, so exports are not held against the types of the engines' clients"; fi
	cd internal/conformance && go vet ./... && go test ./...

# The licences that the program lists against the texts in the module cache, a module of its own.
licences:
	cd internal/parts/collect && go vet ./... && go test ./...

# The benchmarks beside other programs, a module of its own; its tests need none of them.
peers:
	cd internal/bench/peers && go vet ./... && go test ./...

# The tests in a browser, a module of its own; each says so where there is no Chromium, Java or npm.
browser:
	@sh internal/browser/install.sh
	@if command -v npm >/dev/null 2>&1; then npm --prefix internal/browser ci --ignore-scripts --silent; \
	else echo "browser: npm is not installed, so HTML and accessibility are not checked"; fi
	cd internal/browser && go vet ./... && go test -timeout 45m ./...

# Search beside Pagefind and MiniSearch, for docs/performance.md; takes half an hour.
bench:
	@sh internal/browser/install.sh
	npm --prefix internal/bench/peers ci --ignore-scripts --silent
	cd internal/bench/peers && go run ./known && go run ./search -n 1000,10000

serve:
	go run ./cmd/hindcast serve

# The built scripts of site/assets, and the licences of what is linked.
generate:
	go generate ./site ./internal/parts
