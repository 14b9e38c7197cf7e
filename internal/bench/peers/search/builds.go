package main

import (
	"context"
	"fmt"
	"io/fs"
	"log"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"

	"hindcast/internal/bench/gen"
	"hindcast/internal/bench/peers/inpage"
	"hindcast/internal/bench/peers/process"
	"hindcast/internal/bench/peers/rivals"
)

// loading is Hindcast without the index: what is before it in the same process.
const loading = "loading"

// build is a command and what it writes.
type build struct {
	name    string
	out     string
	command []string
}

func (b *bench) commands() []build {
	index, records := b.tools.Path("index"), b.path("records")
	list := []build{
		{loading, "", []string{index, "-records", records}},
		{inpage.Hindcast, b.path("search"), []string{index, "-records", records, "-out", b.path("search")}},
	}
	if b.has(inpage.Pagefind) {
		list = append(list, build{inpage.Pagefind, b.path("pagefind"), rivals.Pagefind(b.path("pages"), b.path("pagefind"))})
	}
	if b.has(inpage.MiniSearch) {
		list = append(list, build{
			inpage.MiniSearch, b.path("index.json"), rivals.BuildMiniSearch(b.path("docs"), b.path("index.json")),
		})
	}
	return list
}

// builds measures the building of each index, in turns.
func (b *bench) builds(ctx context.Context) error {
	costs := map[string][]process.Cost{}
	for run := range b.build {
		for _, c := range b.commands() {
			log.Printf("%d records, run %d of %d: %s", b.n, run+1, b.build, c.name)
			if err := os.RemoveAll(c.out); err != nil {
				return fmt.Errorf("make room for an index: %w", err)
			}
			cost, err := b.tools.Measure(ctx, c.command...)
			if err != nil && c.name == inpage.MiniSearch {
				b.drop(c.name, err)
				delete(costs, c.name)
				continue
			}
			if err != nil {
				return err
			}
			costs[c.name] = append(costs[c.name], cost)
		}
	}
	cpu, wall, peak := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for name, list := range costs {
		m := process.Median(list)
		cpu[name], wall[name], peak[name] = m.CPU.Seconds(), m.Wall.Seconds(), mebibytes(m.Peak)
	}
	alone := with(cpu, inpage.Hindcast, cpu[inpage.Hindcast]-cpu[loading])
	b.add("load the records and stop", "CPU s", only(inpage.Hindcast, cpu[loading]))
	b.add("load and index", "CPU s", cpu)
	b.add("index alone (the difference)", "CPU s", alone).Pagefind = &bar{1. / 4, 1. / 6}
	b.add("load and index", "wall s", wall)
	b.add("load the records and stop", "peak MiB", only(inpage.Hindcast, peak[loading]))
	b.add("load and index", "peak MiB", peak)
	b.peak = peak
	return os.RemoveAll(b.path("pages")) // memory, which the site needs
}

func mebibytes(n int64) float64 { return float64(n) / (1 << 20) }

func only(engine string, value float64) map[string]float64 { return map[string]float64{engine: value} }

// with is values with one engine's replaced.
func with(values map[string]float64, engine string, value float64) map[string]float64 {
	values = maps.Clone(values)
	values[engine] = value
	return values
}

// sizes measures the indexes as they are published, and the JSON twins of the pages, which Hindcast
// takes excerpts from and publishes for others too.
func (b *bench) sizes() error {
	size, files := map[string]float64{}, map[string]float64{}
	for name, root := range map[string]string{
		inpage.Hindcast: b.path("site/search"), inpage.Pagefind: b.path("pagefind"), inpage.MiniSearch: b.path("index.json"),
	} {
		if name != inpage.Hindcast && !b.has(name) {
			continue
		}
		n, bytes, err := weigh(root, needed)
		if err != nil {
			return err
		}
		size[name], files[name] = float64(bytes)/1e6, float64(n)
	}
	n, bytes, err := weigh(b.path("site/incidents"), func(name string) bool { return path.Base(name) == "record.json" })
	if err != nil {
		return err
	}
	b.add("index", "MB", size).Pagefind = &bar{1. / 2, 1. / 4}
	b.add("index", "files", files).Pagefind = &bar{1. / 8, 1. / 20}
	b.add("index and JSON twins, which excerpts come from", "MB",
		with(size, inpage.Hindcast, size[inpage.Hindcast]+float64(bytes)/1e6)).Pagefind = &bar{1. / 2, 1. / 4}
	b.add("index and JSON twins, which excerpts come from", "files",
		with(files, inpage.Hindcast, files[inpage.Hindcast]+float64(n)))
	return nil
}

// needed reports whether a search may load a file: Pagefind writes parts of user interfaces too, and
// WebAssembly for languages that no page has. Pages lie in Hindcast's folder.
func needed(name string) bool {
	base := path.Base(name)
	return base == "pagefind-worker.js" || base == "pagefind-entry.json" ||
		!strings.HasPrefix(base, "pagefind-") && base != "wasm.unknown.pagefind" && path.Ext(base) != ".html"
}

// site builds the whole site once, for the queries in Chromium.
func (b *bench) site(ctx context.Context) error {
	log.Printf("%d records: the whole site", b.n)
	cost, err := b.tools.Measure(ctx, b.tools.Path("hindcast"), "-C", b.path("records"), "build",
		"--audience", "restricted", "--now", gen.Now.Format("2006-01-02"), "--out", b.path("site"))
	if err != nil {
		return err
	}
	if err := b.engine(ctx); err != nil {
		return err
	}
	b.add("the whole site, once", "CPU s", only(inpage.Hindcast, cost.CPU.Seconds()))
	b.add("the whole site, once; Pagefind's index", "peak MiB",
		with(b.peak, inpage.Hindcast, mebibytes(cost.Peak))).Pagefind = b.at50(bar{1. / 6, 1. / 16}, bar{1. / 8, 1. / 16})
	return nil
}

// engine adds the engine without the page and the dialogue, as Pagefind's stands without its interface.
func (b *bench) engine(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "go", "tool", "esbuild", "site/src/search/index.ts", "--bundle", "--format=esm",
		"--target=es2022",
		"--charset=utf8", "--minify", "--log-level=error", "--outfile="+b.path("site/assets/engine.js"))
	cmd.Dir, cmd.Stderr = project, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("bundle the engine: %w", err)
	}
	return nil
}

// at50 is a bar that is another one from 50,000 records on.
func (b *bench) at50(below, from bar) *bar {
	if b.n >= 50_000 {
		return &from
	}
	return &below
}

// weigh counts the files below a folder, or one file, and their bytes.
func weigh(root string, counts func(name string) bool) (files int, bytes int64, err error) {
	err = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !counts(filepath.ToSlash(name)) {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		files++
		bytes += info.Size()
		return nil
	})
	if err != nil {
		err = fmt.Errorf("weigh an index: %w", err)
	}
	return files, bytes, err
}
