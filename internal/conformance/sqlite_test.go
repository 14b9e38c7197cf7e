package conformance_test

import (
	"bytes"
	"database/sql"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"hindcast/internal/exchange/sqlite"
)

// opened is a database as SQLite reads it, found sound and with all references met.
func opened(t *testing.T, file []byte) *sql.DB {
	t.Helper()
	name := filepath.Join(t.TempDir(), "log.sqlite")
	write(t, name, string(file))
	db, err := sql.Open("sqlite", "file:"+name+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if got := query(t, db, "PRAGMA integrity_check"); len(got) != 1 || got[0][0] != "ok" {
		t.Fatalf("it is not sound: %v", got)
	}
	if got := query(t, db, "PRAGMA foreign_key_check"); len(got) > 0 {
		t.Fatalf("references lead nowhere: %v", got)
	}
	return db
}

// query is what a query gives, with NULL as "".
func query(t *testing.T, db *sql.DB, text string, arguments ...any) (list [][]string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), text, arguments...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values, targets := make([]sql.NullString, len(names)), make([]any, len(names))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		row := make([]string, len(names))
		for i, value := range values {
			row[i] = value.String
		}
		list = append(list, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// An export has the rows of the tables of CSV, which join to their records, and each record as JSON.
func TestSQLiteExport(t *testing.T) {
	logs(t, func(t *testing.T, dir string, _ int) {
		db, tables := opened(t, exported(t, dir, "sqlite")["log.sqlite"]), 0
		for name, body := range exported(t, dir, "csv") {
			table, isTable := strings.CutSuffix(name, ".csv")
			if !isTable {
				continue
			}
			tables++
			want, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			key := want[0][0]
			got := query(t, db, `SELECT x."`+strings.Join(want[0], `", x."`)+`" FROM `+table+` AS x JOIN records AS r ON r.id = x.`+key+` ORDER BY x.rowid`)
			if len(got) != len(want)-1 {
				t.Fatalf("%s: %d rows, want %d", table, len(got), len(want)-1)
			}
			for i, row := range got {
				for k, cell := range row {
					if plain := want[i+1][k]; cell != plain && "'"+cell != plain {
						t.Errorf("%s %s: %q, want %q", table, want[0][k], cell, plain)
					}
				}
			}
		}
		if tables != 6 {
			t.Errorf("%d tables", tables)
		}
		lines := strings.Split(strings.TrimSpace(string(exported(t, dir, "jsonl")["records.jsonl"])), "\n")
		for i, row := range query(t, db, "SELECT json, id, json ->> 'id', detected, json ->> '$.timeline.detected' FROM records ORDER BY rowid") {
			if row[0] != lines[i] || row[1] != row[2] || row[3] != row[4] {
				t.Errorf("%q, want %s", row, lines[i])
			}
		}
	})
}

// SQLite finds databases sound whose tables and indices have three levels of pages and more, whose texts and keys go on to
// overflow pages, or whose tables are empty.
func TestSQLiteLevels(t *testing.T) {
	long := sqlite.Table{Name: "long", Columns: []string{"id", "text"}, Constraint: sqlite.PrimaryKey}
	for n := range 400 {
		key := fmt.Sprintf("%03d%s", n*7%400, strings.Repeat("k", 800+n))
		long.Rows = append(long.Rows, []string{key, strings.Repeat("ä", 10*n) + strings.Repeat("x", 3900+n)})
	}
	many := sqlite.Table{Name: "many", Columns: []string{"long", "number"}, Constraint: "REFERENCES long (id)"}
	for n := range 150_000 {
		row := []string{"", strconv.Itoa(n)}
		if n%1000 == 0 {
			row[0] = long.Rows[n/1000][0]
		}
		many.Rows = append(many.Rows, row)
	}
	empty := sqlite.Table{Name: "empty", Columns: []string{"id", "text"}, Constraint: sqlite.PrimaryKey}
	tables := []sqlite.Table{empty, long, many}
	file, err := sqlite.Write(tables)
	if err != nil {
		t.Fatal(err)
	}
	db := opened(t, file)
	for _, table := range tables {
		got := query(t, db, "SELECT * FROM "+table.Name+" ORDER BY rowid")
		if len(got) != len(table.Rows) || len(got) > 0 && !reflect.DeepEqual(got, table.Rows) {
			t.Errorf("%s: %d rows, want %d, or other texts", table.Name, len(got), len(table.Rows))
		}
	}
	for _, row := range long.Rows {
		if got := query(t, db, "SELECT text FROM long WHERE id = ?", row[0]); len(got) != 1 || got[0][0] != row[1] {
			t.Errorf("%.10s is not found by its key", row[0])
		}
	}
	for name, want := range map[string]string{"many": "3", "sqlite_autoindex_long_1": "3", "empty": "1", "sqlite_autoindex_empty_1": "1"} {
		// Paths are /, then /000/, then /000/000/.
		got := query(t, db, "SELECT max(length(path) - length(replace(path, '/', ''))) FROM dbstat WHERE name = ? AND pagetype != 'overflow'", name)
		if got[0][0] < want {
			t.Errorf("%s has %s levels of pages, want %s or more", name, got[0][0], want)
		}
	}
}
