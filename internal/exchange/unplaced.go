package exchange

import (
	"cmp"
	"encoding/json"
	"maps"
	"sort"
	"strings"

	"hindcast/internal/incident"
	"hindcast/internal/schema"
)

// Told is what an export says beside its files. It holds nothing that the log does not hold.
type Told struct {
	LeftOut  []string   // ids of records that the format is not for, in the order of the log
	Why      string     // what the format is not for
	Unplaced []KeyCount // what of the records that were written the format has no place for
}

// KeyCount is a key path, without the places in lists, and in how many records it has a value.
type KeyCount struct {
	Key     string
	Records int
}

// placing compares front matters with what an export left of them.
type placing struct {
	placed map[string]bool // key paths whose values all went out, in some record
	left   []map[string]bool
}

// add notes a front matter and what is left of it after the format took what it has a place for.
func (p *placing) add(whole, rest *incident.Front) { p.note(valuedKeys(whole), valuedKeys(rest)) }

// note notes the key paths of a front matter that have a value, and those of them that are left.
func (p *placing) note(whole, left map[string]bool) {
	if p.placed == nil {
		p.placed = map[string]bool{}
	}
	p.left = append(p.left, left)
	for key := range whole {
		if !left[key] {
			p.placed[key] = true
		}
	}
}

// unplaced counts the records by the keys that are left, the most frequent first. A key stands for all below it where
// nothing below it has a place.
func (p *placing) unplaced() []KeyCount {
	counts := map[string]int{}
	for _, left := range p.left {
		shown := map[string]bool{}
		for key := range left {
			shown[p.shortest(key)] = true
		}
		for key := range shown {
			counts[key]++
		}
	}
	list := make([]KeyCount, 0, len(counts))
	for key, n := range counts {
		list = append(list, KeyCount{key, n})
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := &list[i], &list[j]
		return cmp.Or(b.Records-a.Records, strings.Compare(a.Key, b.Key)) < 0
	})
	return list
}

// shortest is the highest key on a path below which no value is placed; the whole path where there is none.
func (p *placing) shortest(path string) string {
	for end := range path {
		if path[end] == '.' && !p.placesBelow(path[:end]) {
			return path[:end]
		}
	}
	return path
}

func (p *placing) placesBelow(key string) bool {
	for placed := range maps.Keys(p.placed) {
		if placed == key || strings.HasPrefix(placed, key+".") {
			return true
		}
	}
	return false
}

// valuedKeys are the key paths of a front matter that have a value, an empty list being one.
func valuedKeys(front *incident.Front) map[string]bool {
	var value any
	if err := json.Unmarshal(schema.AppendJSON(nil, front), &value); err != nil { // what was written as JSON can be read
		panic(err)
	}
	keys := map[string]bool{}
	addKeys(keys, "", value)
	return keys
}

func addKeys(keys map[string]bool, path string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for key, item := range v {
			addKeys(keys, incident.JoinKey(path, key), item)
		}
		return
	case []any:
		for _, item := range v {
			addKeys(keys, path, item)
		}
		if len(v) > 0 {
			return
		}
	}
	if value != "" && value != nil {
		keys[path] = true
	}
}
