package importing

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"hindcast/internal/lazy"
)

// Field is a value of an entry that a record has no key for.
type Field struct{ Name, Value string }

// OtherFields is the section of a text, below all else, that has such fields; empty where there are none.
func OtherFields(fields []Field) string {
	var b strings.Builder
	for _, f := range fields {
		b.WriteString("- **" + Escape(OneLine(f.Name)) + "**: " + Escape(OneLine(f.Value)) + "\n")
	}
	if b.Len() == 0 {
		return ""
	}
	return "\n\n## Other fields\n\n" + b.String()
}

// Unread are the values in JSON that the type of a Go value has no key for, all of them where that is nil, by their paths,
// sorted; those of objects in a list are one field. What is empty, no or 0, and keys and paths that noise matches, are none.
// Objects that name people are not opened: people has their paths.
func Unread(raw json.RawMessage, into any, noise *regexp.Regexp) (fields []Field, people []string) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var value any
	if d.Decode(&value) != nil {
		return nil, nil
	}
	u := unread{noise: noise, values: map[string][]string{}, people: map[string]bool{}}
	if into == nil {
		u.take("", value)
	} else {
		u.pass("", value, reflect.TypeOf(into))
	}
	for _, path := range slices.Sorted(maps.Keys(u.values)) {
		fields = append(fields, Field{path, strings.Join(u.values[path], ", ")})
	}
	return fields, slices.Sorted(maps.Keys(u.people))
}

type unread struct {
	noise  *regexp.Regexp
	values map[string][]string
	people map[string]bool
}

// pass goes over what a type reads to what it does not.
func (u *unread) pass(path string, value any, t reflect.Type) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return
	}
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			u.pass(path+"[]", item, t)
		}
	case map[string]any:
		if path != "" && isPerson(v) {
			return
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if read := typeOf(t, key); read != nil {
				u.pass(Below(path, key), v[key], read)
			} else {
				u.take(Below(path, key), v[key])
			}
		}
	}
}

// typeOf is the type of the field that reads a key, as encoding/json finds it; nil where there is none.
func typeOf(t reflect.Type, key string) reflect.Type {
	for i := range t.NumField() {
		f := t.Field(i)
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.IsExported() && strings.EqualFold(cmp.Or(tag, f.Name), key) {
			return f.Type
		}
	}
	return nil
}

// Below is a path within a value.
func Below(path, within string) string {
	if path == "" || within == "" {
		return path + within
	}
	return path + "." + within
}

var (
	calledPath = lazy.Regexp(`(?:^|\.)(?:name|title|value)$`) // of what an object is called
	mail       = lazy.Regexp(`^\S+@\S+\.\w+$`)
)

// take takes all that a value has.
func (u *unread) take(path string, value any) {
	if u.noise.MatchString(path) {
		return
	}
	text := ""
	switch v := value.(type) {
	case map[string]any:
		if isPerson(v) {
			u.people[path] = true
			return
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			u.take(Below(path, key), v[key])
		}
	case []any:
		for _, item := range v {
			if _, isObject := item.(map[string]any); isObject {
				u.take(path+"[]", item)
			} else {
				u.take(path, item)
			}
		}
	case string:
		text = OneLine(v)
	case json.Number:
		text = strings.TrimSuffix(v.String(), ".0")
	case bool:
		if v {
			text = "true"
		}
	}
	path = strings.TrimPrefix(strings.ReplaceAll(calledPath().ReplaceAllString(path, ""), "[]", ""), ".")
	switch {
	case text == "" || text == "0" || slices.Contains(u.values[path], text):
	case mail().MatchString(text):
		u.people[path] = true
	default:
		u.values[path] = append(u.values[path], text)
	}
}

// isPerson tells accounts by keys that they alone have.
func isPerson(object map[string]any) bool {
	for _, key := range []string{"login", "username", "accountId", "emailAddress", "displayName"} {
		if _, has := object[key]; has {
			return true
		}
	}
	return false
}
