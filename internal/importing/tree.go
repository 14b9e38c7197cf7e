package importing

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Tree is an entry of a source as it was read, from which an importer takes what it has a place for; what it leaves is
// kept under custom, whatever version of the format has it.
type Tree map[string]any

// maxDepth is how deep lists and maps of an entry may lie in each other: as deep as in a front matter, less where they
// are put.
const maxDepth = 16

// ParseTree reads a JSON object. Texts lose what can't be seen; numbers are whole, or as near as a float64 comes.
func ParseTree(object []byte) (Tree, error) {
	d := json.NewDecoder(bytes.NewReader(object))
	d.UseNumber()
	var raw any
	if err := d.Decode(&raw); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	value, err := Plain(raw, maxDepth)
	if err != nil {
		return nil, err
	}
	t, ok := value.(map[string]any)
	if !ok {
		return nil, errors.New("it is no object")
	}
	return t, nil
}

// Plain is a value of JSON or YAML as a front matter can hold it, at most depth deep.
func Plain(value any, depth int) (any, error) {
	if depth == 0 {
		return nil, errors.New("its lists and maps lie too deep in each other")
	}
	switch v := value.(type) {
	case string:
		if len(v) > maxCell {
			return nil, fmt.Errorf("a text has %d bytes; at most %d are read", len(v), maxCell)
		}
		return Visible(v), nil
	case json.Number:
		if n, err := strconv.ParseInt(v.String(), 10, 64); err == nil {
			return n, nil
		}
		if x, err := v.Float64(); err == nil {
			return x, nil
		}
		return v.String(), nil
	case []any:
		for i := range v {
			var err error
			if v[i], err = Plain(v[i], depth-1); err != nil {
				return nil, err
			}
		}
	case map[string]any:
		for _, key := range slices.Collect(maps.Keys(v)) {
			item, err := Plain(v[key], depth-1)
			if err != nil {
				return nil, err
			}
			delete(v, key)
			v[Visible(key)] = item
		}
	}
	return value, nil
}

// Sub is the map under a key; empty where there is none.
func (t Tree) Sub(key string) Tree {
	sub, _ := t[key].(map[string]any)
	return sub
}

// Text takes the text under a key; empty where there is none.
func (t Tree) Text(key string) string {
	s, ok := t[key].(string)
	if ok {
		delete(t, key)
	}
	return s
}

// Line takes the text under a key as one of a single line.
func (t Tree) Line(key string) string { return OneLine(t.Text(key)) }

// List are the maps in the list under a key. Other entries are passed over.
func (t Tree) List(key string) (list []Tree) {
	items, _ := t[key].([]any)
	for _, item := range items {
		if m, ok := item.(map[string]any); ok {
			list = append(list, m)
		}
	}
	return list
}

// Take takes the texts in the list under a key for which use reports that they have their place; the others stay.
func (t Tree) Take(key string, use func(string) bool) {
	items, _ := t[key].([]any)
	if left := slices.DeleteFunc(items, func(item any) bool {
		s, ok := item.(string)
		return ok && use(OneLine(s))
	}); items != nil {
		t[key] = left
	}
}

// Rest is what is left; nil where that is nothing but null, empty texts, lists and maps.
func (t Tree) Rest() map[string]any {
	rest, _ := pruned(map[string]any(t)).(map[string]any)
	return rest
}

func pruned(value any) any {
	switch v := value.(type) {
	case string:
		if strings.TrimSpace(v) == "" {
			return nil
		}
	case []any:
		var list []any
		for _, item := range v {
			if item = pruned(item); item != nil {
				list = append(list, item)
			}
		}
		if list == nil {
			return nil
		}
		return list
	case map[string]any:
		m := map[string]any{}
		for key, item := range v {
			if item = pruned(item); item != nil {
				m[key] = item
			}
		}
		if len(m) == 0 {
			return nil
		}
		return m
	}
	return value
}
