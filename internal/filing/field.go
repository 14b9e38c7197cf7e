package filing

import (
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sort"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
)

// Field is a key path of a record, such as roles.reviewer, and what to write there: text, or YAML where the key holds
// something else. No value takes the key out.
type Field struct{ Key, Value string }

// ParseField reads KEY=VALUE. The error is an *Error.
func ParseField(s string) (Field, error) {
	key, value, found := strings.Cut(s, "=")
	f := Field{strings.TrimSpace(key), strings.TrimSpace(value)}
	switch {
	case !found || f.Key == "":
		return f, &Error{fmt.Sprintf("%q sets nothing", s), "write KEY=VALUE, such as roles.reviewer=model-risk"}
	case f.Key == "status":
		return f, &Error{"status is not set as a field", "name the stage behind the id"}
	case f.Key == "id":
		return f, &Error{"an id is permanent", "hindcast assign-ids gives numbers"}
	}
	return f, nil
}

// value is what to write for the field.
func (f Field) value(limits frontmatter.Limits) (any, error) {
	textUnmarshaler := reflect.TypeFor[encoding.TextUnmarshaler]()
	switch t := typeAt(f.Key); {
	case t != nil && t.Kind() == reflect.String && !reflect.PointerTo(t).Implements(textUnmarshaler):
		return f.Value, nil
	case t == reflect.TypeFor[[]string]() && !strings.HasPrefix(f.Value, "["):
		var items []string
		for item := range strings.SplitSeq(f.Value, ",") {
			items = append(items, strings.TrimSpace(item))
		}
		return items, nil
	}
	type holder struct {
		Value any `key:"value"`
	}
	var held holder
	doc, findings := frontmatter.ParseYAML([]byte("value: "+f.Value+"\n"), limits)
	if doc != nil {
		findings = append(findings, frontmatter.For[holder]().Decode(doc, &held)...)
	}
	if len(findings) > 0 {
		return nil, &Error{fmt.Sprintf("%s=%s: %s", f.Key, f.Value, findings[0].Message), findings[0].Hint}
	}
	return unquoted(held.Value), nil
}

// withField is a file with a field written into it.
func (d *Desk) withField(path string, text []byte, f Field) ([]byte, error) {
	if f.Value == "" {
		return d.Edited(path, text, []frontmatter.Edit{frontmatter.Remove(f.Key)})
	}
	value, err := f.value(d.Limits.Head)
	if err != nil {
		return nil, err
	}
	set := frontmatter.Set(f.Key, value, FrontKeys()...)
	parent, last, isNested := strings.Cut(f.Key, ".")
	doc, _ := frontmatter.Parse(text, d.Limits.Head)
	switch {
	case isNested && doc != nil && !doc.Places().Has(parent) && !strings.ContainsAny(last, ".["):
		set = frontmatter.Set(parent, map[string]any{last: value}, FrontKeys()...)
	case parent == "timeline":
		set = frontmatter.Set(f.Key, value, incident.TimelineKeys()...)
	}
	return d.Edited(path, text, []frontmatter.Edit{set})
}

// plain is text that is written without quotes where its characters allow that.
type plain string

func (p plain) MarshalText() ([]byte, error) { return []byte(p), nil }

// unquoted is a value with its texts plain, so that a number or a time is written as one.
func unquoted(v any) any {
	switch v := v.(type) {
	case string:
		return plain(v)
	case []any:
		for i := range v {
			v[i] = unquoted(v[i])
		}
	case map[string]any:
		for key := range maps.Keys(v) {
			v[key] = unquoted(v[key])
		}
	}
	return v
}

// typeAt is what a key path of a record holds; nil where that is not known.
func typeAt(key string) reflect.Type {
	t := reflect.TypeFor[incident.Front]()
	for step := range strings.SplitSeq(strings.ReplaceAll(key, "[", ".["), ".") {
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		switch isItem := strings.HasPrefix(step, "["); {
		case isItem && t.Kind() == reflect.Slice, !isItem && t.Kind() == reflect.Map:
			t = t.Elem()
		case !isItem && t.Kind() == reflect.Struct:
			i := slices.IndexFunc(reflect.VisibleFields(t), func(f reflect.StructField) bool { return f.Tag.Get("key") == step })
			if i < 0 {
				return nil
			}
			t = reflect.VisibleFields(t)[i].Type
		default:
			return nil
		}
	}
	return t
}

