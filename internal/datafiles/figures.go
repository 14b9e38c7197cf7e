package datafiles

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"hindcast/internal/exchange"
	"hindcast/internal/incident"
	"hindcast/internal/trend/figure"
	"hindcast/internal/view"
	"hindcast/internal/wording"
)

// Figures yields the data of the trends: of each scope all figures as JSON and each as CSV, and the incidents and
// actions that they were made of.
func Figures(m *view.Model) iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		t := m.Trends
		for _, r := range append([]*figure.Report{t.Whole}, t.Scopes...) {
			body, err := json.MarshalIndent(FiguresOf(t, r), "", " ")
			if err != nil {
				err = fmt.Errorf("write the figures as JSON: %w", err)
			}
			if !yield(view.File{Path: m.FiguresJSON(r.Scope), Body: append(body, '\n')}, err) {
				return
			}
			for _, f := range r.Figures {
				if !yield(csvFile(view.FigureCSV(r.Scope, f.About().ID), TableCSV(f.Table())), nil) {
					return
				}
			}
		}
		_ = yield(csvFile("trends/data.csv", exchange.CSV(incidentRows(m, t.Whole))), nil) &&
			yield(csvFile("trends/actions.csv", exchange.CSV(actionRows(t.Whole))), nil)
	}
}

// ReportJSON is the figures of a scope as programs read them. Words are English.
type ReportJSON struct {
	Scope    string         `json:"scope"` // all, or such as system:fraud-scoring
	Title    string         `json:"title,omitempty"`
	Now      time.Time      `json:"now"`
	Zone     string         `json:"zone"`
	N        int            `json:"incidents"`
	Near     int            `json:"near_misses_and_hazards"`
	Excluded map[string]int `json:"in_no_figure,omitempty"` // of the whole log, by kind or exit
	Judged   JudgedJSON     `json:"last_twelve_months"`
	Figures  []FigureJSON   `json:"figures"`
}

// JudgedJSON is what the figures say of the last twelve months, the running one with them.
type JudgedJSON struct {
	Method  string       `json:"method"` // c-chart, t-chart or too-few
	More    *OutsideJSON `json:"more_frequent,omitempty"`
	Fewer   *OutsideJSON `json:"less_frequent,omitempty"`
	Changed []string     `json:"changed"` // measures, with the verdict on each
	Told    int          `json:"told"`    // measures of which it can be said whether they changed
	Few     int          `json:"too_few"` // and those of which it can't
	Words   string       `json:"in_words"`
}

// OutsideJSON is the months, or stretches between incidents, beyond a limit.
type OutsideJSON struct {
	N     int    `json:"n"`
	Since string `json:"since"` // first day of the first of them
}

func outsideJSON(o figure.Outside) *OutsideJSON {
	if o.N == 0 {
		return nil
	}
	return &OutsideJSON{o.N, o.Since.Format(time.DateOnly)}
}

func judgedJSON(r *figure.Report) JudgedJSON {
	j := r.Judge()
	out := JudgedJSON{
		Method: j.Method, More: outsideJSON(j.More), Fewer: outsideJSON(j.Fewer), Changed: []string{}, Told: j.Told,
		Few: j.Few, Words: wording.English.Judged(r),
	}
	for _, row := range j.Changed {
		out.Changed = append(out.Changed, row.ID+" "+row.Verdict)
	}
	return out
}

// FigureJSON is one figure. Rows of single incidents are in its CSV alone.
type FigureJSON struct {
	ID      string         `json:"id"`
	Title   string         `json:"title"`
	Formula []string       `json:"formula"`
	N       int            `json:"n"`
	Values  map[string]any `json:"values"`
	Finding string         `json:"finding,omitempty"`
	LeftOut []LeftOutJSON  `json:"left_out"`
	CSV     string         `json:"csv"` // beside this file
	Columns []string       `json:"columns,omitempty"`
	Rows    [][]string     `json:"rows,omitempty"`
}

// LeftOutJSON is what was left out for one reason.
type LeftOutJSON struct {
	Why     string   `json:"why"`
	N       int      `json:"n"`
	Records []string `json:"records"` // the first few
}

// FiguresOf makes the JSON of a report.
func FiguresOf(t *figure.Trends, r *figure.Report) ReportJSON {
	j := ReportJSON{
		Scope: ScopeName(r.Scope), Title: r.Scope.Title, Now: r.Now, Zone: r.Zone.String(), N: len(r.Records),
		Near: len(r.Near), Judged: judgedJSON(r), Figures: []FigureJSON{},
	}
	if r == t.Whole {
		j.Excluded = map[string]int{}
		for _, e := range t.Excluded {
			j.Excluded[e.Why] = e.N
		}
	}
	for _, f := range r.Figures {
		j.Figures = append(j.Figures, figureJSON(f, r.Zone))
	}
	return j
}

// ScopeName is a scope as it is named on the command line; all for the whole log.
func ScopeName(s figure.Scope) string {
	if s.Kind == figure.ScopeLog {
		return "all"
	}
	return string(s.Kind) + ":" + s.Slug
}

