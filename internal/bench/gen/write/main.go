// Command write puts a synthetic corpus on disk.
package main

import (
	"flag"
	"log"

	"hindcast/internal/bench/gen"
)

func main() {
	n := flag.Int("n", 1000, "number of records")
	seed := flag.Uint64("seed", 1, "the same seed gives the same bytes")
	out := flag.String("out", "", "folder to write into")
	hugo := flag.Bool("hugo", false, "write a site of Hugo with the same bodies")
	flag.Parse()
	if *out == "" || *n < 1 {
		log.Fatal("write: -out names no folder, or -n is below 1")
	}
	files := gen.Corpus(*seed, *n)
	if *hugo {
		files = gen.HugoSite(*seed, *n)
	}
	if err := gen.Write(*out, files); err != nil {
		log.Fatal("write: ", err)
	}
}
