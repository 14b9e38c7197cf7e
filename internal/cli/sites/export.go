package sites

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/disclose"
	"hindcast/internal/exchange"
	"hindcast/internal/output"
	"hindcast/internal/publish"
)

// exportFormat is a form that the log goes out in.
type exportFormat struct {
	name  string
	files func(s *disclose.Disclosure, index string) iter.Seq2[exchange.BulkFile, error]
}

// exportFormats are all of them. What one says beside its files goes to told; written are the texts of the files of records
// that came from OSV.
func exportFormats(told *exchange.Told, written map[string][]byte) []exportFormat {
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
		{"json", func(s *disclose.Disclosure, _ string) iter.Seq2[exchange.BulkFile, error] {
			return exchange.JSON(s.Log)
		}},
		{"jsonl", func(s *disclose.Disclosure, _ string) iter.Seq2[exchange.BulkFile, error] {
			return exchange.JSONLines(s.Log)
		}},
		{"csv", func(s *disclose.Disclosure, _ string) iter.Seq2[exchange.BulkFile, error] {
			return exchange.Tables(s.Log, told)
		}},
		{"sqlite", func(s *disclose.Disclosure, _ string) iter.Seq2[exchange.BulkFile, error] {
			return exchange.SQLite(s.Log)
		}},
		{"parquet", func(s *disclose.Disclosure, _ string) iter.Seq2[exchange.BulkFile, error] {
			return exchange.Parquet(s.Log)
		}},
		{"avid", func(s *disclose.Disclosure, _ string) iter.Seq2[exchange.BulkFile, error] {
			return exchange.AVID(s.Log, told)
		}},
		{"osv", func(s *disclose.Disclosure, _ string) iter.Seq2[exchange.BulkFile, error] {
			return exchange.OSV(s.Log, written, told)
		}},
	}
}

func formatNames() (names []string) {
	for _, f := range exportFormats(nil, nil) {
		names = append(names, f.name)
	}
	return names
}

// findFormat is the format of a name; the error lists those that there are.
func findFormat(name string, told *exchange.Told, written map[string][]byte) (exportFormat, error) {
	names := formatNames()
	if at := slices.Index(names, name); at >= 0 {
		return exportFormats(told, written)[at], nil
	}
	if name == "" {
		return exportFormat{}, console.Usage("name a format with --format: %s", strings.Join(names, ", "))
	}
	return exportFormat{}, console.KnownFormat(name, names...)
}

