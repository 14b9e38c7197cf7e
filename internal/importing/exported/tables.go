package exported

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"hindcast/internal/importing"
	names "hindcast/internal/section"
)

// row is a row of a table by its columns; what is empty is absent.
type row map[string]string

// take gives the value of a column under a key of a map, where there is one.
func (r row) take(to map[string]any, key, column string) {
	if r[column] != "" {
		to[key] = r[column]
	}
}

// all gives the values of columns under keys that are called as they are.
func (r row) all(to map[string]any, columns ...string) {
	for _, column := range columns {
		r.take(to, column, column)
	}
}

// within gives the values of columns in a map under a key, where one of them is there.
func (r row) within(to map[string]any, key string, columns map[string]string) {
	inner := map[string]any{}
	for name, column := range columns {
		r.take(inner, name, column)
	}
	if len(inner) > 0 {
		to[key] = inner
	}
}

// tables reads the folder of tables that CSV is exported to. All but records.csv may be missing.
func (r *reader) tables(ctx context.Context, in importing.Input) error {
	below := map[string]map[string][]row{} // by table and record
	for _, name := range []string{"events", "actions", "obligations", "links", "sections"} {
		below[name] = map[string][]row{}
		err := table(ctx, in, name, func(_ int, cells row, fault error) {
			if fault == nil {
				below[name][cells["record"]] = append(below[name][cells["record"]], cells)
			}
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return table(ctx, in, "records", func(line int, cells row, fault error) {
		at := importing.At{File: "records.csv", Line: line}
		if fault != nil {
			r.batch.Omit(at, fault.Error())
			return
		}
		id := cells["id"]
		keys := recordKeys(cells)
		for name, shape := range map[string]func(map[string]any, []row){"actions": actions, "obligations": obligations, "links": links} {
			shape(keys, below[name][id])
		}
		front, err := r.front(keys)
		if err != nil {
			r.batch.Omit(at, err.Error())
			return
		}
		var events []string
		for _, cells := range below["events"][id] {
			events = append(events, cells["event"])
		}
		r.add(at, front, r.body(r.sections(below["sections"][id], below["events"][id]), events))
	})
}

// table reads a table, whose first column is called as every export calls it.
func table(ctx context.Context, in importing.Input, name string, each func(line int, cells row, fault error)) error {
	f, err := in.Files.Open(name + ".csv")
	if err != nil {
		return err
	}
	defer f.Close()
	need := "record"
	if name == "records" {
		need = "id"
	}
	t, err := importing.NewTable(f, []string{need})
	if err != nil {
		return fmt.Errorf("%s.csv: %w", name, err)
	}
	for {
		fault, err := t.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("%s.csv: %w", name, err)
		case ctx.Err() != nil:
			return ctx.Err()
		}
		cells := row{}
		for column, cell := range t.All() {
			cells[column] = unescaped(cell)
		}
		each(t.Line(), cells, fault)
	}
}

// unescaped is a cell without the apostrophe that keeps spreadsheets from running it as a formula.
func unescaped(cell string) string {
	if bare := strings.TrimLeft(cell, "'"); bare != cell && strings.IndexAny(bare, "=+-@\t\r\n＝＋－＠") == 0 {
		return cell[1:]
	}
	return cell
}

func recordKeys(cells row) map[string]any {
	keys := map[string]any{}
	cells.all(keys, "id", "title", "summary", "kind", "type", "severity", "potential_severity", "status", "status_reason", "tlp", "owner")
	for _, list := range []string{"also", "systems", "unregistered", "tags"} {
		if cells[list] != "" {
			keys[list] = strings.Split(cells[list], "; ")
		}
	}
	times := map[string]string{"unknown": "started_unknown"}
	for _, stage := range []string{"started", "ended", "detected", "triaged", "contained", "resolved", "reviewed", "closed", "disclosed"} {
		times[stage] = stage
	}
	cells.within(keys, "timeline", times)
	if timeline, has := keys["timeline"].(map[string]any); has && timeline["unknown"] != nil {
		timeline["started"] = map[string]any{"unknown": timeline["unknown"]}
		delete(timeline, "unknown")
	}
	cells.within(keys, "detection", map[string]string{"method": "detection_method"})
	cells.within(keys, "source", map[string]string{"name": "source", "id": "source_id", "url": "source_url"})
	return keys
}

func actions(keys map[string]any, rows []row) {
	var list []any
	for _, cells := range rows {
		action := map[string]any{}
		cells.all(action, "id", "title", "kind", "owner", "due", "status", "ended", "reason", "to")
		cells.within(action, "verified", map[string]string{"date": "verified", "result": "result"})
		list = append(list, action)
	}
	if list != nil {
		keys["actions"] = list
	}
}

// obligations joins the steps of one obligation, which stand in rows one after the other.
func obligations(keys map[string]any, rows []row) {
	columns := []string{"regime", "role", "limb", "applies", "applies_reason", "aware", "established"}
	of := func(cells row) (values []string) {
		for _, column := range columns {
			values = append(values, cells[column])
		}
		return values
	}
	var list, steps []any
	for i, cells := range rows {
		if i == 0 || !slices.Equal(of(cells), of(rows[i-1])) {
			list, steps = append(list, map[string]any{}), nil
		}
		obligation := list[len(list)-1].(map[string]any)
		cells.all(obligation, "regime", "role", "limb", "applies", "aware", "established")
		cells.take(obligation, "reason", "applies_reason")
		step := map[string]any{}
		cells.all(step, "step", "done", "reference")
		cells.within(step, "dropped", map[string]string{"date": "dropped", "reason": "reason"})
		if len(step) > 0 {
			steps = append(steps, step)
			obligation["steps"] = steps
		}
	}
	if list != nil {
		keys["obligations"] = list
	}
}

// links are what a record is a duplicate of, its relations, and its references.
func links(keys map[string]any, rows []row) {
	var related, references []any
	for _, cells := range rows {
		switch cells["relation"] {
		case "duplicate_of":
			cells.take(keys, "duplicate_of", "to")
		case "reference":
			reference := map[string]any{}
			cells.take(reference, "url", "to")
			cells.take(reference, "title", "note")
			references = append(references, reference)
		default:
			relation := map[string]any{}
			cells.all(relation, "relation", "note")
			cells.take(relation, "id", "to")
			related = append(related, relation)
		}
	}
	if related != nil {
		keys["related"] = related
	}
	if references != nil {
		keys["references"] = references
	}
}

// sections are those of a record; its events are a timeline where it has none.
func (r *reader) sections(rows, events []row) (list []section) {
	has := false
	for _, cells := range rows {
		list = append(list, section{cells["title"], cells["text"]})
		has = has || r.isTimeline(cells["title"])
	}
	if has || len(events) == 0 {
		return list
	}
	var lines []string
	for _, cells := range events {
		at := cells["time"]
		if cells["until"] != "" {
			at += " – " + cells["until"]
		}
		lines = append(lines, at+" "+cells["event"])
	}
	return append(list, section{names.Timeline, strings.Join(lines, "\n")})
}
