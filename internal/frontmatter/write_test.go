package frontmatter_test

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
)

var wide = frontmatter.Limits{Bytes: 1 << 20, Nodes: 100_000, Depth: 50}

// readBack decodes what Marshal wrote, as the head of a file.
func readBack[T any](t interface{ Fatalf(string, ...any) }, v T) (T, string) {
	head, err := frontmatter.Marshal(v)
	if err != nil {
		t.Fatalf("marshal %#v: %v", v, err)
	}
	file := "---\n" + string(head) + "---\nText.\n"
	doc, findings := frontmatter.Parse([]byte(file), wide)
	if len(findings) > 0 {
		t.Fatalf("%s: %s in\n%s", findings[0].Rule, findings[0].Message, file)
	}
	var back T
	for _, f := range frontmatter.For[T]().Decode(doc, &back) {
		t.Fatalf("%s: %s in\n%s", f.Rule, f.Message, file)
	}
	if rest := file[doc.Body:]; rest != "Text.\n" {
		t.Fatalf("the text begins at %q in\n%s", rest, file)
	}
	return back, string(head)
}

// span is a value that is written as one number or as a list of two, like an estimate.
type span struct{ from, to string }

func (s *span) UnmarshalText(text []byte) error {
	if strings.Contains(string(text), "-") {
		return fmt.Errorf("is not a span: %q", text)
	}
	s.from, s.to = string(text), string(text)
	return nil
}

func (s *span) UnmarshalList(items []string) error {
	s.from, s.to = items[0], items[1]
	return nil
}

func (s span) MarshalText() ([]byte, error) { return []byte(s.from + "-" + s.to), nil }

// listed is a span that knows how to be written as a list.
type listed struct{ span }

func (l listed) MarshalText() ([]byte, error) { return []byte(l.from), nil }

func (l listed) MarshalList() []string {
	if l.from == l.to {
		return nil
	}
	return []string{l.from, l.to}
}

type inner struct {
	Name string `key:"name"`
	Note string `key:"note"`
}

type outer struct {
	Title  string              `key:"title"`
	Items  []inner             `key:"items"`
	One    *inner              `key:"one"`
	Span   *listed             `key:"span"`
	Words  []string            `key:"words"`
	Lone   incident.OneOrMore  `key:"lone"`
	Begin  incident.Started    `key:"begin"`
	ByName map[string][]string `key:"by_name"`
	Notes  []incident.Control  `key:"notes"`
	Free   map[string]any      `key:"free"`
}

