// Command index is what is measured of Hindcast: it loads the records of a repository and, unless
// told to stop there, writes their search index and nothing else.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"hindcast/internal/bench/gen"
	"hindcast/internal/corpus"
	"hindcast/internal/disclose"
	"hindcast/internal/load"
	"hindcast/internal/publish"
	"hindcast/site"
	"hindcast/templates"
)

func main() {
	log.SetFlags(0)
	records := flag.String("records", "", "folder of the records repository")
	out := flag.String("out", "", "folder to write the index to; empty to load the records alone")
	flag.Parse()
	if err := run(context.Background(), *records, *out); err != nil {
		log.Fatal("index: ", err)
	}
}

func run(ctx context.Context, records, out string) error {
	files := os.DirFS(records)
	log, err := load.NewLoader(load.DefaultLimits).Log(ctx, files)
	if err != nil {
		return fmt.Errorf("load the records: %w", err)
	}
	site, err := publish.Prepare(ctx, &corpus.Corpus{FS: files, Log: log}, publish.Options{
		Options: disclose.Options{Audience: "restricted"}, Now: gen.Now, Templates: templates.FS, Assets: site.FS,
	})
	if err != nil {
		return fmt.Errorf("prepare the site: %w", err)
	}
	if out == "" {
		return nil
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return fmt.Errorf("write the index: %w", err)
	}
	for name, data := range site.Index().Files() {
		if err := os.WriteFile(filepath.Join(out, name), data, 0o644); err != nil {
			return fmt.Errorf("write the index: %w", err)
		}
	}
	return nil
}