func (a *app) export() *cobra.Command {
	var flags console.SiteFlags
	var format, out, index string
	cmd := &cobra.Command{
		Use:   "export --format FORMAT",
		Short: "Write the log for other programs",
		Long: `Write what the audience may see for other programs. The folder is replaced as a whole,
and only where an export wrote all that it holds.

For search engines there is a document for each record, system, article, playbook and
glossary term:

  opensearch   index.json (settings and mapping) and bulk.ndjson
  meilisearch  settings.json and documents.ndjson, primary key "key"

For everything else there are the records in the form that hindcast schema describes,
with the events of their timelines under "events" and their text, without markup, under
"sections"; hindcast import hindcast reads these again:

  json         records.json, with all of them under "records"
  jsonl        records.jsonl, a line each
  csv          records.csv, and events.csv, actions.csv, obligations.csv, links.csv and
               sections.csv, each row with the id of its record; a note names the keys that
               have no column
  sqlite       log.sqlite, a database with these tables, for Datasette and others;
               records has a column json besides, as lines of jsonl, which is read again
  parquet      a file of Apache Parquet for each of these tables, for DuckDB, pandas, Polars
               and others; times are timestamps, and detected_written is detected as it is
               written, since a day or a month is no instant. This is not read again

For databases of vulnerabilities there is a file for each record, named after its id there.
What was imported from such a database goes back as it was, without names of people. Notes
name the records that are left out, and the keys that such a format has no place for:

  avid         reports of the AI Vulnerability Database, of all records but exercises and
               those withdrawn, redacted or marked as duplicates
  osv          advisories in the Open Source Vulnerability format, of security breaches and
               of records that name a CVE, a CWE, an advisory, or a technique or risk of
               MITRE ATLAS, MITRE ATT&CK or OWASP, but no exercises; ids begin with x_, as
               OSV has it for databases that are not registered there

A record with an error is left out and named. For search engines, what would not fit
into one request goes on in bulk-2.ndjson, documents-2.ndjson and so on. Loading adds
and replaces documents and removes none, so load into a new index each time: what was
withdrawn from the audience would stay in the old one.

Exit code 0: everything was written. 1: files with an error were left out, or the
settings have one and nothing was written. 2: wrong usage, or a folder that is not
replaced. 3: Hindcast itself failed.`,
		Example: `  hindcast export --format jsonl --out records

  hindcast export --format avid --audience public

  hindcast export --format opensearch --audience public
  cd export/opensearch
  curl -X PUT localhost:9200/hindcast -H 'Content-Type: application/json' --data-binary @index.json
  curl localhost:9200/_bulk -H 'Content-Type: application/x-ndjson' --data-binary @bulk.ndjson

  hindcast export --format meilisearch --audience public
  cd export/meilisearch
  curl -X PATCH localhost:7700/indexes/hindcast/settings -H 'Content-Type: application/json' --data-binary @settings.json
  curl 'localhost:7700/indexes/hindcast/documents?primaryKey=key' -H 'Content-Type: application/x-ndjson' --data-binary @documents.ndjson`,
		Args: console.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var told exchange.Told
			written := map[string][]byte{}
			f, err := findFormat(format, &told, written)
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
			repo, c, err := a.OpenCorpus(cmd.Context(), opts.Now)
			if err != nil {
				return err
			}
			defer repo.Close()
			s, err := publish.Disclose(cmd.Context(), c, opts)
			if errors.Is(err, disclose.ErrFindings) {
				return console.Exit(console.ExitFindings,
					console.WithHint(errors.New("nothing was written: the settings have an error"), "hindcast validate shows it"))
			}
			if err == nil && f.name == "osv" {
				err = readWritten(written, c, s)
			}
			if err != nil {
				return console.Failed(err)
			}
			root, err := a.FindRoot()
			if err != nil {
				return console.Failed(err)
			}
			target, err := a.exportFolder(root, out, f.name)
			if err != nil {
				return err
			}
			if err := a.writeExport(cmd.Context(), s, f.files(s, index), root, target); err != nil {
				return err
			}
			a.tell(f.name, told)
			return a.NameLeftOut(s)
		},
	}
	flags.Add(cmd)
	cmd.Flags().StringVarP(&format, "format", "f", "", strings.Join(formatNames(), ", "))
	console.Complete(cmd, "format", console.Fixed(formatNames()...))
	cmd.Flags().StringVarP(&out, "out", "o", "", "write to `DIR` (default export/FORMAT in the records repository)")
	cmd.Flags().StringVar(&index, "index", "hindcast", "`NAME` of the index that OpenSearch is to load into")
	return cmd
}

// readWritten reads the texts of the files of records that came from OSV, as the audience sees them.
func readWritten(written map[string][]byte, c *corpus.Corpus, s *disclose.Disclosure) error {
	for _, r := range s.Log.Records {
		if exchange.IsOSV(r) {
			written[r.Path] = nil
		}
	}
	if len(written) == 0 {
		return nil
	}
	return s.Each(c, func(name string, text []byte) error {
		if _, is := written[name]; is {
			written[name] = text
		}
		return nil
	})
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
	return nil
}

// shownIDs is how many records a note names.
const shownIDs = 20

// tell says which records a format is not for, and what of the others it has no place for.
func (a *app) tell(format string, told exchange.Told) {
	if n := len(told.LeftOut); n > 0 {
		names := strings.Join(told.LeftOut[:min(n, shownIDs)], ", ")
		if n > shownIDs {
			names += fmt.Sprintf(" and %d more", n-shownIDs)
		}
		a.Note("left out, since %s: %s: %s", told.Why, diag.Plural(n, "record"), diag.Printable(names))
	}
	var keys []string
	for _, key := range told.Unplaced {
		keys = append(keys, fmt.Sprintf("%s (%s)", key.Key, diag.Plural(key.Records, "record")))
	}
	if len(keys) > 0 {
		a.Note("%s has no place for: %s", format, diag.Printable(strings.Join(keys, ", ")))
	}
}
