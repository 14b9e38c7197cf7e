package importing

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"
)

// What a CSV may cost. The largest public database of incidents stays below a hundredth of each.
const (
	maxTable = 64 << 20 // bytes
	maxRow   = 4 << 20  // bytes
	maxCell  = 1 << 20  // bytes
	maxCells = 1000     // of a row
	maxRows  = 100_000
)

// Table reads a CSV row by row, finding its cells by the name of their column.
type Table struct {
	csv     *csv.Reader
	columns map[string]int
	names   []string
	row     []string
	rows    int
}

// NewTable reads the line of names and requires each of the columns needed once.
func NewTable(r io.Reader, need []string) (*Table, error) {
	t := &Table{csv: csv.NewReader(&limited{r: r, left: maxTable, line: 1}), columns: map[string]int{}}
	t.csv.ReuseRecord = true
	names, err := t.csv.Read()
	switch {
	case errors.Is(err, io.EOF):
		return nil, errors.New("the file is empty")
	case err != nil:
		return nil, wordCSV(err)
	}
	for i, name := range names {
		name = strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")) // spreadsheets write a byte-order mark
		if _, twice := t.columns[name]; twice && slices.Contains(need, name) {
			return nil, fmt.Errorf("the column %q is there twice", name)
		}
		t.columns[name] = i
		t.names = append(t.names, name)
	}
	for _, name := range need {
		if _, ok := t.columns[name]; !ok {
			return nil, fmt.Errorf("the column %q is missing", name)
		}
	}
	return t, nil
}

// Next reads the next row. An error refuses the whole table; io.EOF ends it. A fault is of this
// row alone, whose cells can't be used.
func (t *Table) Next() (fault, err error) {
	t.row, err = t.csv.Read()
	switch {
	case errors.Is(err, csv.ErrFieldCount):
		fault = fmt.Errorf("the row has %d cells and the table %d columns", len(t.row), t.csv.FieldsPerRecord)
	case errors.Is(err, io.EOF):
		return nil, io.EOF
	case err != nil:
		return nil, wordCSV(err)
	}
	if t.rows++; t.rows > maxRows {
		return nil, fmt.Errorf("the table has more than %d rows", maxRows)
	}
	for _, cell := range t.row {
		if len(cell) > maxCell {
			return nil, fmt.Errorf("line %d: a cell has %d bytes; at most %d are read", t.Line(), len(cell), maxCell)
		}
		if !utf8.ValidString(cell) {
			fault = errors.New("the row is not UTF-8 text")
		}
	}
	return fault, nil
}

// Cell is the text in a column that NewTable required.
func (t *Table) Cell(column string) string { return t.row[t.columns[column]] }

// All are the cells of the current row with the names of their columns, which may be there several times.
func (t *Table) All() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for i, name := range t.names {
			if i >= len(t.row) || !yield(name, t.row[i]) {
				return
			}
		}
	}
}

// Line is where the current row begins, from 1.
func (t *Table) Line() int {
	line, _ := t.csv.FieldPos(0)
	return line
}

// wordCSV words an error of the CSV reader as a sentence for whoever exported the file.
func wordCSV(err error) error {
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		return err
	}
	what := parse.Err.Error()
	switch parse.Err {
	case csv.ErrQuote, csv.ErrBareQuote:
		what = "a quotation mark is not doubled, or not closed"
	}
	return fmt.Errorf("line %d is not CSV: %s", parse.StartLine, what)
}

// limited is a reader that fails where a source is longer than it may be, or one of its rows, rather
// than end early. It sees a row before the CSV reader takes it apart, which costs many times its bytes.
type limited struct {
	r      io.Reader
	left   int // bytes of the source
	line   int // where the row begins, from 1
	lines  int // that the row has had so far
	bytes  int // of the row so far
	cells  int // of the row so far, but one
	quoted bool
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if l.left -= n; l.left < 0 {
		return 0, fmt.Errorf("the table has more than %d MiB", maxTable>>20)
	}
	for _, b := range p[:n] {
		if fault := l.step(b); fault != nil {
			return 0, fault
		}
	}
	return n, err
}

func (l *limited) step(b byte) error {
	l.bytes++
	switch {
	case b == '"':
		l.quoted = !l.quoted
	case b == '\n' && !l.quoted:
		*l = limited{r: l.r, left: l.left, line: l.line + l.lines + 1}
		return nil
	case b == '\n':
		l.lines++
	case b == ',' && !l.quoted:
		l.cells++
	}
	switch {
	case l.cells >= maxCells:
		return fmt.Errorf("line %d: a row has more than %d cells", l.line, maxCells)
	case l.bytes > maxRow:
		return fmt.Errorf("line %d: a row has more than %d bytes; is a quotation mark not closed?", l.line, maxRow)
	}
	return nil
}
