package precedents_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"hindcast/internal/incident"
	"hindcast/internal/precedents"
	"hindcast/internal/view"
	"hindcast/internal/view/viewtest"
)

func precedent(id string, change func(*incident.Front)) *incident.Record {
	return viewtest.Record(id, func(f *incident.Front) {
		f.Kind = incident.KindPrecedent
		change(f)
	})
}

// A slug is told in its words and nothing is made up; what is no slug stays as it is written.
func TestNamesOfParties(t *testing.T) {
	written := map[string]string{
		"dutch-tax-authority": "dutch tax authority",
		"macy's-inc.":         "macy's inc.",
		"openai":              "openai",
		"Hewlett-Packard":     "Hewlett-Packard",
		"e-scooter riders":    "e-scooter riders",
		"fee--1":              "fee--1",
		"-":                   "-",
		"société-générale":    "société générale",
	}
	for name, want := range written {
		r := precedent("AIID-0001", func(f *incident.Front) { f.Parties.Harmed = []string{name} })
		m := viewtest.Model(t, r)
		groups := precedents.Groups(m, precedents.PartiesOf(m.Index.Precedents), r)
		if len(groups) != 1 || len(groups[0].Parties) != 1 || groups[0].Parties[0].Name != want {
			t.Errorf("%q: got %+v, want %q", name, groups, want)
		}
	}
}

// Each party of a precedent leads to where it is listed, on whichever page that is; those of own records lead nowhere
// and stay as they are written.
func TestPartiesLeadToWhereTheyAreListed(t *testing.T) {
	var records []*incident.Record
	for i := range 250 {
		records = append(records, precedent(fmt.Sprintf("AIID-%04d", i+1), func(f *incident.Front) {
			f.Parties.Deployers = []string{"acme-bank"}
		}))
	}
	last := precedent("AIID-9999", func(f *incident.Front) { f.Parties.Developers = []string{"Azure Ltd", "漢字"} })
	own := viewtest.Record("INC-2026-0001", func(f *incident.Front) { f.Parties.Deployers = []string{"acme-bank"} })
	m := viewtest.Model(t, append(records, last, own)...)
	named := precedents.PartiesOf(m.Index.Precedents)
	if got, want := precedents.Groups(m, named, last), []precedents.Group{{
		Title: "Developers, named in reports", Parties: []precedents.Link{
			{Name: "Azure Ltd", Address: "precedents/parties/a/page-3/#party-azure-ltd"},
			{Name: "漢字", Address: "precedents/parties/other/#party-漢字"},
		},
	}}; !reflect.DeepEqual(got, want) {
		t.Errorf("of a precedent: %+v, want %+v", got, want)
	}
	if got, want := precedents.Groups(m, named, own), []precedents.Group{{
		Title: "Deployers", Parties: []precedents.Link{{Name: "acme-bank"}},
	}}; !reflect.DeepEqual(got, want) {
		t.Errorf("of an own record: %+v, want %+v", got, want)
	}
}

// The home page of precedents alone counts each record once for a party, leaves out what is not known, and draws the last
// years one by one and those before as one.
func TestSummary(t *testing.T) {
	at := func(time string, parties incident.Parties, harms ...string) func(*incident.Front) {
		return func(f *incident.Front) {
			f.Parties, f.Impact.Harms = parties, harms
			if time != "" {
				f.Timeline.Started.At = viewtest.At(t, time)
			}
		}
	}
	m := viewtest.Model(t,
		precedent("AIID-0001", at("1983-09-26", incident.Parties{Developers: []string{"acme"}, Deployers: []string{"acme", "unknown"}})),
		precedent("AIID-0002", at("2011", incident.Parties{Deployers: []string{"acme"}}, "economic")),
		precedent("AIID-0003", at("2024-02", incident.Parties{Developers: []string{"other-firm"}, Harmed: []string{"the-public"}}, "economic", "physical")),
		precedent("AIID-0004", at("", incident.Parties{Harmed: []string{"Unknown"}})),
		precedent("AIID-0005", func(f *incident.Front) { f.Impact.Countries = []incident.Country{"HK", "GB"} }),
		precedent("AIID-0006", func(f *incident.Front) { f.Impact.Countries = []incident.Country{"GB"} }),
	)
	s := precedents.Summarize(m, precedents.PartiesOf(m.Index.Precedents))
	rank := func(list []precedents.Ranked) string {
		var texts []string
		for _, r := range list {
			texts = append(texts, fmt.Sprint(r.Name, " ", r.N))
		}
		return strings.Join(texts, ", ")
	}
	for name, c := range map[string][2]string{
		"named":  {rank(s.Named), "acme 2, other firm 1"},
		"harmed": {rank(s.Harmed), "the public 1"},
		"harms":  {rank(s.Harms), m.Term("harms", "economic") + " 2, " + m.Term("harms", "physical") + " 1"},
		"where":  {rank(s.Where.Countries), "United Kingdom 2, Hong Kong SAR China 1"},
		"of":     {fmt.Sprint(s.Where.Stated, " of ", s.Where.All), "2 of 6"},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: %q, want %q", name, c[0], c[1])
		}
	}
	labels := view.Mapped(s.Years.Bars, func(b view.Bar) string { return b.Label })
	if got := strings.Join(labels, "; "); got != "before 2012: 2 precedents; 2024: 1 precedent" ||
		s.Years.First != "before 2012" || s.Years.Last != "2026" || s.Undated != 3 {
		t.Errorf("years %q from %s to %s, %d undated", got, s.Years.First, s.Years.Last, s.Undated)
	}
}
