package view_test

import (
	"strings"
	"testing"

	"hindcast/internal/incident"
	"hindcast/internal/view"
	"hindcast/internal/view/viewtest"
)

func TestCite(t *testing.T) {
	r := viewtest.Record("INC-2026-0001", func(f *incident.Front) {
		f.Title, f.Timeline.Detected = "100 % of {x}_1 & #2 cost $3 \\ ~^ “ü”\u202e\n", viewtest.At(t, "2026-03-02T09:25Z")
	})
	c := view.Cite(viewtest.Model(t, r), r)
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
	if got := view.Cite(viewtest.Model(t, p), p); !strings.HasPrefix(got.BibTeX, "@misc{AIID-0004,") ||
		strings.Contains(got.BibTeX, "year") || !strings.Contains(got.Text, "(no date)") {
		t.Errorf("precedent: %+v", got)
	}
}

// A precedent is cited as what it rests on: the entry of the database that it was imported from, else its first
// reference; where it is kept here is said beside it.
func TestCitePrecedents(t *testing.T) {
	imported := func(f *incident.Front) {
		f.Kind, f.Title, f.Timeline.Started.At = incident.KindPrecedent, "A car ran on.", viewtest.At(t, "2018-03-18")
		f.References = []incident.Reference{{URL: "https://elsewhere.example/", Title: "Not this one", Publisher: "Paper"}}
		f.Source = &incident.Source{
			Name: "Incident & Hazard Base", ID: "4", URL: "https://base.example/cite/4/", Licence: "CC BY-SA 4.0",
			Retrieved: viewtest.At(t, "2025-03-24"),
		}
	}
	referring := func(f *incident.Front) {
		f.Kind, f.Timeline.Started.At = incident.KindPrecedent, viewtest.At(t, "2018")
		f.References = []incident.Reference{{
			URL: "https://paper.example/a", Title: "Machines at fault", Publisher: "Paper", Date: viewtest.At(t, "2021-10"),
		}}
	}
	nameless := func(f *incident.Front) {
		f.Kind, f.References = incident.KindPrecedent, []incident.Reference{{URL: "https://www.paper.example/b?{x"}}
	}
	const here = "https://example.org/log/incidents/aiid-0004/"
	kept := " Kept here as: Record AIID-0004, Log. " + here + " (as of 1 June 2026)"
	note := "Kept here as: Record AIID-0004, Log; " + here + "}\n}\n"
	for _, c := range []struct {
		name         string
		change       func(*incident.Front)
		text, bibTeX string
	}{
		{
			"imported", imported,
			"Incident & Hazard Base (2018). A car ran on. No. 4. CC BY-SA 4.0. https://base.example/cite/4/ (retrieved 24 March 2025)",
			"@misc{AIID-0004,\n  author = {{Incident \\& Hazard Base}},\n  title = {{A car ran on.}},\n  number = {4},\n" +
				"  year = {2018},\n  month = mar,\n  url = {https://base.example/cite/4/},\n  urldate = {2025-03-24},\n" +
				"  note = {CC BY-SA 4.0; ",
		},
		{
			"by its reference", referring, "Paper (2021). Machines at fault. https://paper.example/a",
			"@misc{AIID-0004,\n  author = {{Paper}},\n  title = {{Machines at fault}},\n  year = {2021},\n  month = oct,\n" +
				"  url = {https://paper.example/a},\n  note = {",
		},
		{
			"by a reference without a publisher", nameless,
			"www.paper.example (no date). Title of AIID-0004. https://www.paper.example/b?{x",
			"@misc{AIID-0004,\n  author = {{www.paper.example}},\n  title = {{Title of AIID-0004}},\n" +
				"  url = {https://www.paper.example/b?%7Bx},\n  note = {",
		},
	} {
		r := viewtest.Record("AIID-0004", c.change)
		got := view.Cite(viewtest.Model(t, r), r)
		if got.Text != c.text+kept {
			t.Errorf("%s: text\n%q, want\n%q", c.name, got.Text, c.text+kept)
		}
		if got.BibTeX != c.bibTeX+note {
			t.Errorf("%s: BibTeX\n%s\nwant\n%s", c.name, got.BibTeX, c.bibTeX+note)
		}
	}
}
