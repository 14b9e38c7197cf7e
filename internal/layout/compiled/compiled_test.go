package compiled_test

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hindcast/internal/layout/compiled"
)

type address struct{ City string }

func (a address) Line(before string) string { return before + a.City }

func (a *address) Set() bool { return a != nil }

type stage string

func (s stage) String() string { return "stage " + string(s) }

type inner struct{ Depth int }

func (i inner) Deeper(by int) int { return i.Depth + by }

type person struct {
	inner
	Name    string
	Age     int
	Share   float64
	Stage   stage
	Markup  template.HTML
	Link    template.URL
	Home    *address
	Away    *address
	Lives   address
	Tags    []string
	Counts  map[string]int
	Any     any
	Friends []*person
}

func (p *person) Greets(words ...any) string { return p.Name + fmt.Sprint(words...) }

func (p person) Fails(fails bool) (string, error) {
	if fails {
		return "", errors.New("it fails")
	}
	return "fine", nil
}

func (p *person) Self() *person { return p }

func someone() *person {
	p := &person{
		inner: inner{3}, Name: `O'Neil <b> & "co" + 1`, Age: 42, Share: 0.25, Stage: "two", Markup: "<i>it</i>",
		Link: "https://example.org/?a=1&b=2", Home: &address{"Kyōto"}, Lives: address{"Oslo"},
		Tags: []string{"a b", "javascript:alert(1)", ""}, Counts: map[string]int{"z": 1, "a": 2}, Any: []int{1, 2},
	}
	p.Friends = []*person{{Name: "Åse", Any: "text"}, {Name: "", Any: address{"Rome"}, Tags: []string{"x"}}}
	return p
}

var functions = template.FuncMap{
	"upper": strings.ToUpper,
	"pair":  func(a, b any) []any { return []any{a, b} },
	"of":    func(p *person) string { return p.Name },
	"value": func(a address) string { return a.City },
	"fails": func() (string, error) { return "", errors.New("no") },
}

var direct = map[string]compiled.Direct{
	"upper": compiled.Text(strings.ToUpper), "of": compiled.Of(func(p *person) string { return p.Name }),
}

// Whatever is compiled writes what the library writes, and fails where the library fails.
func TestExecute(t *testing.T) {
	for _, text := range []string{
		`{{.Name}} {{.Age}} {{.Share}} {{.Stage}} {{.Markup}} {{.Any}} {{.Home.City}} {{.Depth}} {{.Deeper 4}}`,
		`<a href="{{.Name}}" title="{{.Name}}" data-n="{{.Age}}">{{.Link}}</a><a href="{{.Link}}">x</a>`,
		`<a href="/x/{{.Name}}?q={{.Name}}#{{.Name}}">{{range .Tags}}<a href="{{.}}">{{.}}</a>{{else}}none{{end}}`,
		`<title>{{.Name}}{{.Markup}}</title><script>var a = {{.Tags}}, b = {{.Counts}}</script>`,
		`<p title="{{.Markup}}">`,
		`{{with .Home}}{{.City}}{{else}}nowhere{{end}}{{with .Away}}{{.City}}{{else}}nowhere{{end}}`,
		`{{with .Away}}a{{else with .Home}}{{.Line "in "}}{{end}}`,
		`{{if and .Home .Age}}1{{end}}{{if or .Away .Age}}2{{end}}{{if not .Away}}3{{end}}{{or .Away .Home}}`,
		`{{if eq .Age 42}}a{{end}}{{if ne .Name "x"}}b{{end}}{{if gt .Age 41}}c{{end}}{{if le .Share 0.25}}d{{end}}`,
		`{{if eq .Age 1 42}}a{{end}}{{if eq .Stage "two"}}b{{end}}{{if lt (len .Tags) 4}}c{{end}}`,
		`{{range $i, $t := .Tags}}{{if $i}}, {{end}}{{$t}}{{end}}{{range $k, $v := .Counts}}{{$k}}={{$v}} {{end}}`,
		`{{range $t := .Tags}}{{$t}}{{$.Name}}{{end}}{{range .Counts}}{{.}}{{end}}{{range .Away}}{{end}}`,
		`{{$x := 1}}{{if true}}{{$x = 2}}{{$y := 3}}{{$y}}{{end}}{{$x}}{{with $z := .Home}}{{$z.City}}{{end}}`,
		`{{range .Friends}}{{.Name}}: {{range .Tags}}{{.}}{{else}}no tags{{end}}{{.Any}};{{end}}`,
		`{{upper .Stage}}`, `{{upper .Away}}`, `{{of .Lives}}`, `{{of nil}}`, `{{with index .Friends 0}}{{of .}}{{end}}`,
		`{{.Name | upper}} {{upper .Name | printf "%s"}} {{of .}} {{of .Self}} {{value .Home}} {{value .Lives}}`,
		`{{range pair .Name .Age}}{{.}},{{end}}{{index .Tags 1}}{{index .Counts "z"}}{{index .Counts "none"}}`,
		`{{slice .Name 1 3}}{{slice .Tags 1 | len}}{{(index .Friends 0).Name}}{{(.Greets 1 "two").Length}}`,
		`{{.Greets}}{{.Greets 1 .Age "x" true nil}}`, `{{.Fails false}}{{.Fails true}}`, `{{.Fails false}}`, `{{fails}}`,
		`{{.Nowhere}}`, `{{.Away.City}}`, `{{.Away.Set}}{{.Home.Set}}`, `{{.Counts.a}}`, `{{.Counts.none}}`,
		`{{.Name.City}}`, `{{len .Age}}`, `{{index .Tags 9}}`, `{{upper .Age}}`, `{{upper}}`, `{{.Lives.Line "at "}}`,
		`{{.Lives.Set}}`, `{{range .Age}}{{.}}{{end}}`, `{{range .Tags}}{{continue}}{{end}}`, `{{.Any.City}}`,
		`{{define "a"}}[{{.Name}}{{range .Friends}}{{template "a" .}}{{end}}]{{end}}{{template "a" .}}`,
		`{{define "a"}}{{$.City}}{{$x := 2}}{{$x}}{{end}}{{$x := 1}}{{template "a" .Home}}{{$x}}{{template "none"}}`,
		`{{define "a"}}{{template "a" .}}{{end}}{{template "a" .}}`, `{{define "a"}}x{{.}}{{end}}{{template "a"}}`,
		`{{/* a comment */}}{{- .Age -}} x`, `{{1}}{{1.5}}{{'a'}}{{0x10}}{{true}}{{"text"}}{{nil}}`, `{{.}}`,
		`<b {{.Name}}>`, `<img src={{.Name}}>`, `<style>{{.Name}}</style>`, `<a onclick="f({{.Name}})">`, `{{printf "%d" .Age}}`,
	} {
		set, err := template.New("main").Option("missingkey=error").Funcs(functions).Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		compareWith(t, set, text, someone())
	}
}

