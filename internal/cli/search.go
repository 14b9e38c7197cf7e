package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"hindcast/internal/build"
	"hindcast/internal/diag"
	"hindcast/internal/search"
)

func (a *app) search() *cobra.Command {
	var flags siteFlags
	var format string
	var limit int
	cmd := &cobra.Command{
		Use:   "search QUERY...",
		Short: "Search records, systems and articles",
		Long: `Search as the site does: documents that hold more of the words come first. A word
of three characters or more also finds longer words that begin with it. Filters are
system:, type:, kind: and year:; values of one filter are alternatives.`,
		Example: `  hindcast search fee assistant
  hindcast search type:data_leak year:2026
  hindcast search --format json uber pedestrian tempe`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts, err := a.options(&flags, today)
			if err != nil {
				return err
			}
			if format != "table" && format != "json" && format != "paths" {
				return usage("unknown format %q; write table, json or paths", format)
			}
			opts.KeepGoing = true
			repo, err := a.open()
			if err != nil {
				return err
			}
			defer repo.close()
			c, err := a.load(cmd.Context(), repo, opts.Now)
			if err != nil {
				return err
			}
			s, err := build.Make(c, opts)
			if err != nil {
				return failed(err)
			}
			if len(s.LeftOut) > 0 {
				a.note("not searched because of errors: %s (hindcast validate tells why)", diag.Plural(len(s.LeftOut), "file"))
			}
			results := s.Index.Search(search.Parse(strings.Join(args, " ")))
			return failed(a.printResults(s, results[:min(len(results), max(limit, 0))], len(results), format))
		},
	}
	flags.add(cmd)
	cmd.Flags().StringVarP(&format, "format", "f", "table", "table, json or paths")
	cmd.Flags().IntVarP(&limit, "limit", "n", 10, "show at most `N` results")
	return cmd
}

func (a *app) printResults(s *build.Site, results []search.Result, found int, format string) error {
	switch format {
	case "json":
		docs := make([]search.Doc, len(results))
		for i, r := range results {
			docs[i] = r.Doc
		}
		return a.writeJSON(struct {
			Found   int          `json:"found"`
			Results []search.Doc `json:"results"`
		}{found, docs})
	case "paths":
		paths := s.Paths()
		for _, r := range results {
			fmt.Fprintln(a.Out, paths[r.Doc.URL])
		}
		return nil
	}
	for _, r := range results {
		facts := []string{r.Doc.Kind}
		for _, fact := range []string{r.Doc.Type, r.Doc.Severity, r.Doc.Status, r.Doc.Date, strings.Join(r.Doc.Systems, " ")} {
			if fact != "" {
				facts = append(facts, fact)
			}
		}
		fmt.Fprintf(a.Out, "%-14s %s\n", r.Doc.ID, diag.Printable(r.Doc.Title))
		fmt.Fprintf(a.Out, "%-14s %s\n", "", diag.Printable(strings.Join(facts, " · ")))
	}
	switch {
	case found == 0:
		a.note("nothing found")
	case found > len(results):
		a.note("%d of %d found; --limit shows more", len(results), found)
	default:
		a.note("%d found", found)
	}
	return nil
}
