// Command table measures the whole of Hindcast beside its peers, over the same synthetic records: builds, checks,
// search from the terminal and the preview. The programs take turns, and each row says whether a bar holds.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"hindcast/internal/bench/peers/process"
)

// project is the root of Hindcast's own module.
const project = "../../.."

// settings is what the command line says.
type settings struct {
	sizes   []int
	alone   []int // sizes of which Hindcast's own figures are taken and no others
	jobs    []string
	rounds  int
	slowest int // records that remark-lint is asked to check at most
	seed    uint64
	earlier string // the program of an earlier version; empty for none
	below   string // folder to write everything into
}

func main() {
	log.SetFlags(0)
	s := settings{sizes: []int{1000, 10_000}, jobs: jobs(), below: process.Memory()}
	flag.Func("n", "numbers of records, such as 1000,10000,50000, or none (default 1000,10000)", sizes(&s.sizes))
	flag.Func("alone", "further numbers of records, of which Hindcast's own figures are taken alone", sizes(&s.alone))
	flag.Func("jobs", "what to measure, of "+strings.Join(jobs(), ",")+" (default all)", s.readJobs)
	flag.IntVar(&s.rounds, "rounds", 3, "turns that each program gets, of which the median is printed")
	flag.IntVar(&s.slowest, "remark", 1000, "records up to which remark-lint, which is slow, is asked, and once")
	flag.Uint64Var(&s.seed, "seed", 1, "the same seed makes the same records")
	flag.StringVar(&s.earlier, "before", "",
		"program of an earlier version, whose search and validate --base are compared with")
	flag.StringVar(&s.below, "dir", s.below, "where everything is written, best in memory")
	asJSON := flag.Bool("json", false, "print JSON")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	r, err := measure(ctx, s)
	if err == nil {
		err = r.print(os.Stdout, *asJSON)
	}
	if err != nil {
		log.Fatal("table: ", err)
	}
}

func sizes(to *[]int) func(string) error {
	return func(list string) (err error) {
		if list == "" {
			*to = nil
			return nil
		}
		*to, err = process.ReadSizes(list)
		return err
	}
}

func (s *settings) readJobs(list string) error {
	s.jobs = strings.Split(list, ",")
	for _, name := range s.jobs {
		if !slices.Contains(jobs(), name) {
			return fmt.Errorf("there is no job %q", name)
		}
	}
	return nil
}

// measure takes the figures of all sizes.
func measure(ctx context.Context, s settings) (r *report, err error) {
	if s.rounds < 1 {
		return nil, errors.New("-rounds is below 1")
	}
	if s.below, err = filepath.Abs(s.below); err != nil {
		return nil, fmt.Errorf("find the folder: %w", err)
	}
	if s.earlier != "" {
		if s.earlier, err = filepath.Abs(s.earlier); err != nil {
			return nil, fmt.Errorf("find the earlier version: %w", err)
		}
		if _, err := os.Stat(s.earlier); err != nil {
			return nil, fmt.Errorf("find the earlier version: %w", err)
		}
	}
	dir, err := os.MkdirTemp(s.below, "hindcast-table-")
	if err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	defer os.RemoveAll(dir)
	tools := process.Tools(filepath.Join(dir, "tools"))
	for _, tool := range []struct{ module, pkg string }{
		{".", "./process/meter"}, {".", "./floor"}, {project, "./cmd/hindcast"},
	} {
		if err := tools.Build(tool.module, tool.pkg); err != nil {
			return nil, err
		}
	}
	r = &report{Seed: s.seed, Rounds: s.rounds}
	found := r.findPeers(ctx, s.earlier)
	r.Machine = machine(ctx, tools, found, s)
	taken := map[int]figures{}
	for _, n := range slices.Concat(s.sizes, s.alone) {
		b := &bench{
			settings: s, report: r, n: n, dir: filepath.Join(dir, fmt.Sprint(n)), tools: tools, figures: figures{},
			ran: map[string]bool{},
		}
		if !slices.Contains(s.alone, n) {
			b.peers = found
		}
		if err := b.all(ctx); err != nil {
			return nil, fmt.Errorf("%d records: %w", n, err)
		}
		taken[n] = b.figures
		r.Rows = append(r.Rows, s.rows(n, taken)...)
	}
	return r, nil
}
