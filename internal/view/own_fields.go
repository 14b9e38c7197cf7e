package view

import (
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
		field := OwnField{Title: strings.ReplaceAll(key, "_", " ")}
		if f, known := c.CustomField(key); known && f.Title != "" {
			field.Title = f.Title
		}
		items, isList := custom[key].([]any)
		if !isList {
			items = []any{custom[key]}
		}
		for _, item := range items {
			field.Values = append(field.Values, ownValue(Tree(item)))
		}
		list = append(list, field)
	}
	return list
}

func ownValue(text string) OwnValue {
	var a incident.Address
	if a.UnmarshalText([]byte(text)) == nil && a.OnWeb() {
		return OwnValue{text, text}
	}
	return OwnValue{Text: text}
}
