package columns

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"hindcast/internal/importing"
)

// row is a row of a table, or an object by its paths, sorted.
type row []field

// field is a value by its column or path: service.name within objects, services[].name for all that the objects of a list
// have there.
type field struct {
	name, value string
	items       []item // of a list
}

// item is what the object at a place in a list has.
type item struct {
	at    int
	value string
	items []item // of a list within it
}

// list is the path of the list that the field is of; empty where it is of none.
func (f field) list() string {
	if f.items == nil {
		return ""
	}
	list, _, _ := strings.Cut(f.name, "[].")
	return list
}

// value is what stands in a column or at a path; empty where there is nothing. Of a list of objects, services[0].name is
// what the first has, and milestones[type=resolved].at what the first has whose type is resolved, in any case.
func (r row) value(column string) string {
	for _, f := range r {
		if f.name == column {
			return f.value
		}
	}
	if list, which, rest, isOne := one(column); isOne {
		at := r.place(list, which)
		for _, i := range r.items(list + "[]" + rest) {
			if i.at == at {
				return i.value
			}
		}
	}
	return ""
}

// distinct tells values of one name apart by a number behind it, from the second on.
func (r row) distinct() {
	seen := make(map[string]bool, len(r))
	for i := range r {
		name := r[i].name
		for n := 2; seen[r[i].name]; n++ {
			r[i].name = fmt.Sprintf("%s (%d)", name, n)
		}
		seen[r[i].name] = true
	}
}

// place is where in a list of objects one is; -1 where there is none.
func (r row) place(list, which string) int {
	key, word, isWord := strings.Cut(which, "=")
	if !isWord {
		if at, err := strconv.Atoi(which); err == nil {
			return at
		}
		return -1
	}
	for _, i := range r.items(list + "[]." + key) {
		if strings.EqualFold(strings.TrimSpace(i.value), word) {
			return i.at
		}
	}
	return -1
}

func (r row) items(path string) []item {
	for _, f := range r {
		if f.name == path {
			return f.items
		}
	}
	return nil
}

// one takes a path that chooses one object of a list apart: the list, which one, and the path within it.
func one(path string) (list, which, rest string, isOne bool) {
	list, rest, found := strings.Cut(path, "[")
	which, rest, closed := strings.Cut(rest, "]")
	return list, which, rest, found && closed && which != "" && strings.HasPrefix(rest, ".")
}

// isThere reports whether a source has a column, or what a path chooses from.
func isThere(columns []string, column string) bool {
	if slices.Contains(columns, column) {
		return true
	}
	list, which, rest, isOne := one(column)
	key, _, isWord := strings.Cut(which, "=")
	return isOne && slices.Contains(columns, list+"[]"+rest) && (!isWord || slices.Contains(columns, list+"[]."+key))
}

const (
	maxFields = 1000 // of an object
	maxDepth  = 8    // of objects within each other; what lies deeper stays JSON
	maxItems  = 1000 // objects of a list; a longer list stays JSON
)

// flatten is an object as its values by path, sorted.
func flatten(raw json.RawMessage) (r row, err error) {
	if len(raw) == 0 || raw[0] != '{' {
		return nil, fmt.Errorf("it is no object: %s", importing.Excerpt(string(raw)))
	}
	if !json.Valid(raw) {
		return nil, errors.New("it is not JSON, or is cut")
	}
	err = into(&r, "", raw, 0)
	r.distinct()
	return r, err
}

func into(r *row, path string, raw json.RawMessage, depth int) error {
	raw = bytes.TrimSpace(raw)
	if len(*r) >= maxFields {
		return fmt.Errorf("it has more than %d values", maxFields)
	}
	value := string(raw)
	switch raw[0] {
	case '{':
		if depth >= maxDepth {
			break
		}
		var object map[string]json.RawMessage
		if err := json.Unmarshal(raw, &object); err != nil {
			return err
		}
		for _, key := range slices.Sorted(maps.Keys(object)) {
			below := key
			if path != "" {
				below = path + "." + key
			}
			if err := into(r, below, object[key], depth+1); err != nil {
				return err
			}
		}
		return nil
	case '[':
		var list []json.RawMessage
		if err := json.Unmarshal(raw, &list); err != nil {
			return err
		}
		if depth < maxDepth && len(list) <= maxItems && areObjects(list) {
			return intoList(r, path, list, depth)
		}
		var parts []string
		for _, item := range list {
			var s string
			if item = bytes.TrimSpace(item); item[0] == '"' && json.Unmarshal(item, &s) == nil {
				parts = append(parts, s)
			} else if item[0] != '{' && item[0] != '[' {
				parts = append(parts, string(item))
			} else {
				parts = nil
				break
			}
		}
		if len(parts) > 0 || len(list) == 0 {
			value = strings.Join(parts, ", ")
		}
	case '"':
		if err := json.Unmarshal(raw, &value); err != nil {
			return err
		}
	case 'n':
		value = ""
	}
	*r = append(*r, field{name: importing.OneLine(path), value: value})
	return nil
}

func areObjects(list []json.RawMessage) bool {
	return len(list) > 0 && !slices.ContainsFunc(list, func(item json.RawMessage) bool { return bytes.TrimSpace(item)[0] != '{' })
}

// intoList adds a field for each path within the objects of a list, with what they have there.
func intoList(r *row, path string, list []json.RawMessage, depth int) error {
	begin, places := len(*r), map[string]int{}
	for at, raw := range list {
		var object row
		if err := into(&object, "", raw, depth+1); err != nil {
			return err
		}
		for _, f := range object {
			place, known := places[f.name]
			if !known {
				if place = len(*r); place >= maxFields {
					return fmt.Errorf("it has more than %d values", maxFields)
				}
				places[f.name] = place
				*r = append(*r, field{name: importing.OneLine(path) + "[]." + f.name})
			}
			if f.value != "" {
				(*r)[place].items = append((*r)[place].items, item{at, f.value, f.items})
			}
		}
	}
	for i := range (*r)[begin:] {
		f := &(*r)[begin+i]
		var values []string
		for _, item := range f.items {
			if !slices.Contains(values, item.value) {
				values = append(values, item.value)
			}
		}
		f.value = strings.Join(values, ", ")
	}
	return nil
}
