package importing

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"
)

// A table is read as spreadsheets of any language write it; what was between its cells is told.
func TestTableForms(t *testing.T) {
	wide, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String("a\tb\tc,d\r\nü\t2\t1,5\r\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text  string
		want  []string
		line  int
		notes []string
	}{
		{"a,b;c\nü,1;5\n", []string{"a=ü", "b;c=1;5"}, 2, nil},
		{"\ufeffa;b;c,d\n\n; ;\nü;2;1,5\n", []string{"a=ü", "b=2", "c,d=1,5"}, 4, []string{"read as a table with semicolons between its cells"}},
		{"\"a,b,c\";d\nü;1,5\n", []string{"a,b,c=ü", "d=1,5"}, 2, []string{"read as a table with semicolons between its cells"}},
		{"sep=,\r\na,b;c;d\r\nü,1\r\n", []string{"a=ü", "b;c;d=1"}, 3, nil},
		{"sep=;\na,b\nü\n", []string{"a,b=ü"}, 3, []string{"read as a table with semicolons between its cells"}},
		{wide, []string{"a=ü", "b=2", "c,d=1,5"}, 2, []string{"read as a table in UTF-16, with tabs between its cells"}},
		{"a,b\rü\nö,\"1\n2\"\r", []string{"a=ü ö", "b=1\n2"}, 2, nil},
		{"a\nü\n", []string{"a=ü"}, 2, nil},
	} {
		table, err := NewTable(strings.NewReader(c.text), nil)
		if err != nil {
			t.Fatalf("%q: %v", c.text, err)
		}
		fault, err := table.Next()
		var got []string
		for name, cell := range table.All() {
			got = append(got, name+"="+cell)
		}
		if fault != nil || err != nil || !slices.Equal(got, c.want) || table.Line() != c.line || !slices.Equal(table.Notes(), c.notes) {
			t.Errorf("%q: %v, %v, %q at line %d, %q", c.text, fault, err, got, table.Line(), table.Notes())
		}
		if _, err := table.Next(); !errors.Is(err, io.EOF) {
			t.Errorf("%q: %v", c.text, err)
		}
	}
	table, err := NewTable(strings.NewReader("sep=;\na;b\n\"x\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := table.Next(); err == nil || !strings.Contains(err.Error(), "line 3 is not CSV") {
		t.Error(err)
	}
	if _, err := NewTable(strings.NewReader(strings.Repeat(";", maxCells)+"\n"), nil); err == nil || !strings.Contains(err.Error(), "line 1: a row has more than 1000 cells") {
		t.Error(err)
	}
}

func TestUTF8(t *testing.T) {
	for text, want := range map[string]string{"ü": "ü", "\ufeffü": "ü", "\xff\xfe\xfc\x00": "ü", "\xfe\xff\x00\xfc": "ü", "": ""} {
		if got, err := UTF8([]byte(text)); err != nil || string(got) != want {
			t.Errorf("%q is %q, %v", text, got, err)
		}
	}
	if got, err := UTF8([]byte("\xfc")); err == nil {
		t.Errorf("another encoding is read as %q", got)
	}
}
