package address_test

import (
	"testing"

	"hindcast/internal/address"
)

func TestPaths(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes long; make test runs it")
	}
	taken := address.NewPaths("Incidents/One/index.html")
	for _, step := range []struct {
		address string
		free    bool
	}{
		{"incidents/one/", false},
		{"incidents/", true},
		{"incidents/one", false},
		{"incidents/one/index.html/x/", false},
		{"x.html/y/", true},
		{"x.html", false},
		{"y.html", true},
		{"y.html/z/", false},
		{"", true},
		{"", false},
	} {
		file := address.File(step.address)
		if got := taken.Free(file); got != step.free {
			t.Errorf("%q is free: %v", step.address, got)
		}
		if step.free {
			taken.Add(file)
		}
	}
}
