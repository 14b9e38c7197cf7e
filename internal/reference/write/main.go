// Command write writes the pages of docs/reference.
package main

import (
	"log"
	"os"
	"path/filepath"

	"hindcast/internal/cli"
	"hindcast/internal/reference"
)

//go:generate go run . ../../../docs/reference

func main() {
	for name, text := range reference.Files(cli.Command()) {
		if err := os.WriteFile(filepath.Join(os.Args[1], name), []byte(text), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
