package viewtest

import (
	"bytes"
	"compress/gzip"
	"testing"
)

// Heaviest is what a page may weigh as gzip sends it, in bytes.
const Heaviest = 60_000

// Weight is the bytes of a page as gzip sends it.
func Weight(t *testing.T, page []byte) int {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(page); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Len()
}
