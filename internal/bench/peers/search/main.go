// Command search measures Hindcast's search beside Pagefind and MiniSearch over the same synthetic
// records: what building an index takes, how large it is, what the first query loads, how long the
// next ones take, and whether misspelt words are found. Everything is measured in one run, in turns.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"

	"hindcast/internal/bench/peers/inpage"
	"hindcast/internal/bench/peers/process"
)

// settings is what the command line says.
type settings struct {
	sizes []int
	peers []string
	runs  int
	build int // times that each index is built
	words int // of each kind of query
	seed  uint64
	most  int    // records that MiniSearch is asked to index
	below string // folder to write everything into
}

func main() {
	log.SetFlags(0)
	s := settings{
		sizes: []int{1000, 10_000}, peers: []string{inpage.Pagefind, inpage.MiniSearch}, most: 50_000, below: process.Memory(),
	}
	flag.Func("n", "numbers of records, such as 1000,10000,50000 (default 1000,10000)", s.readSizes)
	flag.Func("peers", "engines beside Hindcast, of pagefind,minisearch (default both)", s.readPeers)
	flag.IntVar(&s.runs, "runs", 5, "times that each query is asked, of which the median is printed")
	flag.IntVar(&s.build, "builds", 5, "times that each index is built, of which the median is printed too")
	flag.IntVar(&s.most, "most", s.most, "records up to which MiniSearch, whose whole index is in memory, is asked")
	flag.IntVar(&s.words, "words", 100, "queries of each kind")
	flag.Uint64Var(&s.seed, "seed", 1, "the same seed makes the same records and queries")
	flag.StringVar(&s.below, "dir", s.below, "where everything is written, best in memory")
	asJSON := flag.Bool("json", false, "print JSON")
	flag.Parse()
	r := report{Seed: s.seed, Runs: s.runs, Builds: s.build, Words: s.words}
	for _, n := range s.sizes {
		if err := r.measure(context.Background(), s, n); err != nil {
			log.Fatalf("search: %d records: %v", n, err)
		}
	}
	if err := r.print(os.Stdout, *asJSON); err != nil {
		log.Fatal("search: ", err)
	}
}

func (s *settings) readSizes(list string) (err error) {
	s.sizes, err = process.ReadSizes(list)
	return err
}

func (s *settings) readPeers(list string) error {
	s.peers = slices.DeleteFunc(strings.Split(list, ","), func(name string) bool { return name == "" })
	for _, name := range s.peers {
		if name != inpage.Pagefind && name != inpage.MiniSearch {
			return fmt.Errorf("there is no engine %q here", name)
		}
	}
	return nil
}