func TestMarshal(t *testing.T) {
	day, _ := incident.ParseTime("2018-03-18")
	tests := []struct {
		name string
		in   outer
		want string
	}{
		{"nothing", outer{}, ""},
		{"text that YAML could misread", outer{Title: "yes: it #1"}, "title: 'yes: it #1'\n"},
		{"number in a text", outer{Title: "1.10"}, "title: '1.10'\n"},
		{"null in a text", outer{Title: "null"}, "title: 'null'\n"},
		{"lines in a text", outer{Title: "a\n---\nb\u2028c"}, `title: "a\n---\nb\Lc"` + "\n"},
		{"short list", outer{Words: []string{"a", "b, c"}}, "words: [a, 'b, c']\n"},
		{"empty list, on purpose", outer{Words: []string{}}, "words: []\n"},
		{
			"long list",
			outer{Words: []string{strings.Repeat("a", 50), strings.Repeat("b", 50)}},
			"words:\n  - " + strings.Repeat("a", 50) + "\n  - " + strings.Repeat("b", 50) + "\n",
		},
		{
			"long list of numbers",
			outer{Free: map[string]any{"n": slices.Repeat([]int{12345}, 30)}},
			"free:\n  n: [" + strings.TrimSuffix(strings.Repeat("12345, ", 30), ", ") + "]\n",
		},
		{"list of maps", outer{Items: []inner{{Name: "a", Note: "b"}, {}}}, "items:\n  - {name: a, note: b}\n  - {}\n"},
		{"single item without brackets", outer{Lone: incident.OneOrMore{"a"}}, "lone: a\n"},
		{"several items", outer{Lone: incident.OneOrMore{"a", "b"}}, "lone: [a, b]\n"},
		{"value in place of a map", outer{Begin: incident.Started{At: day}}, "begin: 2018-03-18\n"},
		{"map in place of a value", outer{Begin: incident.Started{Unknown: "no logs"}}, "begin: {unknown: no logs}\n"},
		{
			"map with one key in place of which its value stands",
			outer{Notes: []incident.Control{{ID: "a: b"}, {ID: "c", Shows: "held"}, {Shows: "held"}, {}}},
			"notes:\n  - 'a: b'\n  - {id: c, shows: held}\n  - {shows: held}\n  - {}\n",
		},
		{"value as text", outer{Span: &listed{span{"1", "1"}}}, "span: 1\n"},
		{"value that looks absent", outer{Span: &listed{span{"null", "null"}}}, "span: 'null'\n"},
		{"value as list", outer{Span: &listed{span{"1", "2"}}}, "span: [1, 2]\n"},
		{"keys in order", outer{ByName: map[string][]string{"b": {"x"}, "a": {"y"}}}, "by_name:\n  a: [y]\n  b: [x]\n"},
		{
			"free keys",
			outer{Free: map[string]any{"n": 3, "deep": map[string]any{"list": []any{1, true, "1"}}}},
			"free:\n  deep:\n    list: [1, true, '1']\n  n: 3\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := frontmatter.Marshal(&test.in)
			if err != nil || string(got) != test.want {
				t.Errorf("got %v\n%s\nwant\n%s", err, got, test.want)
			}
		})
	}
}

func TestMarshalRefuses(t *testing.T) {
	day, _ := incident.ParseTime("2018-03-18")
	loop := map[string]any{}
	loop["self"] = loop
	for name, v := range map[string]any{
		"what is no struct":              "text",
		"bytes that are no text":         outer{Title: "\xff"},
		"a value and a map in one place": outer{Begin: incident.Started{At: day, Unknown: "why"}},
		"what can't be written":          outer{Free: map[string]any{"f": func() {}}},
		"a loop":                         outer{Free: loop},
		"a text that can't be read back": struct {
			Span span `key:"span"`
		}{span{"1", "2"}},
	} {
		if head, err := frontmatter.Marshal(v); err == nil {
			t.Errorf("%s: no error, but\n%s", name, head)
		}
	}
}

// awkward are texts that YAML, or the search for the end of the front matter, could misread.
var awkward = []string{
	"", " ", "yes", "no", "null", "~", "1.10", "0123", "1_000", "0x1f", "2018-03-18", "1:30", "---", "...", "--- x", "a\n---\nb", "\n", "\n\n x\n",
	"a: b", "a #b", "- x", "? x", ": x", "x:", "@x", "`x", "%x", "!x", "*x", "&x", "| x", "> x", "[a]", "{a: b}", "a, b", "it's", `say "x"`, `a\nb`,
	" lead", "trail ", "tab\tx", "\t", "\r\n", "a\u0085b", "a\u2028b", "\u2028", "\u00a0x\u00a0", "\ufeffx", "\u200b", "日本", "😀", "\x00", "\x1b[0m", "<<", "=", "’“”",
	"x\n\n\ny", "  x\n y", "a\n", "# x", "x\\", "'", `"`, "''", "key: 'x", strings.Repeat("long ", 60), strings.Repeat("k", 200),
}

func texts() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom(awkward), rapid.String(), rapid.StringMatching(`[-?:,\[\]{}#&*!|>'"%@ \n\ta-c0-9.]{0,12}`))
}

func TestMarshalRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := outer{
			Title:  texts().Draw(t, "title"),
			Words:  rapid.SliceOf(texts()).Draw(t, "words"),
			Lone:   rapid.SliceOf(texts()).Draw(t, "lone"),
			ByName: rapid.MapOf(texts(), rapid.SliceOfN(texts(), 0, 3)).Draw(t, "by name"),
			Free:   map[string]any{texts().Draw(t, "key"): map[string]any{texts().Draw(t, "key"): []any{texts().Draw(t, "value"), []any{}, map[string]any{}}}},
			Begin:  incident.Started{Unknown: texts().Draw(t, "unknown")},
		}
		for range rapid.IntRange(0, 3).Draw(t, "items") {
			want.Items = append(want.Items, inner{texts().Draw(t, "name"), texts().Draw(t, "note")})
		}
		if rapid.Bool().Draw(t, "one") {
			want.One = &inner{Note: texts().Draw(t, "note")}
		}
		got, head := readBack(t, want)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got  %#v\nwant %#v\nhead\n%s", got, want, head)
		}
	})
}

// A whole front matter, each field empty or filled with what its type can hold.
func TestMarshalRoundTripRecord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want incident.Front
		fill(t, reflect.ValueOf(&want).Elem(), 0)
		if want.Timeline.Started.Unknown != "" {
			want.Timeline.Started.At = incident.Time{}
		}
		for i := range want.Reopened {
			want.Reopened[i].Earlier.Started.Unknown = ""
		}
		got, head := readBack(t, want)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got  %#v\nwant %#v\nhead\n%s", got, want, head)
		}
	})
}

// samples are texts that types with a form of their own accept.
var samples = map[reflect.Type][]string{
	reflect.TypeFor[incident.Time]():     {"2026", "2026-03", "2026-03-02", "2026-03-02T09:25Z", "2026-03-02T09:25:10+01:00"},
	reflect.TypeFor[incident.Count]():    {"0", "18400"},
	reflect.TypeFor[incident.Amount]():   {"41000", "12.50", "0123"},
	reflect.TypeFor[incident.Fraction](): {"0", "0.25", "1"},
	reflect.TypeFor[incident.Currency](): {"EUR"},
	reflect.TypeFor[incident.Country]():  {"NO", "DE"},
	reflect.TypeFor[incident.Address]():  {"https://example.org/?a={b}#c, d", "urn:isbn:1"},
}

func fill(t *rapid.T, v reflect.Value, depth int) {
	if depth > 0 && rapid.IntRange(0, 2).Draw(t, "present") == 0 {
		return
	}
	switch {
	case samples[v.Type()] != nil:
		text := rapid.SampledFrom(samples[v.Type()]).Draw(t, v.Type().Name())
		if err := v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text)); err != nil {
			t.Fatalf("sample %q: %v", text, err)
		}
		estimate, ok := v.Addr().Interface().(interface {
			UnmarshalMap(entries map[string]string) error
		})
		if keys := rapid.SampledFrom([][]string{nil, {"least"}, {"most"}}).Draw(t, "open"); ok && keys != nil {
			if err := estimate.UnmarshalMap(map[string]string{keys[0]: text}); err != nil {
				t.Fatalf("sample %q: %v", text, err)
			}
		}
	case v.Kind() == reflect.String:
		v.SetString(texts().Draw(t, "text"))
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), 0)
	case v.Kind() == reflect.Slice:
		n := rapid.IntRange(0, 2).Draw(t, "length")
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(t, v.Index(i), 0)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), depth+1)
		}
	case v.Type() == reflect.TypeFor[map[string]any]():
		v.Set(reflect.ValueOf(map[string]any{texts().Draw(t, "key"): texts().Draw(t, "value")}))
	case v.Kind() == reflect.Map:
		list := reflect.New(v.Type().Elem()).Elem()
		fill(t, list, 0)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf(texts().Draw(t, "key")), list)
	default:
		t.Fatalf("the test fills no %v", v.Type())
	}
}
