package exchange

import (
	"bytes"
	"encoding/csv"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"hindcast/internal/exchange/parquet"
	"hindcast/internal/exchange/sqlite"
	"hindcast/internal/incident"
)

// table is what the log has in a table: columns, the first of which is the id of the record, those of them that hold
// times, and the rows of a record.
type table struct {
	name, columns, times string
	rows                 func(*incident.Record) [][]string
}

var tables = []table{
	{
		"records", "id,title,summary,kind,type,also,severity,potential_severity,status,status_reason,tlp,owner,systems,unregistered,tags," +
			"started,started_unknown,ended,detected,triaged,contained,resolved,reviewed,closed,disclosed,detection_method,source,source_id,source_url",
		"started,ended,detected,triaged,contained,resolved,reviewed,closed,disclosed", recordRow,
	},
	{"events", "record,time,until,event", "time,until", eventRows},
	{"actions", "record,id,title,kind,owner,due,status,ended,reason,to,verified,result", "due,ended,verified", actionRows},
	{
		"obligations", "record,regime,role,limb,applies,applies_reason,aware,established,step,done,reference,dropped,reason",
		"aware,established,done,dropped", obligationRows,
	},
	{"links", "record,relation,to,note", "", linkRows},
	{"sections", "record,title,text", "", sectionRows},
}

func (t table) of(log *incident.Log) (rows [][]string) {
	for _, r := range log.Records {
		rows = append(rows, t.rows(r)...)
	}
	return rows
}

// Tables are the records as CSV (RFC 4180): records.csv with a row each, and events.csv, actions.csv, obligations.csv,
// links.csv and sections.csv, whose first column is the id of the record that a row belongs to. Times are as written, lists are joined by
// "; ", and the rows are in the order of the log. What a spreadsheet would run as a formula stands behind an apostrophe.
func Tables(log *incident.Log, told *Told) iter.Seq2[BulkFile, error] {
	return func(yield func(BulkFile, error) bool) {
		for _, t := range tables {
			rows := append([][]string{strings.Split(t.columns, ",")}, t.of(log)...)
			if !yield(BulkFile{t.name + ".csv", CSV(rows)}, nil) {
				return
			}
		}
		placed := strings.Fields(tabled)
		var p placing
		for _, r := range log.Records {
			whole := valuedKeys(&r.Front)
			left := maps.Clone(whole)
			for _, key := range placed {
				delete(left, key)
			}
			p.note(whole, left)
		}
		told.Unplaced = p.unplaced()
	}
}

// tabled are the key paths whose values the tables hold.
const tabled = `id title summary kind type also severity potential_severity status status_reason duplicate_of tlp owner systems
	unregistered tags timeline.started timeline.started.unknown timeline.ended timeline.detected timeline.triaged
	timeline.contained timeline.resolved timeline.reviewed timeline.closed timeline.disclosed detection.method
	source.name source.id source.url actions.id actions.title actions.kind actions.owner actions.due actions.status
	actions.ended actions.reason actions.to actions.verified.date actions.verified.result obligations.regime
	obligations.role obligations.limb obligations.applies obligations.reason obligations.aware obligations.established
	obligations.steps.step obligations.steps.done obligations.steps.reference obligations.steps.dropped.date
	obligations.steps.dropped.reason related.id related.relation related.note references.url references.title`

// SQLite is log.sqlite: the tables that CSV has, with NULL where nothing is known, and in records a column json with each
// record as JSONLines has it. The id is the primary key of records, to which the rows of the other tables refer.
func SQLite(log *incident.Log) iter.Seq2[BulkFile, error] {
	return func(yield func(BulkFile, error) bool) {
		list := make([]sqlite.Table, len(tables))
		for i, t := range tables {
			columns, rows, err := t.withJSON(log)
			if err != nil {
				yield(BulkFile{}, err)
				return
			}
			list[i] = sqlite.Table{Name: t.name, Columns: columns, Rows: rows, Constraint: "REFERENCES records (id)"}
		}
		list[0].Constraint = sqlite.PrimaryKey
		body, err := sqlite.Write(list)
		yield(BulkFile{"log.sqlite", body}, err)
	}
}

// withJSON is a table whose records have a column json, in which each is as JSONLines has it.
func (t table) withJSON(log *incident.Log) (columns []string, rows [][]string, err error) {
	columns, rows = strings.Split(t.columns, ","), t.of(log)
	if t.name == "records" {
		columns = append(columns, "json")
		for i, r := range log.Records {
			text, err := recordJSON(r)
			if err != nil {
				return nil, nil, err
			}
			rows[i] = append(rows[i], string(text))
		}
	}
	return columns, rows, nil
}

// Parquet is a file for each table that CSV has, such as records.parquet, with null where nothing is known, and in records
// the column json of SQLite. Beside each column of times stands one with the times as they are written, such as
// detected_written. As a timestamp, a day, a month or a year is its first instant in UTC, and what is no time is null.
func Parquet(log *incident.Log) iter.Seq2[BulkFile, error] {
	return func(yield func(BulkFile, error) bool) {
		for _, t := range tables {
			var body bytes.Buffer
			err := t.writeParquet(&body, log)
			if !yield(BulkFile{t.name + ".parquet", body.Bytes()}, err) || err != nil {
				return
			}
		}
	}
}

