package sites

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
	"hindcast/internal/disclose"
	"hindcast/internal/exchange"
	"hindcast/internal/output"
)

// exportFormat is a form that the log goes out in.
type exportFormat struct {
	name  string
	files func(s *disclose.Disclosure, index string) iter.Seq2[exchange.BulkFile, error]
}

func exportFormats() []exportFormat {
	documents := func(s *disclose.Disclosure) iter.Seq[exchange.Document] {
		return exchange.Documents(s.Log)
	}
	return []exportFormat{
		{"opensearch", func(s *disclose.Disclosure, index string) iter.Seq2[exchange.BulkFile, error] {
			return exchange.OpenSearch(documents(s), index, s.Log.Config.Language)
		}},
		{"meilisearch", func(s *disclose.Disclosure, _ string) iter.Seq2[exchange.BulkFile, error] {
			return exchange.Meilisearch(documents(s))
		}},
	}
}

// findFormat is the format of a name; the error lists those that there are.
func findFormat(name string) (exportFormat, error) {
	var names []string
	for _, f := range exportFormats() {
		if f.name == name {
			return f, nil
		}
		names = append(names, f.name)
	}
	if name == "" {
		return exportFormat{}, console.Usage("name a format with --format: %s", strings.Join(names, " or "))
	}
	return exportFormat{}, console.KnownFormat(name, names...)
}

func (a *app) export() *cobra.Command {
	var flags console.SiteFlags
	var format, out, index string
	cmd := &cobra.Command{
		Use:   "export --format FORMAT",
		Short: "Write the log for a search engine",
		Long: `Write everything that the audience may see, a document for each record, system,
article, playbook and glossary term, as files that a search engine loads: for those
who search across many sources. The folder is replaced as a whole, and only where an
export wrote all that it holds.

  opensearch   index.json (settings and mapping) and bulk.ndjson
  meilisearch  settings.json and documents.ndjson, primary key "key"

What would not fit into one request goes on in bulk-2.ndjson, documents-2.ndjson and
so on. A record with an error is left out and named. Loading adds and replaces
documents and removes none, so load into a new index each time: what was withdrawn
from the audience would stay in the old one.

Exit code 0: everything was written. 1: files with an error were left out, or the
settings have one and nothing was written. 2: wrong usage, or a folder that is not
replaced. 3: Hindcast itself failed.`,
		Example: `  hindcast export --format opensearch --audience public
  cd export/opensearch
  curl -X PUT localhost:9200/hindcast -H 'Content-Type: application/json' --data-binary @index.json
  curl localhost:9200/_bulk -H 'Content-Type: application/x-ndjson' --data-binary @bulk.ndjson

  hindcast export --format meilisearch --audience public
  cd export/meilisearch
  curl -X PATCH localhost:7700/indexes/hindcast/settings -H 'Content-Type: application/json' --data-binary @settings.json
  curl 'localhost:7700/indexes/hindcast/documents?primaryKey=key' -H 'Content-Type: application/x-ndjson' --data-binary @documents.ndjson`,
		Args: console.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			f, err := findFormat(format)
			if err != nil {
				return err
			}
			if !exchange.IsIndexName(index) {
				return console.Usage("--index %q is not a name that search engines take; write lower-case letters, digits, hyphens and underscores", index)
			}
			opts, err := a.Options(&flags, console.Today)
			if err != nil {
				return err
			}
			opts.KeepGoing = true
			s, err := a.OpenForAudience(cmd.Context(), opts)
			if errors.Is(err, disclose.ErrFindings) {
				return console.Exit(console.ExitFindings,
					console.WithHint(errors.New("nothing was written: the settings have an error"), "hindcast validate shows it"))
			}
			if err != nil {
				return err
			}
			root, err := a.FindRoot()
			if err != nil {
				return console.Failed(err)
			}
			target, err := a.exportFolder(root, out, f.name)
			if err != nil {
				return err
			}
			return a.writeExport(cmd.Context(), s, f.files(s, index), root, target)
		},
	}
	flags.Add(cmd)
	cmd.Flags().StringVarP(&format, "format", "f", "", "opensearch or meilisearch")
	console.Complete(cmd, "format", console.Fixed("opensearch", "meilisearch"))
	cmd.Flags().StringVarP(&out, "out", "o", "", "write to `DIR` (default export/FORMAT in the records repository)")
	cmd.Flags().StringVar(&index, "index", "hindcast", "`NAME` of the index that OpenSearch is to load into")
	return cmd
}

// exportFolder is where an export goes: the folder named, seen from where the user is, else one in
// the records repository. It is never that of a site, which an export would take the place of.
func (a *app) exportFolder(root, out, format string) (string, error) {
	if out == "" {
		out = filepath.Join(root, "export", format)
	}
	out = a.ResolvePath(out)
	if _, err := os.Stat(filepath.Join(out, "index.html")); err == nil {
		return "", console.Exit(console.ExitUsage,
			console.WithHint(fmt.Errorf("%s is not replaced: it holds a site", a.DisplayPath(out)),
				"name another folder with --out"))
	}
	return out, nil
}

// writeExport writes all files or none, and says what it wrote and what is missing.
func (a *app) writeExport(
	ctx context.Context, s *disclose.Disclosure, files iter.Seq2[exchange.BulkFile, error], root, target string,
) error {
	opts := output.Options{
		Tell: a.Stages(), Root: root, About: output.About{Program: output.Program{Version: console.Release}, Audience: s.Audience},
	}
	n, err := a.replace(ctx, target, opts, func(yield func(outputFile, error) bool) {
		written := a.Stage("writing", "file", 0)
		defer written.End()
		for file, err := range files {
			if !yield(outputFile{file.Name, file.Body}, err) {
				return
			}
			written.Add(len(file.Body))
		}
	})
	if err != nil {
		return err
	}
	a.Note("wrote %s to %s for the audience %s: %s", diag.Plural(n, "file"), diag.Printable(a.DisplayPath(target)),
		s.Audience, console.Inventory(s.Log))
	if s.Log.Config.BaseURL == "" {
		a.Note("links are relative to the root of the site: set base_url in hindcast.yaml to make them whole")
	}
	return a.NameLeftOut(s)
}
