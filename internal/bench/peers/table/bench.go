package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"log"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"hindcast/internal/bench/gen"
	"hindcast/internal/bench/peers/process"
)

// bench measures one size. Its folder holds the same records twice, in records/ for Hindcast and in hugo/ for Hugo,
// what is made of them, and in repository/ a Git repository where one is needed.
type bench struct {
	settings
	*report
	peers

	n     int
	dir   string
	tools process.Tools
	page  article  // the record whose page is looked at
	open  []string // files of records that are not closed, which may be changed without an amendment
	edits int      // changes of files so far
	shown *preview // the server that runs, if any

	figures figures
	ran     map[string]bool // commands that have run since something was changed or a cache was removed
}

// article is a record as its page is asked for.
type article struct{ id, title, path string }

func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

// mostOfError is how many bytes of what a program said are printed.
const mostOfError = 300

// all takes the figures in turns. A program that fails is dropped, and the others go on.
func (b *bench) all(ctx context.Context) error {
	defer os.RemoveAll(b.dir)
	defer func() {
		if b.shown != nil {
			_ = b.shown.stop() // it is in the way of nobody but of later figures
		}
	}()
	if err := b.write(ctx); err != nil {
		return err
	}
	list := slices.DeleteFunc(b.programs(), func(p program) bool { return !b.needs(p.name) })
	for round := range b.rounds {
		for i, p := range list {
			if p.run == nil || p.single && round > 0 {
				continue
			}
			log.Printf("%d records, round %d of %d: %s", b.n, round+1, b.rounds, p.name)
			if err := p.turn(ctx); ctx.Err() != nil {
				return ctx.Err()
			} else if err != nil {
				why := strings.ReplaceAll(err.Error(), "\n", "; ")
				b.note("%d records: %s was dropped: %s", b.n, p.name, why[:min(len(why), mostOfError)])
				list[i].run = nil
			}
		}
	}
	return nil
}

// write puts the records into their folders.
func (b *bench) write(ctx context.Context) error {
	log.Printf("%d records: writing them", b.n)
	if err := os.Setenv("HINDCAST_CACHE", b.path(cache)); err != nil { // for the programs that are started
		return err
	}
	if err := gen.Write(b.path("records"), b.noting(gen.Corpus(b.seed, b.n))); err != nil {
		return err
	}
	if b.page.id == "" || len(b.open) == 0 {
		return errors.New("these are too few: no record is closed, or none is open")
	}
	if b.hugo != "" {
		if err := gen.Write(b.path("hugo"), gen.HugoSite(b.seed, b.n)); err != nil {
			return err
		}
	}
	schema, err := exec.CommandContext(ctx, b.tools.Path("hindcast"), "-C", b.path("records"), "schema").Output()
	if err != nil {
		return fmt.Errorf("write the schema: %w", err)
	}
	return os.WriteFile(b.path("schema.json"), schema, 0o644)
}

// noting looks at the records on their way to the disk.
func (b *bench) noting(files iter.Seq2[string, []byte]) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for name, text := range files {
			if strings.HasPrefix(name, "incidents/") {
				b.look(name, text)
			}
			if !yield(name, text) {
				return
			}
		}
	}
}

// look chooses the first closed record for its page, and keeps those that are not closed.
func (b *bench) look(name string, text []byte) {
	if !bytes.Contains(text, []byte("\nstatus: closed\n")) {
		b.open = append(b.open, name)
	} else if b.page.id == "" {
		_, title, _ := bytes.Cut(text, []byte("\ntitle: "))
		title, _, _ = bytes.Cut(title, []byte("\n"))
		b.page = article{id: path.Base(name)[:len("INC-2021-0001")], title: string(title), path: name}
	}
}
