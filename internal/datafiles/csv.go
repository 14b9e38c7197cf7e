package datafiles

import (
	"bytes"
	"encoding/csv"
	"strings"
	"unicode/utf8"

	"hindcast/internal/trend/figure"
	"hindcast/internal/view"
)

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

// csvFile is a CSV file of the site. It begins with a byte order mark: without one, Excel takes UTF-8 for the code page
// of the machine and garbles every letter that is not ASCII.
func csvFile(path string, text []byte) view.File {
	return view.File{Path: path, Body: append([]byte("\ufeff"), text...)}
}

// TableCSV is a table with the keys of its columns.
func TableCSV(t figure.Table) []byte {
	header := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		header[i] = c.Key
	}
	return CSV(append([][]string{header}, t.Rows...))
}

// spreadsheetCell keeps a spreadsheet from running a cell as a formula (OWASP, CSV injection).
func spreadsheetCell(s string) string {
	if first, _ := utf8.DecodeRuneInString(s); s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + s
	}
	return s
}
