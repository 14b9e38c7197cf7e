package parquet

import (
	"bytes"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// written is a table as a file.
func written(t testing.TB, columns []Column, rows ...[]any) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, columns, slices.Values(rows)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A small file is as one put together by hand after the specification.
func TestBytes(t *testing.T) {
	file := written(t, []Column{{"a", Text}, {"b", Time}},
		[]any{"x", time.UnixMilli(-1)}, []any{nil, time.UnixMilli(2).In(time.FixedZone("", 3600))}, []any{"", nil})
	for name, want := range map[string]string{
		// Sizes, in zigzag: 4 bytes of the length of the levels, 2 of the levels, 5 and 4 of the texts.
		"page of texts": "1500" + "151e" + "151e" + "2c" + "1506" + "1500" + "1506" + "1506" + "00" + "00" +
			"02000000" + "03" + "05" + "01000000" + "78" + "00000000",
		"page of times": "1500" + "152c" + "152c" + "2c" + "1506" + "1500" + "1506" + "1506" + "00" + "00" +
			"02000000" + "03" + "03" + "ffffffffffffffff" + "0200000000000000",
		"root and the first column": "1502" + "193c" + "48057461626c65" + "1504" + "00" +
			"150c" + "2502" + "180161" + "2500" + "4c" + "1c00" + "00" + "00",
		"the second column": "1504" + "2502" + "180162" + "2512" + "4c" + "8c" + "11" + "1c" + "1c00" + "00" + "00" + "00" + "00" + "1606",
	} {
		if !strings.Contains(hex.EncodeToString(file), want) {
			t.Errorf("%s: %s is not in\n%s", name, want, hex.EncodeToString(file))
		}
	}
	if !bytes.HasPrefix(file, []byte("PAR1\x15\x00")) || !bytes.HasSuffix(file, []byte("PAR1")) {
		t.Errorf("%q", file)
	}
}

// limited takes so many bytes and then fails.
type limited int

var errFull = errors.New("full")

func (l *limited) Write(b []byte) (int, error) {
	if *l -= limited(len(b)); *l < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestErrors(t *testing.T) {
	columns := []Column{{"a", Text}, {"b", Time}}
	for want, row := range map[string][]any{
		`column b: a text among times: "x"`:      {"x", "x"},
		"column a: a time among texts: 2026-03-": {time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), nil},
		"column a: a value of type int":          {1, nil},
	} {
		if err := Write(&bytes.Buffer{}, columns, slices.Values([][]any{row})); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	rows := slices.Values([][]any{{"x", nil}})
	for room := range limited(len(written(t, columns, []any{"x", nil}))) {
		if err := Write(&room, columns, rows); !errors.Is(err, errFull) {
			t.Fatalf("%v, with room for too little", err)
		}
	}
}
