package incident

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Leaf is one value of a front matter: a text or a time.
type Leaf struct {
	Key   string // key path, such as causes[0].factor
	Vocab string // vocabulary that the text is taken from; empty for free text
	Text  string
	Time  Time
}

// Walk calls visit with every text and time of a front matter, in the order of the struct's fields.
func Walk(front any, visit func(Leaf)) {
	w := walker{visit: visit}
	w.walk(reflect.Indirect(reflect.ValueOf(front)), "")
}

// Remaining are the texts of a front matter that are not held yet, each once, so that none is left out of what
// holds the others. Those of a vocabulary are none: they are looked up by their titles.
func Remaining(front any, held map[string]bool) []string {
	var list []string
	Walk(front, func(l Leaf) {
		if l.Vocab == "" && l.Text != "" && !held[l.Text] {
			held[l.Text] = true
			list = append(list, l.Text)
		}
	})
	return list
}

type walker struct {
	visit func(Leaf)
	key   []byte // key path of the value that is walked
}

func (w *walker) walk(v reflect.Value, vocab string) {
	switch v.Kind() {
	case reflect.String:
		if v.Len() > 0 {
			w.visit(Leaf{Key: string(w.key), Vocab: vocab, Text: v.String()})
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			w.walk(v.Elem(), vocab)
		}
	case reflect.Slice:
		at := len(w.key)
		for i := range v.Len() {
			w.key = append(strconv.AppendInt(append(w.key[:at], '['), int64(i), 10), ']')
			w.walk(v.Index(i), vocab)
		}
		w.key = w.key[:at]
	case reflect.Map:
		entries := make(map[string]reflect.Value, v.Len())
		for _, k := range v.MapKeys() {
			entries[k.String()] = v.MapIndex(k)
		}
		for _, k := range slices.Sorted(maps.Keys(entries)) {
			w.below(k, entries[k], vocab)
		}
	case reflect.Struct:
		if t, ok := reflect.TypeAssert[Time](v); ok {
			if !t.IsZero() {
				w.visit(Leaf{Key: string(w.key), Time: t})
			}
			return
		}
		for i := range v.NumField() {
			value := v.Field(i)
			if isEmpty(value) {
				continue
			}
			tag := v.Type().Field(i).Tag
			name := tag.Get("key")
			if tag.Get("scalar") == "true" && (name == "" || holdsOne(v)) { // written in place of the map
				w.walk(value, "")
			} else if name != "" {
				w.below(name, value, tag.Get("vocab"))
			}
		}
	}
}

// holdsOne reports whether a single field of a struct holds something.
func holdsOne(v reflect.Value) bool {
	n := 0
	for i := range v.NumField() {
		if !isEmpty(v.Field(i)) {
			n++
		}
	}
	return n == 1
}

// below walks the value of a key of the map that is walked.
func (w *walker) below(key string, v reflect.Value, vocab string) {
	at := len(w.key)
	if at > 0 {
		w.key = append(w.key, '.')
	}
	w.key = append(w.key, key...)
	w.walk(v, vocab)
	w.key = w.key[:at]
}

// isEmpty reports whether a value holds nothing to visit, which most fields of a front matter do not.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String, reflect.Slice, reflect.Map:
		return v.Len() == 0
	case reflect.Pointer, reflect.Interface:
		return v.IsNil()
	case reflect.Struct:
		return false
	}
	return true
}

func JoinKey(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// Has reports whether something is written at a key path of the front matter, list items aside.
func Has(front any, key string) bool {
	v := reflect.ValueOf(front)
	for step := range strings.SplitSeq(key, ".") {
		if v = fieldByKey(v, step); !v.IsValid() {
			return false
		}
	}
	if v.Kind() == reflect.Slice || v.Kind() == reflect.Map {
		return v.Len() > 0
	}
	return !v.IsZero()
}

// IsKey reports whether a front matter can have something at a key path, list items aside.
func IsKey(path string) bool {
	t := reflect.TypeFor[Front]()
	for step := range strings.SplitSeq(path, ".") {
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			return false
		}
		field, found := t.FieldByNameFunc(func(name string) bool {
			f, _ := t.FieldByName(name)
			return f.Tag.Get("key") == step
		})
		if !found {
			return false
		}
		t = field.Type
	}
	return true
}

func fieldByKey(v reflect.Value, key string) reflect.Value {
	v = reflect.Indirect(v)
	if v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("key") == key {
			return v.Field(i)
		}
	}
	return reflect.Value{}
}