func figureJSON(f figure.Figure, zone *time.Location) FigureJSON {
	about := f.About()
	j := FigureJSON{
		ID: about.ID, Title: wording.English.FigureTitle(about.ID), Formula: wording.English.FigureFormula(f, zone),
		N:      about.N,
		Values: map[string]any{}, Finding: wording.English.FigureFinding(f), LeftOut: []LeftOutJSON{}, CSV: about.ID + ".csv",
	}
	for _, v := range f.Values() {
		switch {
		case v.Word:
			j.Values[v.Name] = v.Text
		case v.Text == "":
			j.Values[v.Name] = nil
		default:
			j.Values[v.Name] = json.Number(v.Text)
		}
	}
	for _, out := range about.LeftOut {
		l := LeftOutJSON{Why: out.Why, N: out.N, Records: []string{}}
		for _, r := range out.Records[:min(len(out.Records), view.LeftOutShown)] {
			l.Records = append(l.Records, r.ID)
		}
		j.LeftOut = append(j.LeftOut, l)
	}
	if t := f.Table(); !t.Columns[0].ID {
		for _, c := range t.Columns {
			j.Columns = append(j.Columns, c.Key)
		}
		j.Rows = t.Rows
	}
	return j
}

// incidentRows is a row for each incident, near miss and hazard that is in a figure, with what the
// figures are computed from, as written.
func incidentRows(m *view.Model, r *figure.Report) [][]string {
	stages := append([]string{"started"}, incident.StageTerms().IDs()...)
	header := []string{"id", "kind", "type", "severity", "status", "owner", "systems", "unregistered", "method", "causes", "safeguards"}
	header = append(append(header, stages...), "reopened", "recurrence_of", "people_least", "people_most",
		"cost_least", "cost_most", "currency", "models", "vendors")
	rows := [][]string{header}
	for _, record := range slices.Concat(r.Records, r.Near) {
		row := []string{
			record.ID, record.KindOrDefault(), record.Type, record.Severity, record.Status, record.Owner,
			strings.Join(record.Systems, " "),
			strings.Join(record.Unregistered, "; "), record.Detection.Method, causesOf(record), safeguardsOf(record),
		}
		for _, key := range stages {
			row = append(row, record.Timeline.At(key).String())
		}
		row = append(row, reopenedOf(record), recurrenceOf(m, record))
		row = append(row, statedOf(record)...)
		var models, vendors []string
		for _, m := range record.Models {
			models, vendors = append(models, m.Name), append(vendors, m.Provider)
		}
		rows = append(rows, append(row, strings.Join(models, "; "), strings.Join(vendors, "; ")))
	}
	return rows
}

// statedOf is the people affected and the cost, each the least and the most, and the currency.
func statedOf(r *incident.Record) []string {
	cells := make([]string, 5)
	if people := r.Impact.People; people != nil {
		cells[0], cells[1] = people.Ends()
	}
	if cost := r.Impact.Cost; cost != nil {
		cells[2], cells[3] = cost.Amount.Ends()
		cells[4] = string(cost.Currency)
	}
	return cells
}

// safeguardsOf is what the safeguards of a record did, each result as often as it is written.
func safeguardsOf(r *incident.Record) string {
	var list []string
	for _, s := range r.Safeguards {
		list = append(list, s.Result)
	}
	return strings.Join(list, " ")
}

func causesOf(r *incident.Record) string {
	var list []string
	for _, c := range r.Causes {
		list = append(list, c.Factor)
	}
	return strings.Join(list, " ")
}

// reopenedOf is each time a record went back, with the times of its earlier pass: "2026-03-09
// resolved=2026-03-02T17:20Z closed=2026-03-05; 2026-04-01 closed=2026-03-20".
func reopenedOf(r *incident.Record) string {
	var list []string
	for i := range r.Reopened {
		back := &r.Reopened[i]
		words := []string{back.When.String()}
		for _, key := range incident.TimelineKeys() {
			if t := back.Earlier.At(key); !t.IsZero() {
				words = append(words, key+"="+t.String())
			}
		}
		list = append(list, strings.Join(words, " "))
	}
	return strings.Join(list, "; ")
}

// recurrenceOf is the ids of the records of this log that a record says it is a recurrence of.
func recurrenceOf(m *view.Model, r *incident.Record) string {
	var list []string
	for _, rel := range r.Related {
		earlier := m.Names.Stands(rel.ID)
		if rel.Relation == "recurrence_of" && earlier != nil && earlier != r && !slices.Contains(list, earlier.ID) {
			list = append(list, earlier.ID)
		}
	}
	return strings.Join(list, " ")
}

// actionRows is a row for each action of these incidents, near misses and hazards.
func actionRows(r *figure.Report) [][]string {
	rows := [][]string{{"incident", "action", "kind", "status", "owner", "due", "ended"}}
	for _, record := range slices.Concat(r.Records, r.Near) {
		for _, a := range record.Actions {
			rows = append(rows, []string{record.ID, a.ID, a.Kind, a.Status, a.Owner, a.Due.String(), a.Ended.String()})
		}
	}
	return rows
}
