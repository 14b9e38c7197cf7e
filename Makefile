# What a contributor needs: make test, make serve, make generate.

.PHONY: test unit types conformance browser serve generate

test: unit types conformance browser

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
	cd internal/conformance && go vet ./... && go test ./...

# The tests in a browser, a module of its own; each says so where there is no Chromium, Java or npm.
browser:
	@sh internal/browser/install.sh
	@if command -v npm >/dev/null 2>&1; then npm --prefix internal/browser ci --ignore-scripts --silent; \
	else echo "browser: npm is not installed, so HTML and accessibility are not checked"; fi
	cd internal/browser && go vet ./... && go test -timeout 30m ./...

serve:
	go run ./cmd/hindcast serve

# The built scripts of site/assets.
generate:
	go generate ./site
