package incident

import (
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"slices"
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
	walk(reflect.Indirect(reflect.ValueOf(front)), "", "", visit)
}

func walk(v reflect.Value, key, vocab string, visit func(Leaf)) {
	switch v.Kind() {
	case reflect.String:
		if v.Len() > 0 {
			visit(Leaf{Key: key, Vocab: vocab, Text: v.String()})
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			walk(v.Elem(), key, vocab, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), fmt.Sprintf("%s[%d]", key, i), vocab, visit)
		}
	case reflect.Map:
		entries := make(map[string]reflect.Value, v.Len())
		for _, k := range v.MapKeys() {
			entries[k.String()] = v.MapIndex(k)
		}
		for _, k := range slices.Sorted(maps.Keys(entries)) {
			walk(entries[k], JoinKey(key, k), vocab, visit)
		}
	case reflect.Struct:
		switch value := v.Interface().(type) {
		case Time:
			if !value.IsZero() {
				visit(Leaf{Key: key, Time: value})
			}
			return
		case encoding.TextMarshaler:
			return
		}
		for i := range v.NumField() {
			field := v.Type().Field(i)
			if name := field.Tag.Get("key"); name != "" {
				walk(v.Field(i), JoinKey(key, name), field.Tag.Get("vocab"), visit)
			} else if field.Tag.Get("scalar") == "true" {
				walk(v.Field(i), key, "", visit)
			}
		}
	}
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
