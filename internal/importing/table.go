package importing

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"hindcast/internal/lazy"
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
	before  int    // lines before that of names
	form    string // of the file, where it is not UTF-8 with commas: in UTF-16, with tabs between its cells
}

// NewTable reads the line of names and requires each of the columns needed once. The table may be in UTF-16 with a
// byte-order mark, and have semicolons or tabs between its cells.
func NewTable(r io.Reader, need []string) (*Table, error) {
	text := bufio.NewReaderSize(r, maxHead)
	t := &Table{columns: map[string]int{}}
	if mark, _ := text.Peek(2); isUTF16(mark) {
		t.form = "in UTF-16"
	}
	text = bufio.NewReaderSize(transform.NewReader(text, unicode.BOMOverride(transform.Nop)), maxHead)
	head, _ := text.Peek(maxHead) // an error comes again when the table is read
	if _, end := firstLine(head); bytes.HasPrefix(end, []byte("\r")) && !bytes.HasPrefix(end, []byte("\r\n")) {
		text = bufio.NewReaderSize(&returns{r: text}, maxHead)
		head, _ = text.Peek(maxHead)
	}
	between := byte(0)
	if m := separatorLine().FindSubmatch(head); m != nil {
		between, t.before = m[1][0], 1
		_, _ = text.Discard(len(m[0]))
	}
	between = cmp.Or(between, separator(head))
	if between != ',' {
		t.form = strings.TrimPrefix(t.form+", with "+separators[between]+" between its cells", ", ")
	}
	t.csv = csv.NewReader(&limited{r: text, left: maxTable, line: 1 + t.before, between: between})
	t.csv.Comma, t.csv.ReuseRecord = rune(between), true
	names, err := t.csv.Read()
	switch {
	case errors.Is(err, io.EOF):
		return nil, errors.New("the file is empty")
	case err != nil:
		return nil, t.word(err)
	}
	for i, name := range names {
		name = strings.TrimSpace(name)
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

// maxHead is how many bytes of a table are looked at to find out what is between its cells.
const maxHead = 64 << 10

// separators are what may be between cells.
var separators = map[byte]string{',': "commas", ';': "semicolons", '\t': "tabs"}

// separatorLine is that by which Excel is told what is between cells.
var separatorLine = lazy.Regexp(`^"?sep=([,;\t])"?\r?\n`)

// separator is what is between the cells of a table that begins so: what its first line has most of outside of quotation marks,
// a comma where that is not clear.
func separator(head []byte) byte {
	count, _ := firstLine(bytes.TrimLeft(head, "\r\n"))
	most := byte(',')
	for _, b := range []byte{';', '\t'} {
		if count[b] > count[most] {
			most = b
		}
	}
	return most
}

// firstLine counts the bytes of a first line outside of quotation marks; end is what follows it, with its line end.
func firstLine(head []byte) (count map[byte]int, end []byte) {
	count = map[byte]int{}
	quoted := false
	for i, b := range head {
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '\r', b == '\n':
			return count, head[i:]
		default:
			count[b]++
		}
	}
	return count, nil
}

// returns reads lines that end in carriage returns, as a spreadsheet on a Mac may write them. A line feed ends none of them.
type returns struct {
	r      io.Reader
	quoted bool
}

func (r *returns) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	for i, b := range p[:n] {
		switch {
		case b == '"':
			r.quoted = !r.quoted
		case b == '\r' && !r.quoted:
			p[i] = '\n'
		case b == '\n' && !r.quoted:
			p[i] = ' '
		}
	}
	return n, err
}

func isUTF16(mark []byte) bool {
	return bytes.HasPrefix(mark, []byte("\xff\xfe")) || bytes.HasPrefix(mark, []byte("\xfe\xff"))
}

// Notes tell how the table was read, where that is not as UTF-8 with commas.
func (t *Table) Notes() []string {
	if t.form == "" {
		return nil
	}
	return []string{"read as a table " + t.form}
}

// Next reads the next row that has any cell with a text. An error refuses the whole table; io.EOF ends it. A fault is of
// this row alone, whose cells can't be used.
func (t *Table) Next() (fault, err error) {
	for {
		fault, err = t.next()
		if err != nil || slices.ContainsFunc(t.row, func(cell string) bool { return strings.TrimSpace(cell) != "" }) {
			return fault, err
		}
	}
}

func (t *Table) next() (fault, err error) {
	t.row, err = t.csv.Read()
	switch {
	case errors.Is(err, csv.ErrFieldCount):
		fault = fmt.Errorf("the row has %d cells and the table %d columns", len(t.row), t.csv.FieldsPerRecord)
	case errors.Is(err, io.EOF):
		return nil, io.EOF
	case err != nil:
		return nil, t.word(err)
	}
	if t.rows++; t.rows > maxRows {
		return nil, fmt.Errorf("the table has more than %d rows", maxRows)
	}
	for _, cell := range t.row {
		if len(cell) > maxCell {
			return nil, fmt.Errorf("line %d: a cell has %d bytes; at most %d are read", t.Line(), len(cell), maxCell)
		}
		if !utf8.ValidString(cell) {
			fault = errors.New("the row is not UTF-8 text; save the table as CSV in UTF-8")
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
	return t.before + line
}

// word words an error of the CSV reader as a sentence for whoever exported the file.
func (t *Table) word(err error) error {
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		return err
	}
	what := parse.Err.Error()
	switch parse.Err {
	case csv.ErrQuote, csv.ErrBareQuote:
		what = "a quotation mark is not doubled, or not closed"
	}
	return fmt.Errorf("line %d is not CSV: %s", t.before+parse.StartLine, what)
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

	between byte // its cells
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
		*l = limited{r: l.r, left: l.left, line: l.line + l.lines + 1, between: l.between}
		return nil
	case b == '\n':
		l.lines++
	case b == l.between && !l.quoted:
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
