package query

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hindcast/internal/cli/console"
	"hindcast/internal/diag"
	"hindcast/internal/search"
	"hindcast/internal/search/format"
)

// searchFlags is how results are chosen and shown.
type searchFlags struct {
	site   console.SiteFlags
	format string
	sort   string
	limit  int
	facets []string
	open   bool
}

func (a *app) search() *cobra.Command {
	var flags searchFlags
	cmd := &cobra.Command{
		Use:   "search QUERY...",
		Short: "Search records, systems and articles",
		Long: `Search as the site does: words in any order, "words in quotes" as they stand, -word for what
must not be there, identifiers whole or in parts (INC-2026-0007, 2026-7, AML.T0020).
Inflected forms and synonyms count as the word, and compounds in one word or two; where few
documents hold it, longer words that begin with it and misspelt ones are found too, behind it.
Abbreviations in capitals and identifiers are never taken for misspelt. Words such as "what"
and "the" are left out where others are left.

Filters: ` + strings.Join(format.Columns, ": ") + `: after: before:
and the keys of your own that have facet: true in hindcast.yaml (custom_fields).
Values of one field, repeated or with commas, are alternatives; -field:value excludes.
Read as filters are 2025, march 2025, since 2025, last month, past 3 weeks, overdue, reopened,
open incidents, late reports; a note tells so, and in quotes they are words.`,
		Example: `  hindcast search fee assistant
  hindcast search type:data_leak,security_breach after:2026-03 is:open
  hindcast search --sort date -- '"prompt injection"' -exercise
  hindcast search is:overdue --facets team,system
  hindcast search data leaks since 2025
  hindcast search --format json uber pedestrian tempe`,
		Args:              console.Args(1, -1),
		ValidArgsFunction: a.completeQuery(),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := flags.check(); err != nil {
				return err
			}
			opts, err := a.Options(&flags.site, console.Today)
			if err != nil {
				return err
			}
			opts.KeepGoing = true
			repo, err := a.Open()
			if err != nil {
				return err
			}
			defer repo.Close()
			all, err := a.searchable(cmd.Context(), repo, opts)
			if err != nil {
				return err
			}
			leftOut := a.TellLeftOut(all.LeftOut, "not searched")
			f := finder{app: a, searchable: all, flags: flags, root: repo.Path}
			if f.reader, err = search.Open(f.file); err != nil {
				return console.Failed(err)
			}
			f.reader.Today, _ = format.DayOf(opts.Now.Format(time.DateOnly))
			if err := flags.checkFacets(f.reader.Fields()); err != nil {
				return err
			}
			if err := f.run(cmd.Context(), strings.Join(args, " ")); err != nil {
				return console.Failed(err)
			}
			return leftOut
		},
	}
	flags.site.Add(cmd)
	cmd.Flags().StringVarP(&flags.format, "format", "f", "table", "table, json or paths")
	cmd.Flags().StringVar(&flags.sort, "sort", string(search.ByRelevance), "relevance, or date for the newest first")
	cmd.Flags().IntVarP(&flags.limit, "limit", "n", 10, "show at most `N` results")
	cmd.Flags().StringSliceVar(&flags.facets, "facets", nil, "count the values of these `FIELDS` among the results")
	cmd.Flags().BoolVar(&flags.open, "open", false,
		"open the file of the first result in $VISUAL, $EDITOR or the system's program for it")
	console.Complete(cmd, "format", console.Fixed("table", "json", "paths"))
	console.Complete(cmd, "sort", console.Fixed(string(search.ByRelevance), string(search.ByDate)))
	console.Complete(cmd, "facets", a.completeFields())
	return cmd
}

func (f *searchFlags) check() error {
	if err := console.KnownFormat(f.format, "table", "json", "paths"); err != nil {
		return err
	}
	if f.limit < 0 {
		return console.Usage("--limit %d is below zero; write 0 for counts alone, or more", f.limit)
	}
	if f.sort != string(search.ByRelevance) && f.sort != string(search.ByDate) {
		return console.Usage("unknown order %q; write relevance or date", f.sort)
	}
	return nil
}

// checkFacets rejects what is none of the fields.
func (f *searchFlags) checkFacets(fields []string) error {
	for _, field := range f.facets {
		if !slices.Contains(fields, field) {
			return console.Usage("unknown field %q; fields are %s", field, strings.Join(fields, ", "))
		}
	}
	return nil
}

// finder answers a query from a site and prints what it finds.
type finder struct {
	*app
	*searchable
	flags  searchFlags
	root   string
	reader *search.Reader
	answer *search.Answer
}

func (f *finder) run(ctx context.Context, query string) (err error) {
	if f.answer, err = f.reader.Search(query, search.Order(f.flags.sort)); err != nil {
		return err
	}
	shown := f.answer.Hits[:min(len(f.answer.Hits), f.flags.limit)]
	docs := make([]format.Doc, len(shown))
	for i, hit := range shown {
		if docs[i], err = f.reader.Doc(hit.Doc); err != nil {
			return err
		}
	}
	switch f.flags.format {
	case "json":
		err = f.json(docs)
	case "paths":
		for _, d := range docs {
			fmt.Fprintln(f.Out, f.Pages[d.URL].Path)
		}
	default:
		err = f.table(docs)
	}
	if err != nil || !f.flags.open {
		return err
	}
	if len(docs) == 0 {
		return errors.New("nothing was found that could be opened")
	}
	return f.open(ctx, filepath.Join(f.root, filepath.FromSlash(f.Pages[docs[0].URL].Path)))
}

