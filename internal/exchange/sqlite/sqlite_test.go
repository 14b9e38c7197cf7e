package sqlite_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/exchange/sqlite"
)

// written is a database with tables.
func written(t testing.TB, tables ...sqlite.Table) []byte {
	t.Helper()
	file, err := sqlite.Write(tables)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// column is a column of a table, by row id.
func column(file []byte, table, name string) (rows []uint64, texts []string, err error) {
	err = sqlite.Column(file, table, name, func(row uint64, text string) error {
		rows, texts = append(rows, row), append(texts, text)
		return nil
	})
	return rows, texts, err
}

// What is written is read again: texts of all lengths around which pages and overflow pages are full, keys of all lengths
// around which a key leaves its index, three levels of pages, and nothing.
func TestOutAndIn(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	long := sqlite.Table{Name: "long", Columns: []string{"id", "text"}, Constraint: sqlite.PrimaryKey}
	for n := range 110 {
		for _, length := range []int{0, 4000, 8100, 16280, 100_000} {
			key := fmt.Sprintf("%04d-%d-%s", n, length, strings.Repeat("k", 910+n))
			long.Rows = append(long.Rows, []string{key, strings.Repeat("ä", (length+n)/2) + strings.Repeat("x", (length+n)%2)})
		}
	}
	slices.Reverse(long.Rows)
	many := sqlite.Table{Name: "many", Columns: []string{"long", "none", "number"}, Constraint: "REFERENCES long (id)"}
	for n := range 120_000 {
		many.Rows = append(many.Rows, []string{"", "", fmt.Sprint(n)})
	}
	empty := sqlite.Table{Name: "empty", Columns: []string{"a", "b"}, Constraint: sqlite.PrimaryKey}
	file := written(t, empty, long, many)
	if !bytes.Equal(file, written(t, empty, long, many)) {
		t.Error("the same tables give other bytes")
	}
	for _, table := range []sqlite.Table{empty, long, many} {
		for i, name := range table.Columns {
			rows, texts, err := column(file, table.Name, name)
			if err != nil || len(rows) != len(table.Rows) {
				t.Fatalf("%s: %d rows of %d, %v", name, len(rows), len(table.Rows), err)
			}
			for k, row := range table.Rows {
				if rows[k] != uint64(k+1) || texts[k] != row[i] {
					t.Fatalf("%s %s: row %d, %.40q, want %d, %.40q", table.Name, name, rows[k], texts[k], k+1, row[i])
				}
			}
		}
	}
}

func TestKeysTwice(t *testing.T) {
	_, err := sqlite.Write([]sqlite.Table{{
		Name: "t", Columns: []string{"id", "b"}, Constraint: sqlite.PrimaryKey, Rows: [][]string{{"A", ""}, {"B", ""}, {"A", ""}},
	}})
	if err == nil || err.Error() != "table t: two rows have the key A" {
		t.Error(err)
	}
}

func bySQLite(t testing.TB) []byte {
	t.Helper()
	file, err := os.ReadFile("testdata/by-sqlite.db")
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// What SQLite wrote and edited is read: see testdata/by-sqlite.sql.
func TestBySQLite(t *testing.T) {
	want := map[string][]string{}
	for n := 1; n <= 60; n++ {
		if n*n%7 != 2 {
			want["id"] = append(want["id"], fmt.Sprintf("R-%03d", n))
			want["TEXT"] = append(want["TEXT"], strings.Repeat("ä", n*n/3))
			want["length"], want["json"] = append(want["length"], ""), append(want["json"], "") // numbers are no text
		}
	}
	want["json"][1] = "R"
	for name, last := range map[string][]string{
		"id": {"R-100", "R-101", "R-102"}, "length": {"", "", ""}, "TEXT": {"", "", "last"}, "json": {"2.5", "-70000", ""},
	} {
		_, texts, err := column(bySQLite(t), "records", name)
		if err != nil || !slices.Equal(texts, append(want[name], last...)) {
			t.Errorf("%s: %q, %v", name, texts, err)
		}
	}
}

// A file that was cut gives one error at once.
func TestCut(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	file := bySQLite(t)
	for n := range len(file) {
		if rows, _, err := column(file[:n], "records", "text"); err == nil || strings.Contains(err.Error(), "\n") || len(rows) > 0 {
			t.Fatalf("cut at %d: %d rows, %v", n, len(rows), err)
		}
	}
}

// sample has rows on two levels of pages of 4096 bytes, one of them with overflow pages.
func sample(t testing.TB) []byte {
	table := sqlite.Table{Name: "records", Columns: []string{"id", "json"}, Constraint: "REFERENCES records (id)"}
	for n := range 20 {
		table.Rows = append(table.Rows, []string{fmt.Sprint(n), strings.Repeat("a", 1000)})
	}
	table.Rows[19][1] = strings.Repeat("a", 10_000)
	return written(t, table)
}

// pages are those of a sample of a kind: 13 are leaves, 5 what is above them.
func pages(file []byte, kind byte) (list [][]byte) {
	for page := range slices.Chunk(file[4096:], 4096) {
		if page[0] == kind {
			list = append(list, page)
		}
	}
	return list
}

// cell is a cell of a page that is not the first.
func cell(page []byte, n int) []byte {
	pointers := page[8:]
	if page[0] == 5 {
		pointers = page[12:]
	}
	return page[binary.BigEndian.Uint16(pointers[2*n:]):]
}

// A file that lies is refused in one sentence.
func TestHostile(t *testing.T) {
	for name, c := range map[string]struct {
		change func(file []byte)
		want   string
	}{
		"no database":     {func(file []byte) { file[0] = 's' }, "no SQLite database"},
		"small pages":     {func(file []byte) { file[16], file[17] = 0, 2; file[20] = 33 }, "header"},
		"write-ahead log": {func(file []byte) { file[18], file[19] = 2, 2 }, "write-ahead log"},
		"UTF-16":          {func(file []byte) { file[59] = 2 }, "UTF-8"},
		"no table":        {func(file []byte) { copy(file[bytes.Index(file, []byte("records")):], "recorda") }, "no table records with a column json"},
		"an index":        {func(file []byte) { pages(file, 5)[0][0] = 2 }, "damaged"},
		"many cells":      {func(file []byte) { pages(file, 13)[0][3] = 0xff }, "damaged"},
		"cell outside":    {func(file []byte) { copy(pages(file, 13)[0][8:], "\xff\xff") }, "damaged"},
		"page outside":    {func(file []byte) { copy(cell(pages(file, 5)[0], 0), "\x7f\xff\xff\xff") }, "page 2147483647"},
		"page 0":          {func(file []byte) { copy(cell(pages(file, 5)[0], 0), "\x00\x00\x00\x00") }, "page 0"},
		"the schema":      {func(file []byte) { copy(cell(pages(file, 5)[0], 0), "\x00\x00\x00\x01") }, "twice"},
		"a leaf twice":    {func(file []byte) { copy(cell(pages(file, 5)[0], 0), cell(pages(file, 5)[0], 1)[:4]) }, "twice"},
		"overflow twice":  {func(file []byte) { leaf := pages(file, 13)[4]; copy(leaf[8:], leaf[8+2*3:][:2]) }, "damaged"},
		"a huge payload":  {func(file []byte) { copy(cell(pages(file, 13)[0], 0), "\xff\xff\xff\xff\xff\xff\xff\xff\xff") }, "damaged"},
		"a payload as large as the file": {func(file []byte) {
			copy(cell(pages(file, 13)[0], 0), []byte{0x80 | byte(len(file)>>14), 0x80 | byte(len(file)>>7), byte(len(file)) & 0x7f})
		}, "damaged"},
		"a huge value":   {func(file []byte) { copy(cell(pages(file, 13)[0], 0)[4:], "\xff\x7f") }, "larger than it says"},
		"a large header": {func(file []byte) { cell(pages(file, 13)[0], 0)[3] = 0x7f }, "larger than it says"},
	} {
		file := sample(t)
		c.change(file)
		_, _, err := column(file, "records", "json")
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Pages without end and rows that lie over each other cost no more than their bytes.
func TestManyPages(t *testing.T) {
	interior := func(page []byte, children ...int) {
		page[0] = 5
		last := len(children) - 1
		binary.BigEndian.PutUint16(page[3:], uint16(last))
		binary.BigEndian.PutUint32(page[8:], uint32(children[last]))
		for i, child := range children[:last] {
			at := len(page) - 5*(i+1)
			binary.BigEndian.PutUint16(page[12+2*i:], uint16(at))
			binary.BigEndian.PutUint32(page[at:], uint32(child))
		}
	}
	const first, last = 2, 501 // page 2 is the root of the table
	for name, c := range map[string]struct {
		fill func(page []byte, number int)
		want string
	}{
		"a chain": {func(page []byte, number int) { interior(page, number+1) }, "page 22 of the database is damaged"},
		"a ring":  {func(page []byte, _ int) { interior(page, first) }, "leads to twice"},
		"rows over each other": {func(page []byte, number int) {
			if number == first {
				var children []int
				for child := first + 1; child <= last; child++ {
					children = append(children, child)
				}
				interior(page, children...)
				return
			}
			page[0] = 13
			binary.BigEndian.PutUint16(page[3:], 2000)
			for i := range 2000 {
				binary.BigEndian.PutUint16(page[8+2*i:], 4090) // where there are zeros: a row of no bytes
			}
		}, "damaged"},
	} {
		file := written(t, sqlite.Table{Name: "records", Columns: []string{"id", "json"}})
		file = append(file, make([]byte, last*4096-len(file))...)
		for number := first; number <= last; number++ {
			page := file[(number-1)*4096:][:4096]
			clear(page)
			c.fill(page, number)
		}
		rows, _, err := column(file, "records", "json")
		if err == nil || !strings.Contains(err.Error(), c.want) || len(rows) > len(file)/4 {
			t.Errorf("%s: %d rows, %v", name, len(rows), err)
		}
	}
}

// What each returns ends the reading.
func TestEachEnds(t *testing.T) {
	stop, calls := errors.New("stop"), 0
	err := sqlite.Column(sample(t), "records", "json", func(uint64, string) error { calls++; return stop })
	if !errors.Is(err, stop) || calls != 1 {
		t.Errorf("%d calls, %v", calls, err)
	}
}

// FuzzColumn edits a file: three bytes are an offset and what stands there. The reader does not fail on it, and gives no
// more than the file has.
func FuzzColumn(f *testing.F) {
	sound := bySQLite(f)
	f.Add([]byte{}, "text")
	f.Add([]byte{0, 17, 1, 0, 103, 9}, "json")
	f.Fuzz(func(t *testing.T, edits []byte, name string) {
		file := slices.Clone(sound)
		for edit := range slices.Chunk(edits, 3) {
			if len(edit) == 3 {
				file[int(binary.BigEndian.Uint16(edit))%len(file)] = edit[2]
			}
		}
		rows, texts, err := column(file, "records", name)
		size := 0
		for _, text := range texts {
			size += len(text)
		}
		if size+4*len(rows) > len(file) {
			t.Errorf("%d rows of %d bytes out of %d", len(rows), size, len(file))
		}
		if err != nil && strings.Count(err.Error(), "\n") > strings.Count(name, "\n") {
			t.Errorf("%q is more than a sentence", err)
		}
	})
}
