package view

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"hindcast/internal/incident"
)

// OwnField is a key of the organisation's own on a page.
type OwnField struct {
	Title  string
	Values []OwnValue
}

// OwnValue is one value of it; URL is empty for what is no address.
type OwnValue struct{ Text, URL string }

// OwnFields are the values under custom, in the order in which they are written.
func OwnFields(c *incident.Config, file *incident.File, custom map[string]any) []OwnField {
	keys := slices.DeleteFunc(slices.Clone(file.Own), func(key string) bool { _, is := custom[key]; return !is })
	for _, key := range slices.Sorted(maps.Keys(custom)) {
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	var list []OwnField
	for _, key := range keys {
		f, _ := c.CustomField(key)
		field := OwnField{Title: ownTitle(key, f.Title)}
		for _, text := range OwnTexts(custom[key]) {
			field.Values = append(field.Values, ownValue(text))
		}
		list = append(list, field)
	}
	return list
}

// OwnTexts are the values of a key, one or a list.
func OwnTexts(value any) []string {
	items, isList := value.([]any)
	if !isList {
		items = []any{value}
	}
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = Tree(item)
	}
	return texts
}

func ownTitle(id, title string) string { return cmp.Or(title, strings.ReplaceAll(id, "_", " ")) }

// OwnFacet is a key of the organisation's own that records are filtered and counted by.
type OwnFacet struct {
	ID, Title string
	Allowed   []string // values; empty for any
}

// Values are those of a record or system, by what it has under custom, each once.
func (f OwnFacet) Values(custom map[string]any) []string {
	value := custom[f.ID]
	if value == nil {
		return nil
	}
	texts := slices.DeleteFunc(OwnTexts(value), func(text string) bool { return text == "" })
	slices.Sort(texts)
	return slices.Compact(texts)
}

// OwnFacets are all of them. Keys whose ids no facet can have, which a rule reports, are left out.
func OwnFacets(c *incident.Config) []OwnFacet {
	var list []OwnFacet
	for _, f := range c.CustomFields {
		listed := slices.ContainsFunc(list, func(o OwnFacet) bool { return o.ID == f.ID })
		if bool(f.Facet) && incident.IsFieldID(f.ID) && !incident.IsTaken(f.ID) && !listed {
			list = append(list, OwnFacet{f.ID, ownTitle(f.ID, f.Title), f.Values})
		}
	}
	return list
}

// addOwnFacets adds the values of those keys of the organisation's own that are facets.
func addOwnFacets(c *incident.Config, values map[string][]string, custom map[string]any) {
	for _, f := range OwnFacets(c) {
		if own := f.Values(custom); len(own) > 0 {
			values[f.ID] = own
		}
	}
}

func ownValue(text string) OwnValue {
	var a incident.Address
	if a.UnmarshalText([]byte(text)) == nil && a.OnWeb() {
		return OwnValue{text, text}
	}
	return OwnValue{Text: text}
}
