package git

import (
	"errors"
	"testing"
)

// What a command prints is read up to a bound, and the command that goes on is at fault.
func TestBounded(t *testing.T) {
	var b bounded
	part := make([]byte, most/2)
	for range 2 {
		if n, err := b.Write(part); err != nil || n != len(part) {
			t.Fatal(n, err)
		}
	}
	if _, err := b.Write(part[:1]); !errors.Is(err, ErrTooMuch) || !b.full || b.Len() != most {
		t.Errorf("%v, %v, %d bytes", err, b.full, b.Len())
	}
}
