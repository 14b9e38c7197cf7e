package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// AppendJSON appends a front matter as one JSON object on one line, as ForRecords describes it: the
// keys as in the file and in the order of the struct's fields, maps in the order of their keys. What
// is absent is left out; a list that is there and empty is written, since that says "none, on
// purpose". A list that may be written as its only item stays a list, and a map that may be written as the value of one
// key a map, so that a program finds one form. What a terminal would act on stands as an escape.
func AppendJSON(b []byte, front any) []byte {
	b, _ = appendJSON(b, reflect.Indirect(reflect.ValueOf(front)), true)
	return b
}

// appendJSON reports whether something was appended; with keep a zero value is.
func appendJSON(b []byte, v reflect.Value, keep bool) ([]byte, bool) {
	switch v.Kind() {
	case reflect.Invalid: // a nil any
		return append(b, "null"...), true
	case reflect.String:
		if v.Len() == 0 && !keep {
			return b, false
		}
		return appendText(b, v.String()), true
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() && !keep {
			return b, false
		}
		return appendJSON(b, v.Elem(), true)
	case reflect.Slice:
		return appendList(b, v, keep)
	case reflect.Map:
		return appendMap(b, v, keep)
	case reflect.Struct:
		return appendStruct(b, v, keep)
	}
	return appendText(b, fmt.Sprint(v.Interface())), true
}

func appendList(b []byte, v reflect.Value, keep bool) ([]byte, bool) {
	if v.IsNil() && !keep {
		return b, false
	}
	b = append(b, '[')
	for i := range v.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		b, _ = appendJSON(b, v.Index(i), true)
	}
	return append(b, ']'), true
}

func appendMap(b []byte, v reflect.Value, keep bool) ([]byte, bool) {
	if v.IsNil() && !keep {
		return b, false
	}
	values := make(map[string]reflect.Value, v.Len())
	for _, key := range v.MapKeys() {
		values[key.String()] = v.MapIndex(key)
	}
	b = append(b, '{')
	for i, key := range slices.Sorted(maps.Keys(values)) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendText(b, key), ':')
		b, _ = appendJSON(b, values[key], true)
	}
	return append(b, '}'), true
}

// appendEstimate writes a number alone, a list of two, or a map where one end is open.
func appendEstimate(b []byte, least, most string) []byte {
	switch {
	case least == most:
		return appendNumber(b, least)
	case most == "":
		return append(appendNumber(append(b, `{"least":`...), least), '}')
	case least == "":
		return append(appendNumber(append(b, `{"most":`...), most), '}')
	}
	return append(appendNumber(append(appendNumber(append(b, '['), least), ','), most), ']')
}

// appendNumber writes digits as a number, or as a text where JSON has no such number, such as 0123.
func appendNumber(b []byte, digits string) []byte {
	if json.Valid([]byte(digits)) {
		return append(b, digits...)
	}
	return appendText(b, digits)
}

func appendStruct(b []byte, v reflect.Value, keep bool) ([]byte, bool) {
	switch value := v.Interface().(type) {
	case incident.Time:
		if value.IsZero() && !keep {
			return b, false
		}
		return appendText(b, value.String()), true
	case interface{ Ends() (least, most string) }:
		least, most := value.Ends()
		if least == "" && most == "" && !keep {
			return b, false
		}
		return appendEstimate(b, least, most), true
	}
	start := len(b)
	b = append(b, '{')
	for i := range v.NumField() {
		field := v.Type().Field(i)
		key := field.Tag.Get("key")
		if key == "" && field.Tag.Get("scalar") == "true" && !v.Field(i).IsZero() {
			return appendJSON(b[:start], v.Field(i), true)
		}
		if key == "" {
			continue
		}
		before := len(b)
		if before > start+1 {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), key...), `":`...)
		var written bool
		if b, written = appendJSON(b, v.Field(i), false); !written {
			b = b[:before]
		}
	}
	if len(b) == start+1 && !keep {
		return b[:start], false
	}
	return append(b, '}'), true
}

// appendText quotes a text. Most need no escape.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			var quoted bytes.Buffer
			if err := diag.WriteJSON(&quoted, "", s); err != nil { // a text can always be written
				panic(err)
			}
			return append(b, bytes.TrimSuffix(quoted.Bytes(), []byte("\n"))...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}
