package exported

import (
	"context"
	"encoding/json"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hindcast/internal/edit"
	"hindcast/internal/exchange"
	"hindcast/internal/exchange/sqlite"
	"hindcast/internal/filing/intake"
	"hindcast/internal/filing/intake/intaketest"
	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/load"
)

const odd = `---
id: INC-2026-0099
title: 'Odd: "quotes", a | b'
summary: =SUM(A1) and '=SUM(A2)
kind: incident
type: other
severity: sev3
status: detected
tlp: GREEN
owner: desk
unregistered: [queue]
tags: [a-b]
timeline: {started: {unknown: the logs are gone}, detected: 2026-03-02T09:25:00Z}
detection: {method: monitoring}
impact: {people: [100, 200], decisions: {least: 5}}
related: [{id: INC-2026-0007, relation: similar_to, note: both in the morning}]
obligations:
  - {regime: gdpr_33, role: controller, applies: no, reason: no personal data}
---

Before any heading: INC-2026-0007 and [a link](https://example.org/).

## What happened

# 1 is no *heading* \_here\_, <b>nor</b> a tag[^1].

1. one
2. two ` + "`code`" + `

` + "```\n  if x:\n      [[y]]\n```" + `

| | a |
|---|---|
| b | c |

[^1]: A note.

## Timeline

### 2 March 2026 (UTC)

- 09:25 Detected: **the queue** halts
- **10:00** Call with [[INC-2026-0007]]

### 3 March 2026

- 08:00–09:00 Maintenance

  The batch of 10:00 waits, and the desk is told:

  - nothing is lost
- 11:00: a first try

  ` + "```\n  if x:\n\n      halt()\n  ```" + `
- 12:00:

  The queue runs.
`

