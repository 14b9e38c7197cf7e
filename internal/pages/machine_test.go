package pages

import (
	"strings"
	"testing"

	"hindcast/internal/incident"
	"hindcast/internal/view/viewtest"
)

func TestCite(t *testing.T) {
	r := viewtest.Record("INC-2026-0001", func(f *incident.Front) {
		f.Title, f.Timeline.Detected = "100 % of {x}_1 & #2 cost $3 \\ ~^ “ü”\u202e\n", viewtest.At(t, "2026-03-02T09:25Z")
	})
	c := modelOf(t, r).cite(r)
	want := "@techreport{INC-2026-0001,\n  author = {{Bank}},\n" +
		`  title = {{100 \% of \textbraceleft{}x\textbraceright{}\_1 \& \#2 cost \$3 \textbackslash{} \textasciitilde{}\textasciicircum{} “ü”` + "\uFFFD }},\n" +
		"  institution = {Bank},\n  type = {Incident record},\n  number = {INC-2026-0001},\n  year = {2026},\n  month = mar,\n" +
		"  url = {https://example.org/log/incidents/inc-2026-0001/},\n  note = {As of 2026-06-01}\n}\n"
	if c.BibTeX != want {
		t.Errorf("got\n%s\nwant\n%s", c.BibTeX, want)
	}
	if !strings.HasPrefix(c.Text, "Bank (2026). 100 % of {x}_1") ||
		!strings.HasSuffix(c.Text,
			"Record INC-2026-0001, Log. https://example.org/log/incidents/inc-2026-0001/ (as of 1 June 2026)") {
		t.Errorf("text %q", c.Text)
	}
	p := viewtest.Record("AIID-0004", func(f *incident.Front) { f.Kind = incident.KindPrecedent })
	if got := modelOf(t, p).cite(p); !strings.HasPrefix(got.BibTeX, "@misc{AIID-0004,") ||
		strings.Contains(got.BibTeX, "year") || !strings.Contains(got.Text, "(no date)") {
		t.Errorf("precedent: %+v", got)
	}
}
