# Everything a contributor needs: make test, make serve, make generate.

.PHONY: test unit serve

test: unit

unit:
	go vet ./...
	go test ./...

serve:
	go run ./cmd/hindcast serve