// opened is the log of some files.
func opened(t *testing.T, files fs.FS) *incident.Log {
	t.Helper()
	log, err := load.NewLoader(load.DefaultLimits).Log(context.Background(), files)
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// demo is the log of this repository without its tombstones, with a record that has what the others lack.
func demo(t *testing.T) *incident.Log {
	t.Helper()
	root, files := os.DirFS("../../.."), fstest.MapFS{"incidents/2026/INC-2026-0099.md": {Data: []byte(odd)}}
	for _, top := range []string{"hindcast.yaml", "incidents", "knowledge"} {
		copyInto(t, files, root, top)
	}
	log := opened(t, files)
	log.Records = slices.DeleteFunc(log.Records, func(r *incident.Record) bool { return r.Status == incident.Redacted })
	return log
}

func copyInto(t *testing.T, files fstest.MapFS, from fs.FS, top string) {
	t.Helper()
	if err := fs.WalkDir(from, top, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(from, name)
		files[name] = &fstest.MapFile{Data: text}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// imported is the log of a repository with the register and the settings of this one, after an import of an export.
func imported(t *testing.T, source string, export iter.Seq2[exchange.BulkFile, error]) *incident.Log {
	t.Helper()
	repo, files, register := intaketest.New(t), fstest.MapFS{}, fstest.MapFS{}
	for file, err := range export {
		if err != nil {
			t.Fatal(err)
		}
		files[file.Name] = &fstest.MapFile{Data: file.Body}
	}
	repo.Now = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC) // after all that the records tell of
	for _, top := range []string{"hindcast.yaml", "knowledge"} {
		copyInto(t, register, os.DirFS("../../.."), top)
	}
	for _, name := range slices.Sorted(maps.Keys(register)) {
		if err := edit.Apply(context.Background(), repo.Disk, edit.Change{Path: name, New: register[name].Data}); err != nil {
			t.Fatal(err)
		}
	}
	in, o := importing.Input{Files: files, Name: source}, repo.Options("elsewhere")
	for _, outcome := range repo.Import(Log, in, o) {
		if outcome.Verdict != intake.Write {
			t.Errorf("%s: %s", outcome.ID, outcome.Reason)
		}
	}
	for _, outcome := range repo.Import(Log, in, o) {
		if outcome.Verdict == intake.Write {
			t.Errorf("%s is written twice", outcome.ID)
		}
	}
	return opened(t, repo.Disk.FS())
}

// recordsOf are the records of an export by their ids, as JSON and without their sources, which an import adds.
func recordsOf(t *testing.T, log *incident.Log) map[string]map[string]any {
	t.Helper()
	var whole struct{ Records []map[string]any }
	for file, err := range exchange.JSON(log) {
		if err != nil || json.Unmarshal(file.Body, &whole) != nil {
			t.Fatal(err)
		}
	}
	byID := map[string]map[string]any{}
	for _, r := range whole.Records {
		delete(r, "source")
		byID[r["id"].(string)] = r
	}
	return byID
}

// What JSON holds of a log is the same after an export, as JSON or in a database, and an import into an empty one: front
// matter, events, texts.
func TestRecordsOutAndIn(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	log := demo(t)
	want := recordsOf(t, log)
	if len(want) < 50 {
		t.Fatalf("%d records tell little", len(want))
	}
	for name, export := range map[string]iter.Seq2[exchange.BulkFile, error]{
		"records.json": exchange.JSON(log), "records.jsonl": exchange.JSONLines(log), "log.sqlite": exchange.SQLite(log),
	} {
		got := recordsOf(t, imported(t, name, export))
		for id, record := range want {
			for key, value := range record {
				if !reflect.DeepEqual(got[id][key], value) {
					t.Errorf("%s: %s: %s:\n%v\nwant\n%v", name, id, key, got[id][key], value)
				}
			}
			if len(got[id]) != len(record) {
				t.Errorf("%s: %s has %d keys, want %d", name, id, len(got[id]), len(record))
			}
		}
	}
}

// What the tables hold of a log is the same after an export and an import, but for the columns of the source.
func TestTablesOutAndIn(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds; make test runs it")
	}
	tables := func(log *incident.Log) map[string][]string {
		list := map[string][]string{}
		for file := range exchange.Tables(log, &exchange.Told{}) {
			name := strings.TrimSuffix(file.Name, path.Ext(file.Name))
			err := table(context.Background(), importing.Input{Files: fstest.MapFS{file.Name: {Data: file.Body}}}, name, func(_ int, cells row, fault error) {
				if fault != nil {
					t.Error(fault)
				}
				for _, column := range []string{"source", "source_id", "source_url"} {
					delete(cells, column)
				}
				text, _ := json.Marshal(cells)
				list[name] = append(list[name], string(text))
			})
			if err != nil {
				t.Fatal(err)
			}
			slices.Sort(list[name])
		}
		return list
	}
	log, told := demo(t), exchange.Told{}
	after := imported(t, ".", exchange.Tables(log, &told))
	want, got := tables(log), tables(after)
	for name, rows := range want {
		if len(rows) == 0 || !slices.Equal(got[name], rows) {
			t.Errorf("%s: %d rows, want %d", name, len(got[name]), len(rows))
			for i := range min(len(rows), len(got[name])) {
				if rows[i] != got[name][i] {
					t.Fatalf("%s\nwant\n%s", got[name][i], rows[i])
				}
			}
		}
	}

	// What is not there any more was told of, and nothing else was.
	gone := map[string]bool{}
	back := recordsOf(t, after)
	for id, record := range recordsOf(t, log) {
		had, has := map[string]bool{}, map[string]bool{}
		keysOf(had, "", record)
		keysOf(has, "", back[id])
		for key := range had {
			gone[key] = gone[key] || !has[key]
		}
	}
	unplaced := map[string]bool{}
	for _, key := range told.Unplaced {
		unplaced[key.Key] = strings.HasPrefix(key.Key, "source.") // which recordsOf leaves out
	}
	for key, isGone := range gone {
		isTold := false
		for name := range unplaced {
			if isGone && (key == name || strings.HasPrefix(key, name+".")) {
				isTold, unplaced[name] = true, true
			}
		}
		if isGone != isTold {
			t.Errorf("%s is gone, and nothing is told of it", key)
		}
	}
	for key, isGone := range unplaced {
		if !isGone {
			t.Errorf("%s is there", key)
		}
	}
}

// keysOf adds the key paths below which a value of JSON stands, without the places in lists.
func keysOf(keys map[string]bool, path string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for key, item := range v {
			keysOf(keys, strings.TrimPrefix(path+"."+key, "."), item)
		}
	case []any:
		if len(v) == 0 {
			keys[path] = true
		}
		for _, item := range v {
			keysOf(keys, path, item)
		}
	default:
		keys[path] = true
	}
}