func (f *finder) json(docs []format.Doc) error {
	facets := map[string]map[string]int{}
	for _, field := range f.flags.facets {
		facet, err := f.reader.Facet(field, f.answer.Hits)
		if err != nil {
			return err
		}
		facets[field] = map[string]int{}
		for _, v := range facet.Values {
			facets[field][v.Value] = v.Count
		}
	}
	type result struct {
		format.Doc
		Type    string   `json:"type,omitempty"`
		Date    string   `json:"date,omitempty"`
		Systems []string `json:"systems,omitempty"`
	}
	results := make([]result, len(docs))
	for i, d := range docs {
		source := f.Pages[d.URL]
		results[i] = result{d, source.Type, source.Date, source.Systems}
	}
	return f.WriteJSON(struct {
		Found   int                       `json:"found"`
		Results []result                  `json:"results"`
		Facets  map[string]map[string]int `json:"facets,omitempty"`
		Notes   []string                  `json:"notes,omitempty"`
	}{len(f.answer.Hits), results, facets, f.notes()})
}

func (f *finder) table(docs []format.Doc) error {
	left := 0
	for _, d := range docs {
		left = max(left, min(len(d.ID), console.LeftColumn+console.BetweenColumn))
	}
	l := f.List(left)
	for _, d := range docs {
		source := f.Pages[d.URL]
		l.Row(d.ID, f.marked(search.Highlight(d.Title, f.answer.Words)))
		l.Entry([2]string{
			"",
			console.Joined(append([]string{
				d.Kind, source.Type, d.Severity, d.Status, source.Date[:min(len(source.Date), len("2006-01-02"))],
			}, source.Systems...)...),
		})
		if text := f.excerpt(d); text != "" {
			l.Row("", text)
		}
	}
	l.Titled = len(docs) > 0
	for _, field := range f.flags.facets {
		facet, err := f.reader.Facet(field, f.answer.Hits)
		if err != nil {
			return err
		}
		l.Title(field, len(facet.Values), "36")
		for _, v := range facet.Values {
			name := v.Value
			if v.Title != v.Value {
				name = console.Joined(v.Value, v.Title)
			}
			l.Entry([2]string{fmt.Sprint(v.Count), name})
		}
	}
	for _, note := range f.notes() {
		f.Note("%s", note)
	}
	switch found := len(f.answer.Hits); {
	case found == 0:
		f.Note("nothing found")
	case found > len(docs):
		f.Note("%d of %d found; --limit shows more", len(docs), found)
	default:
		f.Note("%d found", found)
	}
	return l.Err
}

// excerpt is the best piece of the text for the query, else the summary.
func (f *finder) excerpt(d format.Doc) string {
	e, ok := search.BestExcerpt(f.sections(d.URL), f.answer.Words)
	if !ok {
		return f.marked(search.Highlight(d.Summary, f.answer.Words))
	}
	text := f.marked(e.Parts)
	if e.Before {
		text = "… " + text
	}
	if e.After {
		text += " …"
	}
	if e.Section != "" {
		text = diag.Printable(e.Section) + ": " + text
	}
	return text
}

// marked writes the words that were found in bold.
func (f *finder) marked(parts []search.Part) string {
	var b strings.Builder
	for _, p := range parts {
		text := diag.Printable(strings.Join(strings.FieldsFunc(p.Text, func(r rune) bool {
			return r == '\n' || r == '\r' || r == '\t'
		}), " "))
		if p.Hit && f.Colour() {
			text = console.MarkOn + text + console.MarkOff
		}
		b.WriteString(text)
	}
	return b.String()
}

// notes is what the answer has to say beside its results.
func (f *finder) notes() []string {
	var list []string
	for _, r := range f.answer.Query.Readings {
		list = append(list, fmt.Sprintf("%q is read as %s; in quotation marks it is searched as words",
			diag.Printable(r.Text), r.Written()))
	}
	for _, c := range f.answer.Corrections {
		others := strings.Join(c.Words, ", ")
		list = append(list, fmt.Sprintf("little holds %q, so these were searched too: %s", c.Word, others))
	}
	for _, n := range f.answer.Notes {
		text := map[string]string{
			search.NoteQuote: "a quotation mark has no partner; its words were searched",
			search.NoteField: fmt.Sprintf("%s: is no filter; its words were searched", n.Text),
			search.NoteDate:  fmt.Sprintf("%q is no date such as 2026, 2026-03 or 2026-03-02; its words were searched", n.Text),
			search.NoteMany:  "the query has very many words; the first of them were searched",
			search.NoteWord:  fmt.Sprintf("nothing holds %q", n.Text),
			search.NoteValue: fmt.Sprintf("nothing has %s", n.Text),
		}[n.Code]
		list = append(list, diag.Printable(text))
	}
	return list
}

// open opens a file in the editor that the environment names, else in the system's program for it.
func (f *finder) open(ctx context.Context, path string) error {
	command := strings.Fields(cmp.Or(f.Getenv("VISUAL"), f.Getenv("EDITOR")))
	if len(command) == 0 {
		return console.Browse(ctx, path)
	}
	cmd := exec.CommandContext(ctx, command[0], append(command[1:], path)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = f.In, f.Out, f.Err
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("open %s with %s: %w", f.App.DisplayPath(path), command[0], err)
	}
	return nil
}