// Lack is text that a record lacks, to be filled in and put into its file.
type Lack struct {
	Where string
	Lines []string
}

// Lacks is what findings miss in a text, in the order in which it is written there.
func Lacks(text []byte, limits frontmatter.Limits, names *incident.SectionNames, findings []diag.Finding) []Lack {
	doc, _ := frontmatter.Parse(text, limits)
	if doc == nil {
		return nil
	}
	var missing []diag.Finding
	for _, f := range findings {
		if (f.Rule == "missing-key" || f.Rule == "missing-section") && strings.Contains(f.Message, "is missing") {
			missing = append(missing, f)
		}
	}
	keys := FrontKeys()
	rank := func(f diag.Finding) int {
		key, _, _ := strings.Cut(f.Key, ".")
		return (slices.Index(keys, key) + len(keys) + 1) % (len(keys) + 1) // sections at the end
	}
	sort.SliceStable(missing, func(i, j int) bool { return rank(missing[i]) < rank(missing[j]) })
	var list []Lack
	opened := "" // the map that was begun last
	for _, f := range missing {
		parent, _, _ := strings.Cut(f.Key, ".")
		l := lack(doc.Places(), names, f)
		if l.Lines[0] == parent+":" {
			if parent == opened {
				l.Lines = l.Lines[1:]
			}
			opened = parent
		}
		if n := len(list); n > 0 && list[n-1].Where == l.Where {
			list[n-1].Lines = append(list[n-1].Lines, l.Lines...)
			continue
		}
		list = append(list, l)
	}
	return list
}

// lack is what one finding misses.
func lack(places *frontmatter.Places, names *incident.SectionNames, f diag.Finding) Lack {
	if name, isSection := strings.CutPrefix(f.Key, incident.SectionKey("")); isSection {
		_, hint, _ := strings.Cut(f.Hint, ": ")
		return Lack{"at the end", []string{"## " + names.Heading(name), "", "<!-- " + hint + " -->", ""}}
	}
	if span, _, ok := places.Key(f.Key); ok {
		return Lack{fmt.Sprintf("in place of line %d", span.Start.Line), entry(f.Key, f.Hint)}
	}
	parent, last, isNested := strings.Cut(f.Key, ".")
	if !isNested {
		return Lack{after(places, f.Key), entry(f.Key, f.Hint)}
	}
	span, written, _ := places.Value(parent)
	if strings.HasPrefix(written, "{") {
		return Lack{fmt.Sprintf("in line %d, between the braces of %s", span.Start.Line, parent), []string{last + ": …"}}
	}
	lines := entry(last, f.Hint)
	for i := range lines {
		lines[i] = "  " + lines[i]
	}
	if places.IsMap(parent) {
		return Lack{fmt.Sprintf("below line %d", span.End.Line), lines}
	}
	return Lack{after(places, parent), append([]string{parent + ":"}, lines...)}
}

// after says behind which line a key belongs that is not there.
func after(places *frontmatter.Places, key string) string {
	keys := FrontKeys()
	line := places.Start().Start.Line
	for _, k := range keys[:max(0, slices.Index(keys, key))] {
		if span, _, ok := places.Value(k); ok {
			line = max(line, span.End.Line)
		}
	}
	return fmt.Sprintf("below line %d", line)
}

// entry is a key with a value to fill in.
func entry(key, hint string) []string {
	switch key {
	case "actions":
		return []string{key + ": " + comment(hint), "  - {id: A1, title: …, kind: …, owner: …, due: …, status: open}"}
	case "causes":
		return []string{key + ": " + comment(hint), "  - {factor: …, note: …}"}
	case "systems", "harms":
		return []string{key + ": […]  " + comment(hint)}
	}
	return []string{key + ": …  " + comment(hint)}
}

func comment(hint string) string {
	if hint == "" {
		return ""
	}
	return "# " + hint
}