// The export of a log without records is read as one, in every form.
func TestNothingOutAndIn(t *testing.T) {
	log := opened(t, fstest.MapFS{"hindcast.yaml": {Data: []byte("title: A\n")}})
	for name, export := range map[string]iter.Seq2[exchange.BulkFile, error]{
		"records.json": exchange.JSON(log), "records.jsonl": exchange.JSONLines(log), "log.sqlite": exchange.SQLite(log), ".": exchange.Tables(log, &exchange.Told{}),
	} {
		files := fstest.MapFS{}
		for file := range export {
			files[file.Name] = &fstest.MapFile{Data: file.Body}
		}
		batch, err := Log(t.Context(), importing.Input{Files: files, Name: name}, importing.Options{})
		if err != nil || len(batch.Entries)+len(batch.LeftOut) > 0 {
			t.Errorf("%s: %v, %v", name, batch, err)
		}
	}
}

// rows is a database with rows that hold no record.
func rows(t *testing.T, count int) string {
	t.Helper()
	file, err := sqlite.Write([]sqlite.Table{{
		Name: "records", Columns: []string{"id", "json"}, Rows: slices.Repeat([][]string{{"", "1"}}, count),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return string(file)
}

// What is not the export of a log is refused, or left out with a reason; nothing of it is invented.
func TestNoExport(t *testing.T) {
	repo := intaketest.New(t)
	for name, c := range map[string]struct{ file, text, want string }{
		"no JSON":        {"a.json", "{", "unexpected end"},
		"no record":      {"a.json", `{"records": [{"a": 1}]}`, "a"},
		"no title":       {"a.json", `{"records": [{"id": "INC-2026-0001"}]}`, "no title"},
		"a number":       {"a.jsonl", "1\n", "no object"},
		"a later key":    {"a.jsonl", `{"id": "INC-2026-0001", "title": "A", "later": 1}`, "later"},
		"a tombstone":    {"a.jsonl", `{"id": "INC-2026-0001", "title": "Redacted", "status": "redacted"}`, "stays in its own log"},
		"no database":    {"a.sqlite", "CREATE TABLE records;", "no SQLite database"},
		"many rows":      {"a.db", rows(t, 100_001), "more than 100000 records"},
		"a row":          {"a.db", rows(t, 1), "no object"},
		"sections":       {"a.jsonl", `{"id": "INC-2026-0001", "title": "A", "sections": 1}`, "sections"},
		"no dangling id": {"a.jsonl", `{"id": "no id", "title": "A", "severity": "sev3", "status": "detected", "timeline": {"detected": "2026-03-02"}}`, "id"},
	} {
		t.Run(name, func(t *testing.T) {
			in := intaketest.One(c.file, c.text)
			batch, err := Log(context.Background(), in, repo.Options("elsewhere"))
			if err != nil {
				if !strings.Contains(err.Error(), c.want) {
					t.Error(err)
				}
				return
			}
			outcomes := repo.Import(Log, in, repo.Options("elsewhere"))
			if len(batch.Entries)+len(batch.LeftOut) != 1 || outcomes[0].Verdict != intake.LeaveOut || !strings.Contains(outcomes[0].Reason, c.want) {
				t.Errorf("%+v", outcomes)
			}
		})
	}
}

// A file that was cut gives one error, or entries that are whole.
func TestCut(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	log := opened(t, fstest.MapFS{"incidents/2026/INC-2026-0099.md": {Data: []byte(odd)}})
	for _, export := range []iter.Seq2[exchange.BulkFile, error]{exchange.JSON(log), exchange.SQLite(log)} {
		for file := range export {
			intaketest.New(t).Cut(Log, file.Name, string(file.Body))
		}
	}
}
