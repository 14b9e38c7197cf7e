package datafiles

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"hindcast/internal/incident"
	"hindcast/internal/markdown"
	"hindcast/internal/view"
	"hindcast/internal/view/viewtest"
)

func previewsOf(t *testing.T, m *site) map[string][3]string {
	t.Helper()
	file, err := m.previews()
	if err != nil {
		t.Fatal(err)
	}
	var all map[string][3]string
	if err := json.Unmarshal(file.Body, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// Each kind of page has a preview of its own kind of words.
func TestPreviews(t *testing.T) {
	m := modelOf(t,
		viewtest.Record("INC-2026-0001", func(f *incident.Front) {
			f.Summary, f.Timeline.Detected = "What it was.", viewtest.At(t, "2026-03-02T09:25Z")
		}),
		viewtest.Record("INC-2026-0002", func(f *incident.Front) {
			f.Kind, f.Severity, f.PotentialSeverity = "near_miss", "", "sev2"
		}),
		viewtest.Record("AIID-0004", func(f *incident.Front) { f.Kind = incident.KindPrecedent }),
	)
	m.Log.Systems = []*incident.System{
		{
			Slug:        "scoring",
			SystemFront: incident.SystemFront{Title: "Scoring", Summary: "Scores.", RiskClass: "high", Status: "in_service"},
		},
	}
	term := &incident.Article{Slug: "drift", Kind: incident.Glossary, ArticleFront: incident.ArticleFront{Title: "Drift"}}
	term.Path = "knowledge/glossary/drift.md"
	term.Text = markdown.Text{
		Blocks: []markdown.Block{{Level: 2, Plain: "A heading"}, {Plain: "When inputs\nchange."}, {Plain: "More."}},
	}
	m.Log.Articles = []*incident.Article{term}
	all := previewsOf(t, m)
	for addr, want := range map[string][3]string{
		"incidents/inc-2026-0001/":  {"Title of INC-2026-0001", "What it was.", "Sev 3 · Detected · 2 March 2026"},
		"incidents/inc-2026-0002/":  {"Title of INC-2026-0002", "", "Near miss · Sev 2 (potential) · Detected"},
		"incidents/aiid-0004/":      {"Title of AIID-0004", "", "Precedent"},
		"systems/scoring/":          {"Scoring", "Scores.", "System · " + m.Term("risk_classes", "high") + " · " + m.Term("system_statuses", "in_service")},
		"knowledge/glossary/drift/": {"Drift", "When inputs change.", "Glossary"},
	} {
		if got := all[addr]; got != want {
			t.Errorf("%s: %q, want %q", addr, got, want)
		}
	}
	if len(all) != 5 {
		t.Errorf("%d previews: %v", len(all), all)
	}
}

// A large log has previews of what is not a record.
func TestPreviewsOfLargeLogs(t *testing.T) {
	for n, want := range map[int]int{mostPreviews: mostPreviews + 1, mostPreviews + 1: 1} {
		var records []*incident.Record
		for i := range n {
			records = append(records, viewtest.Record(fmt.Sprintf("INC-2026-%04d", i+1), nil))
		}
		m := modelOf(t, records...)
		m.Log.Systems = []*incident.System{{Slug: "scoring"}}
		if got := len(previewsOf(t, m)); got != want {
			t.Errorf("%d records: %d previews, want %d", n, got, want)
		}
	}
}

// A long text is cut between words, one without spaces between characters.
func TestCutAtWord(t *testing.T) {
	for in, want := range map[string]string{
		"short":              "short",
		"ten chars.":         "ten chars.",
		"these are too many": "these are…",
		"ééééééééééééé":      "ééééééééé…",
	} {
		if got := view.CutAtWord(strings.Fields(in), 10); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}
