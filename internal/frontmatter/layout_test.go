package frontmatter_test

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hindcast/internal/frontmatter"
)

// loose is a record whose values can be of any form.
type loose struct {
	ID       any `key:"id"`
	Title    any `key:"title"`
	Status   any `key:"status"`
	Timeline any `key:"timeline"`
	Roles    any `key:"roles"`
	Actions  any `key:"actions"`
	Tags     any `key:"tags"`
	Aliases  any `key:"aliases"`
	Custom   any `key:"custom"`
}

var looseKeys = []string{"id", "title", "status", "timeline", "roles", "actions", "tags", "aliases", "custom"}

// tree is what a head says: string, list or map.
type pair struct {
	key   string
	value any
}

// printer writes a tree in a layout drawn at random and notes where each value stands.
type printer struct {
	t     *rapid.T
	b     strings.Builder
	eol   string
	spans map[string][2]int
	paths []string
	raw   bool // the last value is a block scalar, after which nothing is a comment

	blockScalars bool // else there are comments with deeper indentation, which would be part of one
}

func (p *printer) chance(percent int, what string) bool {
	return rapid.IntRange(1, 100).Draw(p.t, what) <= percent
}

func (p *printer) line(indent int) { p.b.WriteString(p.eol + strings.Repeat(" ", indent)) }

// between writes what may be between two keys or items.
func (p *printer) between(indent int) {
	if !p.raw && p.chance(15, "trailing comment") {
		p.b.WriteString(" # said: {of it}, [all]")
	}
	if p.chance(15, "blank") {
		p.b.WriteString(p.eol)
	}
	if p.chance(15, "comment") {
		indents := []int{0, indent}
		if !p.blockScalars {
			indents = append(indents, indent+3)
		}
		p.line(rapid.SampledFrom(indents).Draw(p.t, "comment indent"))
		p.b.WriteString("# a: comment of its own, isn't it")
	}
}

var plainText = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9 _:-]*[A-Za-z0-9])?$`)

func (p *printer) scalar(s string, indent int, flow bool) {
	styles := []string{"single", "double"}
	if plainText.MatchString(s) && !strings.Contains(s, ": ") && (!flow || !strings.Contains(s, ":")) && s != "null" {
		styles = append(styles, "plain", "plain", "plain")
		if !flow && strings.Contains(s, " ") {
			styles = append(styles, "folded plain")
		}
	}
	if !flow && p.blockScalars && plainText.MatchString(s) {
		styles = append(styles, "literal")
	}
	style := rapid.SampledFrom(styles).Draw(p.t, "style")
	p.raw = style == "literal"
	switch style {
	case "single":
		p.b.WriteString("'" + strings.ReplaceAll(s, "'", "''") + "'")
	case "double":
		p.b.WriteString(`"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`)
	case "folded plain":
		first, rest, _ := strings.Cut(s, " ")
		p.b.WriteString(first)
		p.line(indent + 2)
		p.b.WriteString(rest)
	case "literal":
		p.b.WriteString(rapid.SampledFrom([]string{"|-", ">-"}).Draw(p.t, "block scalar"))
		p.line(indent + 2)
		p.b.WriteString(s)
	default:
		p.b.WriteString(s)
	}
}

// value writes a value after a key or dash; indent is that of the map or list it is in.
func (p *printer) value(v any, path string, indent int, flow, item bool) {
	block := !flow && p.chance(60, "block")
	switch v := v.(type) {
	case []pair:
		if block && len(v) > 0 {
			inner := indent + rapid.SampledFrom([]int{2, 4}).Draw(p.t, "indent")
			if !item || p.chance(10, "dash alone") {
				p.startBlock(inner)
			} else {
				inner = indent + 2
				p.b.WriteString(" ")
			}
			p.mark(path, func() { p.blockMap(v, path, inner) })
			return
		}
		p.b.WriteString(" ")
		p.mark(path, func() { p.flowMap(v, path, indent) })
	case []any:
		p.raw = false
		if block && len(v) > 0 {
			inner := indent + rapid.SampledFrom([]int{0, 2}).Draw(p.t, "indent")
			if item {
				inner = indent + 2
			}
			p.startBlock(inner)
			p.mark(path, func() { p.blockList(v, path, inner) })
			return
		}
		p.b.WriteString(" ")
		p.mark(path, func() { p.flowList(v, path, indent) })
	default:
		p.b.WriteString(rapid.SampledFrom([]string{" ", "  "}).Draw(p.t, "gap"))
		p.mark(path, func() { p.scalar(v.(string), indent, flow) })
	}
}

