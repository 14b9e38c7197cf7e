package view_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/incident"
	"hindcast/internal/search/index"
	"hindcast/internal/taxonomy"
	"hindcast/internal/view"
)

// fillTexts puts a word of its own into every text of a value, of lists and maps into one entry.
func fillTexts(v reflect.Value, next func() string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(next())
	case reflect.Interface:
		v.Set(reflect.ValueOf(next()))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillTexts(v.Elem(), next)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillTexts(v.Index(0), next)
	case reflect.Map:
		value := reflect.New(v.Type().Elem()).Elem()
		fillTexts(value, next)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf(next()).Convert(v.Type().Key()), value)
	case reflect.Struct:
		for i := range v.NumField() {
			if _, isTime := reflect.TypeAssert[incident.Time](v.Field(i)); !isTime && v.Type().Field(i).IsExported() {
				fillTexts(v.Field(i), next)
			}
		}
	}
}

// entryOf is what the search knows of the only record of a log.
func entryOf(r *incident.Record) (e index.Entry) {
	log := &incident.Log{Records: []*incident.Record{r}}
	m := view.Searchable{Model: &view.Model{Log: log, Names: log.Names(), Regimes: taxonomy.Regimes()}}
	for _, entry := range m.Entries() {
		e = entry()
	}
	return e
}

// textsOf is the texts of an entry, of some kinds of field.
func textsOf(e index.Entry, kinds ...index.FieldKind) string {
	var list []string
	for _, f := range e.Fields {
		if slices.Contains(kinds, f.Kind) {
			list = append(list, f.Text)
		}
	}
	return strings.Join(list, "\n") + "\n"
}

// Every free text of a front matter is searched, whatever keys come to it.
func TestEveryTextIsSearched(t *testing.T) {
	r := &incident.Record{}
	n := 0
	fillTexts(reflect.ValueOf(&r.Front).Elem(), func() string { n++; return fmt.Sprintf("word%03d", n) })
	all := textsOf(entryOf(r), index.FieldID, index.FieldTitle, index.FieldSummary, index.FieldFact, index.FieldText)
	seen := 0
	incident.Walk(&r.Front, func(l incident.Leaf) {
		if l.Vocab != "" || l.Text == "" {
			return
		}
		seen++
		if !strings.Contains(all, l.Text) {
			t.Errorf("the text of %s is not searched", l.Key)
		}
	})
	if seen < 80 {
		t.Errorf("only %d texts were looked for", seen)
	}
}

// A duty is found by its ids and its titles; one that does not apply by its id alone, as words of the text.
func TestDutiesAreSearched(t *testing.T) {
	r := &incident.Record{Front: incident.Front{Obligations: []incident.Obligation{
		{Regime: "dora", Role: "financial_entity", Applies: "yes", Steps: []incident.Step{{Step: "initial", Reference: "ICT-7"}}},
		{Regime: "gdpr_33", Role: "controller", Applies: "no", Reason: "no personal data"},
	}}}
	e := entryOf(r)
	facts, text := textsOf(e, index.FieldFact), textsOf(e, index.FieldText)
	regime, _ := taxonomy.Find(taxonomy.Regimes(), "dora")
	for _, want := range []string{"dora", regime.Title, regime.Article, regime.Roles[0].Title, regime.Roles[0].Steps[0].Title} {
		if !strings.Contains(facts, want+"\n") {
			t.Errorf("%q is missing in the facts:\n%s", want, facts)
		}
	}
	if last := regime.Roles[0].Steps; strings.Contains(facts, last[len(last)-1].Title) {
		t.Errorf("a step that nobody took is among the facts:\n%s", facts)
	}
	if strings.Contains(facts, "gdpr_33") || !strings.Contains(text, "gdpr_33\n") || !strings.Contains(text, "ICT-7\n") {
		t.Errorf("facts\n%s\ntext\n%s", facts, text)
	}
}

// Of an address the scheme is no word.
func TestAddressesAreSearched(t *testing.T) {
	text := textsOf(entryOf(&incident.Record{Front: incident.Front{References: []incident.Reference{
		{URL: "https://example.org/tickets/CMP-12", Title: "General queue"},
	}}}), index.FieldText)
	if !strings.Contains(text, "General queue\n") || !strings.Contains(text, "example.org/tickets/CMP-12\n") ||
		strings.Contains(text, "https") {
		t.Errorf("the text is\n%s", text)
	}
}