// compareWith reports whether a template could be compiled and carried out.
func compareWith(t interface{ Errorf(string, ...any) }, set *template.Template, text string, data any) bool {
	var want, got bytes.Buffer
	program, err := compiled.Compile(set, "main", functions, direct)
	wantErr := set.Execute(&want, data)
	if err != nil {
		if !errors.Is(err, compiled.ErrUnsupported) {
			t.Errorf("%s: %v", text, err)
		}
		return false
	}
	if err = program.Execute(&got, data); err != nil {
		return false // the library is asked, whatever it says
	}
	if wantErr != nil || got.String() != want.String() {
		t.Errorf("%s:\n%q\nthe library writes\n%q, %v", text, got.String(), want.String(), wantErr)
	}
	return true
}

// A page is only fast where it is compiled, so what pages are made of must be.
func TestWhatIsCompiled(t *testing.T) {
	for _, text := range []string{
		`<a href="{{.Link}}" title="{{.Name}}">{{.Markup}}</a><title>{{.Name}}</title><script>{{.Tags}}</script>`,
		`{{range $i, $f := .Friends}}{{with $f.Tags}}{{len .}}{{end}}{{end}}{{if eq .Age 42}}{{index .Tags 0}}{{end}}`,
		`{{define "a"}}{{.Name | upper}}{{end}}{{template "a" .Self}}{{.Greets 1 .Age}}{{(index .Friends 1).Name}}`,
		`{{if and .Home (not .Away)}}{{or .Away .Name}}{{end}}{{$x := .Age}}{{if gt $x 2}}{{$x = 1}}{{end}}{{slice .Name 1}}`,
	} {
		set := template.Must(template.New("main").Funcs(functions).Parse(text))
		if !compareWith(t, set, text, someone()) {
			t.Errorf("%s is not compiled", text)
		}
	}
}

// Every text is escaped in every place as the library does.
func TestEscaping(t *testing.T) {
	const text = `{{.Text}}<p title="{{.Text}}" title='{{.Text}}'><a href="{{.Text}}"><a href="/{{.Text}}/?{{.Text}}=1">` +
		`<title>{{.Text}}</title><textarea>{{.HTML}}</textarea>{{.HTML}}<a href="{{.URL}}"><a href="?x={{.URL}}">` +
		`<script type="application/ld+json">{{.Text}}</script>{{.Any}}<a href="{{.Any}}">`
	set := template.Must(template.New("main").Parse(text))
	parts := rapid.SampledFrom([]string{
		"<", ">", "&", `"`, "'", "+", "\x00", "\xff", "a", "é", "%", "%4", "%41", ":", "/", "?", "#", " ", "javascript:",
		"HTTP:", "mailto:", "(", ")", "`", "\n", "日", "=", "[", "\u2028", "<!--", "</script>",
	})
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOf(parts).Draw(t, "text"), "")
		value := rapid.SampledFrom([]any{s, &s, stage(s), template.HTML(s), 7, int64(-7), true, nil, 2.5, address{s}, []string{s}}).
			Draw(t, "value")
		data := struct {
			Text string
			HTML template.HTML
			URL  template.URL
			Any  any
		}{s, template.HTML(s), template.URL(s), value}
		if !compareWith(t, set, text, data) {
			if _, isHTML := value.(template.HTML); !isHTML { // markup in an attribute is left to the library
				t.Fatalf("%q is not compiled", s)
			}
		}
	})
}

func BenchmarkExecute(b *testing.B) {
	const text = `{{range .Friends}}<a href="{{.Name}}">{{.Name}}</a>{{range .Tags}}{{.}}{{end}}{{.Greets 1}}{{end}}`
	set := template.Must(template.New("main").Funcs(functions).Parse(text))
	program, err := compiled.Compile(set, "main", functions, direct)
	if err != nil {
		b.Fatal(err)
	}
	p := someone()
	var out bytes.Buffer
	b.Run("compiled", func(b *testing.B) {
		for b.Loop() {
			out.Reset()
			_ = program.Execute(&out, p)
		}
	})
	b.Run("library", func(b *testing.B) {
		for b.Loop() {
			out.Reset()
			_ = set.Execute(&out, p)
		}
	})
}
