package load_test

import (
	"strings"
	"testing"

	"hindcast/internal/incident"
)

// A file of the repository's own that is too large is named with the limit that lets it in.
func TestLargeOwnFile(t *testing.T) {
	r := newRepository(t)
	r.write("hindcast.yaml", "limits: {"+incident.LimitOwn+": 10}\n")
	r.write("site/static/small.txt", "ten bytes.")
	r.write("site/static/large.txt", "more than ten bytes")
	for _, f := range r.load().Own {
		if f.Path == "site/static/small.txt" && len(f.Faults) == 0 {
			continue
		}
		if f.Path != "site/static/large.txt" || len(f.Faults) != 1 || f.Faults[0].Rule != incident.RuleFileSize ||
			!strings.Contains(f.Faults[0].Hint, "limits."+incident.LimitOwn+" ") {
			t.Errorf("%s: %+v", f.Path, f.Faults)
		}
	}
	if n := len(r.load().Own); n != 2 {
		t.Errorf("%d files were found", n)
	}
}