func (p *printer) mark(path string, write func()) {
	start := p.b.Len()
	write()
	p.spans[path] = [2]int{start, p.b.Len()}
	p.paths = append(p.paths, path)
}

// startBlock begins a block map or list on a line of its own.
func (p *printer) startBlock(inner int) {
	if p.chance(15, "comment after key") {
		p.b.WriteString(" # what follows")
	}
	p.line(inner)
}

func (p *printer) blockMap(v []pair, path string, indent int) {
	for i, e := range v {
		if i > 0 {
			p.between(indent)
			p.line(indent)
		}
		p.b.WriteString(p.key(e.key) + ":")
		p.value(e.value, joinPath(path, e.key), indent, false, false)
	}
}

func (p *printer) key(key string) string {
	if p.chance(10, "quoted key") {
		return `"` + key + `"`
	}
	return key
}

func (p *printer) blockList(v []any, path string, indent int) {
	for i, e := range v {
		if i > 0 {
			p.between(indent)
			p.line(indent)
		}
		p.b.WriteString("-")
		p.value(e, fmt.Sprintf("%s[%d]", path, i), indent, false, true)
	}
}

func (p *printer) comma(i, n, indent int) {
	if i == n-1 {
		if p.chance(10, "trailing comma") {
			p.b.WriteString(",")
		}
		return
	}
	p.b.WriteString(",")
	if p.chance(20, "broken line") {
		p.line(indent + 4)
	}
	p.b.WriteString(" ")
}

func (p *printer) flowMap(v []pair, path string, indent int) {
	p.b.WriteString("{")
	for i, e := range v {
		p.b.WriteString(p.key(e.key) + ":")
		p.value(e.value, joinPath(path, e.key), indent, true, false)
		p.comma(i, len(v), indent)
	}
	p.b.WriteString("}")
}

func (p *printer) flowList(v []any, path string, indent int) {
	p.b.WriteString("[")
	for i, e := range v {
		if i == 0 {
			p.b.WriteString(" ")
		}
		at := fmt.Sprintf("%s[%d]", path, i)
		switch e := e.(type) {
		case []pair:
			p.mark(at, func() { p.flowMap(e, at, indent) })
		case string:
			p.mark(at, func() { p.scalar(e, indent, true) })
		}
		p.comma(i, len(v), indent)
	}
	p.b.WriteString("]")
}

