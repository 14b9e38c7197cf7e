package lazy_test

import (
	"testing"

	"hindcast/internal/lazy"
)

func TestRegexp(t *testing.T) {
	word := lazy.Regexp(`^\w+$`)
	first := word()
	if !first.MatchString("word") || first.MatchString("two words") || word() != first {
		t.Errorf("it reads as %v", word())
	}
	for range 2 {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("what is no expression is compiled")
				}
			}()
			lazy.Regexp("(")()
		}()
	}
}
