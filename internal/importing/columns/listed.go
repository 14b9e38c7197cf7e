package columns

import (
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

// listed writes the fields of a list that no key holds, a line for each object, so that its values stay together: "name: value"
// where it has just these. Values of people are left out, as those of columns are.
func listed(front *incident.Front, list string, fields row) string {
	if len(fields) == 1 {
		return bullet(fields[0].name, fields[0].value)
	}
	var objects []row // by place; one that has nothing there is empty
	for _, f := range fields {
		for _, i := range f.items {
			for len(objects) <= i.at {
				objects = append(objects, nil)
			}
			objects[i.at] = append(objects[i.at], field{name: strings.TrimPrefix(f.name, list+"[]."), value: i.value})
		}
	}
	var b strings.Builder
	for _, object := range objects {
		if len(object) == 0 {
			continue
		}
		text := ""
		at := label(object)
		if at >= 0 {
			text = object[at].value + ": "
			if people().MatchString(object[at].value) && slices.ContainsFunc(object, func(v field) bool { return v.name != object[at].name && mayName(v.value) }) {
				importing.Lacks(front, "%s: %s: left out, since people are not named in records", list, importing.OneLine(object[at].value))
				continue
			}
			object = slices.Delete(object, at, at+1)
		}
		for i, v := range object {
			if i > 0 {
				text += "; "
			}
			if at < 0 || len(object) > 1 || !isValue().MatchString(v.name) {
				text += v.name + ": "
			}
			text += v.value
		}
		b.WriteString(bullet(list, text))
	}
	return b.String()
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