func joinPath(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// drawnRecord is a record, each key there or not, in any order.
func drawnRecord(t *rapid.T) []pair {
	word := rapid.OneOf(rapid.SampledFrom([]string{
		"a", "it's so", "x: y", "two words here", "a, b", "{a}", "#no", "yes", "null", "1.10", "日本 語",
	}),
		rapid.StringMatching(`[A-Za-z0-9]{1,8}( [A-Za-z0-9]{1,6}){0,2}`))
	text := func() any { return word.Draw(t, "text") }
	action := func() any { return []pair{{"id", text()}, {"title", text()}, {"status", text()}} }
	all := []pair{
		{"id", text()},
		{"title", text()},
		{"status", text()},
		{"timeline", []pair{{"started", []pair{{"unknown", text()}}}, {"detected", "2026-03-02T09:25:00Z"}, {"triaged", "2026-03"}}},
		{"roles", []pair{{"commander", []any{text(), text()}}}},
		{"actions", slices.Collect(func(yield func(any) bool) {
			for range rapid.IntRange(0, 3).Draw(t, "actions") {
				if !yield(action()) {
					return
				}
			}
		})},
		{"tags", []any{text(), text(), text()}},
		{"custom", []pair{{"deep", []pair{{"deeper", []pair{{"a", text()}, {"b", []any{}}}}}}}},
	}
	all = slices.DeleteFunc(all, func(p pair) bool {
		return p.key != "id" && rapid.IntRange(0, 5).Draw(t, "left out") == 0
	})
	return rapid.Permutation(all).Draw(t, "order")
}

// plainTree is a tree without the order of keys.
func plainTree(v any) any {
	switch v := v.(type) {
	case []pair:
		m := map[string]any{}
		for _, e := range v {
			m[e.key] = plainTree(e.value)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = plainTree(e)
		}
		return list
	}
	return v
}

func readLoose(t *rapid.T, text []byte) map[string]any {
	doc, findings := frontmatter.Parse(text, wide)
	if doc == nil {
		t.Fatalf("%v in\n%s", findings, text)
	}
	var l loose
	if findings := frontmatter.For[loose]().Decode(doc, &l); len(findings) > 0 {
		t.Fatalf("%v in\n%s", findings, text)
	}
	m := map[string]any{}
	v := reflect.ValueOf(l)
	for i := range v.NumField() {
		if !v.Field(i).IsNil() {
			m[v.Type().Field(i).Tag.Get("key")] = v.Field(i).Interface()
		}
	}
	return m
}

// An edit changes what it is about and no other byte, whatever the layout of the file.
func TestApplyKeepsEveryOtherByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		record := drawnRecord(t)
		eol := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "line ending")
		p := &printer{t: t, eol: eol, spans: map[string][2]int{}, blockScalars: rapid.Bool().Draw(t, "block scalars")}
		p.b.WriteString("---" + eol)
		if p.chance(20, "head comment") {
			p.b.WriteString("# head" + eol + eol)
		}
		if p.chance(5, "flow head") {
			p.flowMap(record, "", 0)
		} else {
			p.blockMap(record, "", 0)
		}
		p.between(0)
		p.b.WriteString(eol + "---" + rapid.SampledFrom([]string{
			"", eol, eol + "Text. # no comment" + eol + "---" + eol, eol + eol + "no end",
		}).Draw(t, "text"))
		src := p.b.String()
		before := readLoose(t, []byte(src))
		if want := plainTree(record); !reflect.DeepEqual(want, any(before)) {
			t.Fatalf("the test wrote %#v as\n%s\nread as %#v", want, src, before)
		}
		doc, _ := frontmatter.Parse([]byte(src), wide)
		edit, want, where := drawnEdit(t, p, before)
		got, err := doc.Apply(edit)
		if err != nil {
			t.Fatalf("%v: %+v in\n%s", err, edit, src)
		}
		if after := readLoose(t, got); !reflect.DeepEqual(after, want) {
			t.Fatalf("%+v in\n%s\ngave\n%s\nwant %#v", edit, src, got, want)
		}
		checkKept(t, src, string(got), where)
		if strings.Count(string(got), "\n") != strings.Count(string(got), eol) {
			t.Fatalf("the line endings are mixed: %q", got)
		}
	})
}

// kept says what of the source an edit may touch: bytes from start to end, or nothing at all.
type kept struct {
	inserts    bool
	start, end int
}

func checkKept(t *rapid.T, src, got string, k kept) {
	if src == got {
		return // it said so before
	}
	for i, n := k.start, len(src)-len(got); n > 0 && i+n <= k.end; i++ {
		if got == src[:i]+src[i+n:] {
			return // a stretch went that can be told from its neighbours in more than one way
		}
	}
	prefix := 0
	for prefix < min(len(src), len(got)) && src[prefix] == got[prefix] {
		prefix++
	}
	suffix := 0
	for suffix < min(len(src), len(got))-prefix && src[len(src)-1-suffix] == got[len(got)-1-suffix] {
		suffix++
	}
	switch touched := [2]int{prefix, len(src) - suffix}; {
	case k.inserts && touched[1] > touched[0]:
		t.Fatalf("an insertion took out %q: from\n%s\nto\n%s", src[touched[0]:touched[1]], src, got)
	case !k.inserts && (touched[0] < k.start || touched[1] > k.end):
		t.Fatalf("touched %q beside %q: from\n%s\nto\n%s", src[touched[0]:touched[1]], src[k.start:k.end], src, got)
	}
}

