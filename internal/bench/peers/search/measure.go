package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hindcast/internal/bench/peers/inpage"
	"hindcast/internal/bench/peers/process"
	"hindcast/internal/bench/peers/rivals"
	"hindcast/internal/browser"
)

// project is the root of Hindcast's own module.
const project = "../../.."

// bench measures one size.
type bench struct {
	*report
	settings
	*corpus
	n     int
	tools process.Tools
	peak  map[string]float64 // MiB of building each index
}

// measure adds the rows of one size.
func (r *report) measure(ctx context.Context, s settings, n int) error {
	below, err := filepath.Abs(s.below)
	if err != nil {
		return fmt.Errorf("find the folder: %w", err)
	}
	dir, err := os.MkdirTemp(below, "hindcast-search-")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer os.RemoveAll(dir)
	b := &bench{report: r, settings: s, n: n, tools: process.Tools(filepath.Join(dir, "tools"))}
	b.peers = slices.Clone(s.peers)
	if err := rivals.Find(); err != nil {
		r.note("Pagefind and MiniSearch were skipped: %v", err)
		b.peers = nil
	}
	if n > s.most && b.has(inpage.MiniSearch) {
		b.drop(inpage.MiniSearch, fmt.Errorf("it is asked up to %d records", s.most))
	}
	if b.corpus, err = writeCorpus(dir, s.seed, n); err != nil {
		return err
	}
	return b.all(ctx)
}

// drop goes on without an engine.
func (b *bench) drop(peer string, why error) {
	first, _, _ := strings.Cut(why.Error(), "\n")
	b.note("%d records: %s was skipped: %s", b.n, peer, first)
	b.peers = slices.DeleteFunc(b.peers, func(name string) bool { return name == peer })
}

func (b *bench) has(peer string) bool { return slices.Contains(b.peers, peer) }

func (b *bench) all(ctx context.Context) error {
	for _, tool := range []struct{ module, pkg string }{
		{".", "./process/meter"}, {".", "./index"}, {project, "./cmd/hindcast"},
	} {
		if err := b.tools.Build(tool.module, tool.pkg); err != nil {
			return err
		}
	}
	if err := b.builds(ctx); err != nil {
		return err
	}
	if err := b.site(ctx); err != nil {
		return err
	}
	if err := b.sizes(); err != nil {
		return err
	}
	err := b.inChromium()
	if errors.Is(err, browser.ErrNoChromium) {
		b.note("%d records: queries were skipped: %v", b.n, err)
		return nil
	}
	return err
}

func (b *bench) add(measure, unit string, values map[string]float64) *row {
	b.Rows = append(b.Rows, row{N: b.n, Measure: measure, Unit: unit, Values: values})
	return &b.Rows[len(b.Rows)-1]
}
