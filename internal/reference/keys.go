package reference

import (
	"reflect"
	"slices"
	"strings"

	"hindcast/internal/folder"
	"hindcast/internal/incident"
)

// form is what values of a type are called, and how they are written.
type form struct {
	of          reflect.Type
	name, about string
}

var forms = []form{
	{reflect.TypeFor[incident.Time](), "time", "as exactly as it is known: 2026-03-02T09:25:00Z, another zone such as +01:00, or a date, a month, a year"},
	{reflect.TypeFor[incident.Count](), "count", "a whole number, or an estimate: [10, 20], {least: 10}, {most: 20}"},
	{reflect.TypeFor[incident.Amount](), "sum", "a number with a point for the fraction, or an estimate as for a count"},
	{reflect.TypeFor[incident.Fraction](), "share", "a number from 0 to 1, or an estimate as for a count"},
	{reflect.TypeFor[incident.Currency](), "currency", "an ISO 4217 code such as EUR"},
	{reflect.TypeFor[incident.Country](), "country", "an ISO 3166-1 alpha-2 code such as DE"},
	{reflect.TypeFor[incident.Address](), "address", "in full: https://, http:// or urn:"},
	{reflect.TypeFor[incident.BaseURL](), "web address", "in full: https:// or http://"},
	{reflect.TypeFor[incident.Zone](), "time zone", "a name such as UTC or Europe/Berlin"},
	{reflect.TypeFor[incident.IDPattern](), "pattern", "INC-{year}-{number}, INC-{number}, PM{year}-{number:3} or {date}-{slug}"},
	{reflect.TypeFor[folder.Path](), "folder", "its path from the top of the repository, such as docs or a dot"},
	{reflect.TypeFor[incident.Switch](), "switch", "true or false"},
	{reflect.TypeFor[incident.Bound](), "limit", "a whole number from 1 on"},
	{reflect.TypeFor[incident.KeptName](), "name", "of a file or folder, without a path"},
}

// keys writes tables of the keys of front matters and settings.
type keys struct {
	*page
	column       string                        // title of what asked says
	asked        func(path, key string) string // of a key below a key path
	examples     map[string]string             // by key path
	vocabularies []string                      // that values are taken from, in order of their first mention
	maps         map[reflect.Type]string       // key path at which a type has its table
	waiting      []reflect.Type                // whose tables are to come
	used         map[string]bool               // names of forms
}

func newKeys(p *page) *keys {
	return &keys{page: p, maps: map[reflect.Type]string{}, used: map[string]bool{}}
}

// write writes the table of a type, then those of the maps in it.
func (k *keys) write(t reflect.Type) {
	k.rows(t, "")
	for len(k.waiting) > 0 {
		t, k.waiting = k.waiting[0], k.waiting[1:]
		path := k.maps[t]
		k.heading(3, path)
		if example := k.examples[path]; example != "" {
			k.text("Such as %s.", code(example))
		}
		k.rows(t, path)
	}
}

func (k *keys) rows(t reflect.Type, path string) {
	var rows [][]string
	for i := range t.NumField() {
		tag := t.Field(i).Tag
		if key := tag.Get("key"); key != "" {
			form := k.form(t.Field(i).Type, tag.Get("vocab"), incident.JoinKey(path, key))
			rows = append(rows, []string{code(key), form, plain(tag.Get("doc")), k.asked(path, key)})
		}
	}
	k.table([]string{"key", "form", "what it says", k.column}, rows)
}

// form is what values of a type are called, with a link to what says more.
func (k *keys) form(t reflect.Type, vocab, path string) string {
	if t.Kind() == reflect.Pointer {
		return k.form(t.Elem(), vocab, path)
	}
	if i := slices.IndexFunc(forms, func(f form) bool { return f.of == t }); i >= 0 {
		k.used[forms[i].name] = true
		return link(forms[i].name, "forms")
	}
	switch t.Kind() {
	case reflect.Slice:
		return k.listForm(t, vocab, path)
	case reflect.Map:
		if t.Elem().Kind() == reflect.Interface {
			return "map"
		}
		return "map, each: " + k.form(t.Elem(), vocab, path)
	case reflect.Struct:
		return k.mapForm(t, path)
	}
	if vocab == "" {
		return "text"
	}
	if !slices.Contains(k.vocabularies, vocab) {
		k.vocabularies = append(k.vocabularies, vocab)
	}
	return "one of " + link(spaced(vocab), valuesOf(vocab))
}

func (k *keys) listForm(t reflect.Type, vocab, path string) string {
	each := k.form(t.Elem(), vocab, path)
	switch {
	case t == reflect.TypeFor[incident.OneOrMore]():
		return "text, or list of texts"
	case each == "text":
		return "list of texts"
	case t.Elem().Kind() == reflect.Struct || vocab != "":
		each = strings.Replace(strings.Replace(each, "[map]", "[maps]", 1), "text or", "texts or", 1)
		return "list of " + strings.TrimPrefix(each, "one of ")
	}
	return "list, each: " + each
}

// mapForm is the form of a map, whose table comes later unless another place has it.
func (k *keys) mapForm(t reflect.Type, path string) string {
	if k.maps[t] == "" {
		k.maps[t] = path
		k.waiting = append(k.waiting, t)
	}
	form := link("map", k.maps[t])
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("scalar") == "true" {
			form = k.form(t.Field(i).Type, "", path) + " or " + form
		}
	}
	return form
}

// writeForms writes what the forms mean that were mentioned.
func (k *keys) writeForms() {
	var rows [][]string
	for _, f := range forms {
		if k.used[f.name] {
			rows = append(rows, []string{f.name, plain(f.about)})
		}
	}
	k.heading(2, "Forms")
	k.text("A text is written as in YAML, in quotes where it holds a colon and a space. The others:")
	k.table([]string{"form", "written"}, rows)
}

// writeValues writes the vocabularies that were mentioned.
func (k *keys) writeValues(all incident.Vocabularies) {
	k.heading(2, "Values")
	for _, name := range k.vocabularies {
		k.heading(3, valuesOf(name))
		rows := make([][]string, len(all[name]))
		for i, term := range all[name] {
			rows[i] = []string{code(term.ID), plain(term.Title), plain(strings.TrimSpace(term.Definition + " " + term.Criteria))}
		}
		k.table([]string{"value", "on pages", "what it means"}, rows)
	}
}

func valuesOf(vocabulary string) string { return "Values of " + spaced(vocabulary) }

func spaced(name string) string { return strings.ReplaceAll(name, "_", " ") }
