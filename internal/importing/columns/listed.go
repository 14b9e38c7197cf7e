package columns

import (
	"iter"
	"slices"
	"strings"
	"unicode"

	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
)

// labels are the last parts of paths of what an object of a list is called, the likeliest first. The last may be no more than
// a kind, and is one only where a single value stands beside it.
var labels = []string{"name", "display_name", "key", "label", "title", "field", "question", "type"}

// isValue is what a value is called that needs no name beside that of its object.
var isValue = lazy.Regexp(`(?:^|[._])(?:value(?:_[a-z]+)?|at)$`)

// groups are the fields of a row one by one, but those of one list together, with its path.
func groups(r row) iter.Seq2[string, row] {
	return func(yield func(string, row) bool) {
		for len(r) > 0 {
			n, list := 1, r[0].list()
			for list != "" && n < len(r) && r[n].list() == list {
				n++
			}
			if !yield(list, r[:n]) {
				return
			}
			r = r[n:]
		}
	}
}

// listed writes the fields of a list that no key holds, a line for each object, so that its values stay together: "name: value"
// where it has just these. Values of people are left out, as those of columns are.
func listed(front *incident.Front, list string, fields row) string {
	if len(fields) == 1 {
		return bullet(fields[0].name, fields[0].value)
	}
	var b strings.Builder
	for _, object := range objects(list, fields) {
		if text := line(front, list, object); text != "" {
			b.WriteString(bullet(list, text))
		}
	}
	return b.String()
}

// objects are those of a list, in its order, each with what it has.
func objects(list string, fields row) (all []row) {
	for _, f := range fields {
		for _, i := range f.items {
			for len(all) <= i.at {
				all = append(all, nil)
			}
			all[i.at] = append(all[i.at], field{strings.TrimPrefix(f.name, list+"[]."), i.value, i.items})
		}
	}
	for _, object := range all {
		slices.SortStableFunc(object, func(a, b field) int { return strings.Compare(a.name, b.name) }) // lists within it together
	}
	return slices.DeleteFunc(all, func(object row) bool { return len(object) == 0 })
}

// line is an object of a list in a line; empty where it names people alone.
func line(front *incident.Front, list string, object row) string {
	text, at := "", label(object)
	if at >= 0 {
		called := object[at].value
		object = slices.Delete(slices.Clone(object), at, at+1)
		if people().MatchString(called) && slices.ContainsFunc(object, func(v field) bool { return mayName(v.value) }) {
			importing.Lacks(front, "%s: %s: left out, since people are not named in records", list, importing.OneLine(called))
			return ""
		}
		text = called + ": "
	}
	var parts []string
	for within, fields := range groups(object) {
		switch v := fields[0]; {
		case len(fields) > 1:
			for _, inner := range objects(within, fields) {
				if part := line(front, list+"[]."+within, inner); part != "" {
					parts = append(parts, within+" ("+part+")")
				}
			}
		case at < 0 || len(object) > 1 || !isValue().MatchString(v.name):
			parts = append(parts, v.name+": "+v.value)
		default:
			parts = append(parts, v.value)
		}
	}
	return text + strings.Join(parts, "; ")
}

// label is which value an object of a list is called by; -1 where there is none, or nothing else.
func label(object row) int {
	for _, name := range labels {
		at := slices.IndexFunc(object, func(v field) bool {
			return v.name[strings.LastIndexByte(v.name, '.')+1:] == name && !strings.Contains(v.name, "[]")
		})
		if at >= 0 && len(object) > 1 && (name != "type" || len(object) == 2) {
			return at
		}
	}
	return -1
}

// mayName reports whether a value that stands where people do may be the name of one.
func mayName(value string) bool {
	return !team().MatchString(value) && strings.ContainsFunc(value, unicode.IsLetter)
}

// bullet is a line of a list of what no key holds.
func bullet(name, value string) string {
	return "- **" + importing.Escape(name) + "**: " + importing.Escape(importing.OneLine(value)) + "\n"
}
