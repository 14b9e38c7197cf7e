// Command collect writes the fonts of cards compressed.
package main

import (
	"flag"
	"log"
	"path/filepath"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"hindcast/internal/packed"
)

func main() {
	log.SetFlags(0)
	out := flag.String("out", "", "the `folder` to write to")
	flag.Parse()
	for name, ttf := range map[string][]byte{"regular": goregular.TTF, "bold": gobold.TTF} {
		if err := packed.Write(filepath.Join(*out, name+".ttf.gz"), ttf); err != nil {
			log.Fatalf("collect: %v", err)
		}
	}
}
