package viewtest

import (
	"bytes"
	"encoding/csv"
	"testing"
)

// Rows are the rows of a CSV file of a site, which begins with a byte order mark.
func Rows(t *testing.T, file []byte) [][]string {
	t.Helper()
	text, ok := bytes.CutPrefix(file, []byte("\ufeff"))
	if !ok {
		t.Errorf("a CSV file begins with %.20q and no byte order mark", file)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
