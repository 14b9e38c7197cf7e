package conformance_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	reader "github.com/parquet-go/parquet-go"

	"hindcast/internal/exchange/parquet"
)

// parquetRows are the columns and rows of a file as a reader of others has them, and the rows of each row group.
func parquetRows(t *testing.T, file []byte) (columns []parquet.Column, rows [][]any, groups []int64) {
	t.Helper()
	f, err := reader.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range f.Schema().Fields() {
		if !field.Leaf() || !field.Optional() {
			t.Fatalf("%s is no optional column", field.Name())
		}
		column := parquet.Column{Name: field.Name()}
		switch kind := field.Type().String(); kind {
		case "STRING":
		case "TIMESTAMP(isAdjustedToUTC=true,unit=MILLIS)":
			column.Kind = parquet.Time
		default:
			t.Fatalf("%s is of type %s", field.Name(), kind)
		}
		columns = append(columns, column)
	}
	for _, group := range f.RowGroups() {
		groups = append(groups, group.NumRows())
		rows = append(rows, groupRows(t, group, columns)...)
	}
	if f.NumRows() != int64(len(rows)) {
		t.Fatalf("%d rows, and the file says %d", len(rows), f.NumRows())
	}
	return columns, rows, groups
}

func groupRows(t *testing.T, group reader.RowGroup, columns []parquet.Column) (list [][]any) {
	t.Helper()
	rows := group.Rows()
	defer rows.Close()
	buffer := make([]reader.Row, 1000)
	for {
		n, err := rows.ReadRows(buffer)
		for _, values := range buffer[:n] {
			row := make([]any, len(columns))
			for i, v := range values {
				switch {
				case v.IsNull():
				case columns[i].Kind == parquet.Time:
					row[i] = time.UnixMilli(v.Int64()).UTC()
				default:
					row[i] = string(v.ByteArray())
				}
			}
			list = append(list, row)
		}
		switch {
		case errors.Is(err, io.EOF):
			return list
		case err != nil:
			t.Fatal(err)
		}
	}
}

// An export has the cells of the tables of CSV: as texts, and those that are times as timestamps beside them.
func TestParquetExport(t *testing.T) {
	times := strings.Fields("started ended detected triaged contained resolved reviewed closed disclosed time until due verified aware established done dropped")
	logs(t, func(t *testing.T, dir string, _ int) {
		files, tables := exported(t, dir, "parquet"), 0
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
			columns, rows, _ := parquetRows(t, files[table+".parquet"])
			if len(rows) != len(want)-1 {
				t.Fatalf("%s: %d rows, want %d", table, len(rows), len(want)-1)
			}
			at := func(name string) int {
				i := slices.IndexFunc(columns, func(c parquet.Column) bool { return c.Name == name })
				if i < 0 {
					t.Fatalf("%s has no column %s", table, name)
				}
				return i
			}
			for k, name := range want[0] {
				column, stamp := at(name), -1
				if slices.Contains(times, name) {
					column, stamp = at(name+"_written"), column
					if columns[stamp].Kind != parquet.Time {
						t.Errorf("%s %s holds no timestamps", table, name)
					}
				}
				for i, row := range rows {
					plain, _ := row[column].(string)
					if cell := want[i+1][k]; plain != cell && "'"+plain != cell || (row[column] == nil) != (cell == "") {
						t.Errorf("%s %s: %q, want %q", table, name, row[column], cell)
					}
					if stamp >= 0 && row[stamp] != beginning(plain) {
						t.Errorf("%s %s: %v, want %s", table, name, row[stamp], plain)
					}
				}
			}
		}
		if tables != 6 || len(files) != 7 { // with the manifest
			t.Errorf("%d tables, %d files", tables, len(files))
		}
		columns, rows, _ := parquetRows(t, files["records.parquet"])
		lines := strings.Split(strings.TrimSpace(string(exported(t, dir, "jsonl")["records.jsonl"])), "\n")
		for i, row := range rows {
			if last := len(columns) - 1; columns[last].Name != "json" || row[last] != lines[i] {
				t.Errorf("%v, want %s", row[last], lines[i])
			}
		}
	})
}

// beginning is the instant of a time that is written, read by layouts of its own; nil where it is none.
func beginning(s string) any {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02", "2006-01", "2006"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at.UTC().Truncate(time.Millisecond)
		}
	}
	return nil
}

// Tables of any size and content are read as they were written, in row groups that are bounded.
func TestParquetTables(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	texts := []any{nil, nil, "", "a", "ä€😀\x00\n", strings.Repeat("long ", 500), "PAR1"}
	for n, size := range []int{0, 1, 7, 8, 9, 1000, 1<<16 - 1, 1 << 16, 70_000} {
		columns := make([]parquet.Column, 1+random.IntN(20)) // some with names beyond 14, from which on lists are written otherwise
		if n == 2 {
			columns = make([]parquet.Column, 15)
		}
		for i := range columns {
			columns[i] = parquet.Column{Name: strings.Repeat("ü", i) + "n", Kind: parquet.Kind(random.IntN(2))}
		}
		want := make([][]any, size)
		for i := range want {
			want[i] = make([]any, len(columns))
			for k, column := range columns {
				switch {
				case column.Kind == parquet.Text && k == 1: // whole groups without a value
				case column.Kind == parquet.Text:
					want[i][k] = texts[random.IntN(len(texts)-k%2)]
				case random.IntN(3) > 0:
					want[i][k] = time.UnixMilli(random.Int64N(1<<44) - 1<<43).UTC()
				}
			}
		}
		checkParquet(t, columns, want)
	}
}

// A row group ends at 32 MiB of values as well.
func TestParquetLongTexts(t *testing.T) {
	want := [][]any{{strings.Repeat("x", 40<<20)}, {"y"}, {nil}}
	if groups := checkParquet(t, []parquet.Column{{Name: "text"}}, want); !slices.Equal(groups, []int64{1, 2}) {
		t.Errorf("row groups of %d rows", groups)
	}
}

// checkParquet writes a table, compares it with what is read, and gives the rows of its row groups.
func checkParquet(t *testing.T, columns []parquet.Column, want [][]any) (groups []int64) {
	t.Helper()
	var one, two bytes.Buffer
	for _, b := range []*bytes.Buffer{&one, &two} {
		if err := parquet.Write(b, columns, slices.Values(want)); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the same table gives other bytes")
	}
	gotColumns, got, groups := parquetRows(t, one.Bytes())
	if !slices.Equal(gotColumns, columns) || !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("%d rows of %d columns are read as %d rows of %d, or otherwise", len(want), len(columns), len(got), len(gotColumns))
	}
	for _, n := range groups {
		if n > 1<<16 || n == 0 {
			t.Errorf("a row group of %d rows", n)
		}
	}
	return groups
}
