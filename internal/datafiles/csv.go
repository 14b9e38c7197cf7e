package datafiles

import (
	"hindcast/internal/exchange"
	"hindcast/internal/trend/figure"
	"hindcast/internal/view"
)

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
	return exchange.CSV(append([][]string{header}, t.Rows...))
}