func (t table) writeParquet(to io.Writer, log *incident.Log) error {
	names, rows, err := t.withJSON(log)
	if err != nil {
		return err
	}
	times := strings.Split(t.times, ",")
	var columns []parquet.Column
	for _, name := range names {
		if slices.Contains(times, name) {
			columns = append(columns, parquet.Column{Name: name, Kind: parquet.Time})
			name += "_written"
		}
		columns = append(columns, parquet.Column{Name: name})
	}
	return parquet.Write(to, columns, func(yield func([]any) bool) {
		for _, cells := range rows {
			row := make([]any, 0, len(columns))
			for i, cell := range cells {
				if slices.Contains(times, names[i]) {
					row = append(row, instant(cell))
				}
				row = append(row, orNil(cell))
			}
			if !yield(row) {
				return
			}
		}
	})
}

// instant is the first instant of a time that is written; nil where it is none.
func instant(s string) any {
	at, err := incident.ParseTime(s)
	if err != nil {
		return nil
	}
	return at.Sortable()
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// CSV writes rows as RFC 4180 has it. A cell that a spreadsheet would run as a formula is escaped.
func CSV(rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = spreadsheetCell(cell)
		}
		_ = w.Write(cells) // a buffer takes everything
	}
	w.Flush()
	return b.Bytes()
}

// spreadsheetCell keeps a spreadsheet from running a cell as a formula (OWASP, CSV injection).
func spreadsheetCell(s string) string {
	bare := strings.TrimLeft(s, "'") // so that what was written with an apostrophe can be told from what got one
	if first, _ := utf8.DecodeRuneInString(bare); bare != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + s
	}
	return s
}

func joinedList(list []string) string { return strings.Join(list, "; ") }

func recordRow(r *incident.Record) [][]string {
	t := &r.Timeline
	row := []string{
		r.ID, r.Title, r.Summary, r.KindOrDefault(), r.Type, joinedList(r.Also), r.Severity, r.PotentialSeverity, r.Status, r.StatusReason, r.TLP, r.Owner,
		joinedList(r.Systems), joinedList(r.Unregistered), joinedList(r.Tags),
	}
	row = append(row, t.Started.At.String(), t.Started.Unknown)
	for _, at := range []incident.Time{
		t.Ended, t.Detected, t.Triaged, t.Contained, t.Resolved, t.Reviewed, t.Closed, t.Disclosed,
	} {
		row = append(row, at.String())
	}
	source := incident.Source{}
	if r.Source != nil {
		source = *r.Source
	}
	return [][]string{append(row, r.Detection.Method, source.Name, source.ID, string(source.URL))}
}

func eventRows(r *incident.Record) (rows [][]string) {
	for _, e := range eventsOf(r) {
		rows = append(rows, []string{r.ID, e.Time, e.Until, e.Text})
	}
	return rows
}

func actionRows(r *incident.Record) (rows [][]string) {
	for _, a := range r.Actions {
		var verified incident.Verified
		if a.Verified != nil {
			verified = *a.Verified
		}
		rows = append(rows, []string{
			r.ID, a.ID, a.Title, a.Kind, a.Owner, a.Due.String(), a.Status, a.Ended.String(), a.Reason, a.To, verified.Date.String(), verified.Result,
		})
	}
	return rows
}

// obligationRows has a row for each step, and one for an obligation without any.
func obligationRows(r *incident.Record) (rows [][]string) {
	for _, o := range r.Obligations {
		steps := o.Steps
		if len(steps) == 0 {
			steps = []incident.Step{{}}
		}
		for _, s := range steps {
			var dropped incident.Dropped
			if s.Dropped != nil {
				dropped = *s.Dropped
			}
			rows = append(rows, []string{
				r.ID, o.Regime, o.Role, o.Limb, o.Applies, o.Reason, o.Aware.String(), o.Established.String(), s.Step, s.Done.String(), s.Reference,
				dropped.Date.String(), dropped.Reason,
			})
		}
	}
	return rows
}

// linkRows are the relations of a record to others, and its references, whose relation is reference.
func linkRows(r *incident.Record) (rows [][]string) {
	if r.DuplicateOf != "" {
		rows = append(rows, []string{r.ID, "duplicate_of", r.DuplicateOf, ""})
	}
	for _, l := range r.Related {
		rows = append(rows, []string{r.ID, l.Relation, l.ID, l.Note})
	}
	for _, l := range r.References {
		rows = append(rows, []string{r.ID, "reference", string(l.URL), l.Title})
	}
	return rows
}

// sectionRows are the sections of a text, without markup.
func sectionRows(r *incident.Record) (rows [][]string) {
	for _, s := range sectionsOf(r.Text) {
		rows = append(rows, []string{r.ID, s.Title, s.Text})
	}
	return rows
}
