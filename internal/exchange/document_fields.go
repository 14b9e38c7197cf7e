package exchange

import (
	"reflect"
	"strings"

	"hindcast/internal/incident"
)

// The uses of a field, as in the tag of the documents' fields.
const (
	useKey     = "key"     // identifies the document
	useStored  = "stored"  // shown with a result
	useExact   = "exact"   // filtered and counted by its whole value
	useFacet   = "facet"   // as exact, and its words are found
	useName    = "name"    // as facet; as a whole it is found whatever its case
	useWords   = "words"   // its words are found, as those of a facet
	useTitle   = "title"   // text that says what the document is
	useSummary = "summary" // text that says it in a sentence
	useText    = "text"    // any other text
	useDate    = "date"    // a time in the form of its precision
	useSeconds = "seconds" // a time as seconds since 1970, for engines without dates
)

// weight is what a word counts for in a field of that use, relative to a word of the text, as in the
// site's own search; 0 where words are not looked for.
func weight(use string) int {
	switch use {
	case useName:
		return 8
	case useTitle:
		return 6
	case useSummary, useFacet, useWords:
		return 3
	case useText:
		return 1
	}
	return 0
}

// documentField is a field of the documents by its path, such as actions.title.
type documentField struct{ path, use string }

// documentFields are all fields, in the order of the struct.
func documentFields() []documentField {
	return appendFields(nil, reflect.TypeFor[Document](), "")
}

func appendFields(list []documentField, t reflect.Type, prefix string) []documentField {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		inner := f.Type
		for inner.Kind() == reflect.Slice || inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		path, use := prefix+name, f.Tag.Get("use")
		switch inner.Kind() {
		case reflect.Struct:
			list = appendFields(list, inner, path+".")
		case reflect.Map: // by the keys of the timeline
			for _, key := range incident.TimelineKeys() {
				list = append(list, documentField{path + "." + key, use})
			}
		default:
			list = append(list, documentField{path, use})
		}
	}
	return list
}
