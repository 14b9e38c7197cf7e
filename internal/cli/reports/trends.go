package reports

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hindcast/internal/address"
	"hindcast/internal/cli/console"
	"hindcast/internal/datafiles"
	"hindcast/internal/derive"
	"hindcast/internal/incident"
	"hindcast/internal/progress"
	"hindcast/internal/trend/figure"
)

func (a *app) trends() *cobra.Command {
	var flags console.SiteFlags
	var format, scope, figure string
	cmd := &cobra.Command{
		Use:   "trends",
		Short: "Show the figures of the trend pages",
		Long: `Show how often incidents happen, how long they take, how they are found and why
they happen, what is open, what became of the actions, and what came back: the
same figures as on the trend pages, for the configured audience.

Incidents count. Near misses and hazards have a series of their own; exercises,
precedents, and records withdrawn, duplicate or redacted are in no figure. A month
is that of detection in the configured zone. Medians and 90th percentiles are those
of a spreadsheet (PERCENTILE.INC), from five cases on; where cases are open, the
median of Kaplan and Meier stands beside the plain one. A change is called one only
where it is more than noise: by a test of its own for each measure of two years,
and by limits of a c-chart from three incidents a month on, else of a t-chart over
the days between them. Every figure says what it left out.

Figures: compare, months, severities, types, systems, gaps, near-misses, detect,
respond, contain, resolve, learn, close, rates, severity-times, impact,
monitoring, methods, causes, causes-by-year, safeguards, models, vendors, open,
completion, debt, owners, duties, recurrence, repeats. A report has those that
its scope calls for.

The format csv writes the numbers of all figures, a row for each; with --figure it
writes what that figure was made of, as the site does. A cell that a spreadsheet
would run as a formula begins with an apostrophe. The CSV files of a site begin with
a byte order mark, so that Excel reads them as UTF-8; what this command prints, which
other programs read, has none.

Exit code 0: the figures were shown. 1: records with an error hide something. 2:
wrong usage, or no such scope or figure. 3: Hindcast itself failed.`,
		Example: `  hindcast trends
  hindcast trends --scope system:fraud-scoring
  hindcast trends --figure resolve --format csv > resolve.csv
  hindcast trends --scope team:ml-platform --format json`,
		Args: console.Args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := console.KnownFormat(format, "text", "json", "csv"); err != nil {
				return err
			}
			opts, err := a.Options(&flags, console.Today)
			if err != nil {
				return err
			}
			opts.KeepGoing = true
			s, err := a.OpenForAudience(cmd.Context(), opts)
			if err != nil {
				return err
			}
			trends, err := a.trendsOf(cmd.Context(), s.Log, opts.Now)
			if err != nil {
				return console.Failed(err)
			}
			view, err := selectFigures(trends, scope, figure)
			if err != nil {
				return err
			}
			if err := a.printTrends(view, format); err != nil {
				return console.Failed(fmt.Errorf("print the trends: %w", err))
			}
			return a.TellLeftOut(s.Missing(), "in no figure")
		},
	}
	flags.Add(cmd)
	cmd.Flags().StringVarP(&format, "format", "f", "text", "text, json or csv")
	cmd.Flags().StringVar(&scope, "scope", "",
		"show the part of the log that is `SCOPE`: system:SLUG, type:ID, team:NAME, severity:ID or year:YEAR")
	cmd.Flags().StringVar(&figure, "figure", "", "show the figure `ID` alone")
	console.Complete(cmd, "format", console.Fixed("text", "json", "csv"))
	console.Complete(cmd, "scope", console.Completing(a.App, func(log *incident.Log, _ []string) []cobra.Completion {
		var list []cobra.Completion
		for _, kind := range []string{"system", "type", "team"} {
			for _, value := range console.Values(log, kind) {
				list = append(list, kind+":"+value)
			}
		}
		return list
	}))
	return cmd
}

func (a *app) trendsOf(ctx context.Context, log *incident.Log, now time.Time) (*figure.Trends, error) {
	stage := progress.Stage{Name: "computing figures"}
	return progress.Run(ctx, a.Stages(), stage, func(*progress.Count) (*figure.Trends, error) {
		return derive.Trends(log, now), nil
	})
}

// trendView is a report and the figures of it that were asked for.
type trendView struct {
	trends *figure.Trends
	report *figure.Report
	only   string // id of a figure; empty for all
}

// selectFigures finds the scope and the figure that were asked for.
func selectFigures(t *figure.Trends, scope, id string) (*trendView, error) {
	v := &trendView{trends: t, report: t.Whole, only: id}
	if scope != "" {
		kind, name, _ := strings.Cut(scope, ":")
		switch kind := figure.ScopeKind(kind); kind {
		case figure.ScopeSystem, figure.ScopeType, figure.ScopeSeverity, figure.ScopeYear:
			v.report = t.Find(kind, name)
		case figure.ScopeTeam:
			v.report = t.Find(kind, address.Slug(name))
		default:
			return nil, console.Usage("--scope %q is none; write system:SLUG, type:ID, team:NAME, severity:ID or year:YEAR", scope)
		}
		if v.report == nil {
			return nil, console.Exit(console.ExitUsage,
				console.WithHint(fmt.Errorf("no incident, near miss or hazard belongs to %s", scope), v.scopes()))
		}
	}
	if id != "" && v.report.Find(id) == nil {
		var ids []string
		for _, f := range v.report.Figures {
			ids = append(ids, f.About().ID)
		}
		return nil, console.Exit(console.ExitUsage,
			console.WithHint(fmt.Errorf("the report has no figure %q", id), "it has "+strings.Join(ids, ", ")))
	}
	return v, nil
}

// scopes names those that there are.
func (v *trendView) scopes() string {
	var names []string
	for _, r := range v.trends.Scopes {
		names = append(names, datafiles.ScopeName(r.Scope))
	}
	if len(names) == 0 {
		return "there is no incident yet"
	}
	return "there are " + strings.Join(names, ", ")
}

func (a *app) printTrends(v *trendView, format string) error {
	switch format {
	case "json":
		j := datafiles.FiguresOf(v.trends, v.report)
		j.Figures = slices.DeleteFunc(j.Figures, func(f datafiles.FigureJSON) bool { return v.only != "" && f.ID != v.only })
		return a.WriteJSON(j)
	case "csv":
		_, err := a.Out.Write(v.csv())
		return err
	}
	return a.printReport(v)
}

// csv is the table of the only figure, else the numbers of all.
func (v *trendView) csv() []byte {
	if v.only != "" {
		return datafiles.TableCSV(v.report.Find(v.only).Table())
	}
	t := figure.Table{Columns: []figure.Column{{Key: "figure"}, {Key: "value"}, {Key: "number"}}}
	for _, f := range v.report.Figures {
		for _, value := range f.Values() {
			t.Rows = append(t.Rows, []string{f.About().ID, value.Name, value.Text})
		}
	}
	return datafiles.TableCSV(t)
}