// drawnEdit is an edit with the values it has to lead to and the bytes it may touch.
func drawnEdit(t *rapid.T, p *printer, before map[string]any) (frontmatter.Edit, map[string]any, kept) {
	paths := slices.Clone(p.paths)
	slices.Sort(paths)
	path := rapid.SampledFrom(paths).Draw(t, "path")
	span := p.spans[path]
	want := copyTree(before).(map[string]any)
	holder, key, index := dig(want, path)
	src := p.b.String()
	value := rapid.SampledFrom([]string{
		"triaged", "a: b", "p, q", "it's", "", "null", "2026-03-02T09:40Z", "---", "#x",
	}).Draw(t, "value")
	switch list, isList := at(holder, key, index).([]any); {
	case isList && rapid.Bool().Draw(t, "append"):
		put(holder, key, index, append(list, value))
		return frontmatter.Append(path, value), want, kept{inserts: true}
	case index < 0 && rapid.IntRange(0, 3).Draw(t, "remove") == 0:
		delete(holder.(map[string]any), key)
		return frontmatter.Remove(path), want, removable(src, strings.LastIndex(src[:span[0]], key), span[1])
	case rapid.IntRange(0, 2).Draw(t, "insert") == 0:
		if m, isMap := at(holder, key, index).(map[string]any); isMap {
			m["new"] = value
			return frontmatter.Set(path+".new", value, drawnOrder(t, m)...), want, kept{inserts: true}
		}
		want["aliases"] = []any{value}
		return frontmatter.Set("aliases", []string{value}, looseKeys...), want, kept{inserts: true}
	}
	put(holder, key, index, value)
	start := span[0]
	if index < 0 { // a value below its key may move up to it
		start = strings.LastIndex(src[:start], key) + len(key)
	}
	return frontmatter.Set(path, value), want, kept{start: start, end: span[1]}
}

// removable is what may go with a key and its value: the rest of its lines, or the comma on one side.
func removable(src string, start, end int) kept {
	const space = " \t\r\n,\""
	start = len(strings.TrimRight(src[:start], space))
	if i := strings.IndexByte(src[end:], '\n'); i >= 0 {
		end += i + 1
	}
	return kept{start: start, end: len(src) - len(strings.TrimLeft(src[end:], space))}
}

func drawnOrder(t *rapid.T, m map[string]any) []string {
	return rapid.Permutation(slices.Sorted(maps.Keys(m))).Draw(t, "key order")
}

func copyTree(v any) any {
	switch v := v.(type) {
	case map[string]any:
		c := map[string]any{}
		for k, e := range v {
			c[k] = copyTree(e)
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, e := range v {
			c[i] = copyTree(e)
		}
		return c
	}
	return v
}

// dig is the map or list that holds the value at a path, with its key or index; index is -1 for a map.
func dig(root map[string]any, path string) (holder any, key string, index int) {
	var v any = root
	for step := range strings.SplitSeq(strings.ReplaceAll(path, "[", ".["), ".") {
		if holder != nil {
			v = at(holder, key, index)
		}
		holder, key, index = v, step, -1
		if strings.HasPrefix(step, "[") {
			fmt.Sscanf(step, "[%d]", &index)
		}
	}
	return holder, key, index
}

func at(holder any, key string, index int) any {
	if index >= 0 {
		return holder.([]any)[index]
	}
	return holder.(map[string]any)[key]
}

func put(holder any, key string, index int, v any) {
	if index >= 0 {
		holder.([]any)[index] = v
		return
	}
	holder.(map[string]any)[key] = v
}
