package layout

import (
	"html/template"
	"reflect"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/layout/compiled"
	"hindcast/internal/view"
)

// functions are what templates may call.
var functions = template.FuncMap{
	"recordURL":  address.Record,
	"systemURL":  address.System,
	"articleURL": address.Article,
	"join":       func(list []string, between string) string { return strings.Join(list, between) },
	"words":      spaced,
	"css":        class,
	"slug":       address.Slug,
	"control":    address.Control,
	"figureURL":  view.FigureURL,
	"tree":       view.Tree,
	"mark":       view.Mark,
	"brief":      view.Brief,
	"summaryOf":  view.SummaryOf,
	"fill":       fill,
	"policy":     func() string { return view.Policy },
	"part":       func(p pager, of any) part { return part{p.self(), of} },
}

// direct does what some of the functions do, those that pages call most.
var direct = map[string]compiled.Direct{
	"recordURL":  compiled.Of(address.Record),
	"systemURL":  compiled.Of(address.System),
	"articleURL": compiled.Of(address.Article),
	"slug":       compiled.Text(address.Slug),
	"words":      compiled.Text(spaced),
	"css":        compiled.Text(class),
	"brief":      compiled.Text(view.Brief),
	"part": func(args []reflect.Value) (any, bool) {
		if len(args) != 2 || !args[0].IsValid() {
			return nil, false
		}
		p, ok := args[0].Interface().(pager)
		if !ok {
			return nil, false
		}
		var of any
		if args[1].IsValid() {
			of = args[1].Interface()
		}
		return part{p.self(), of}, true
	},
}

// spaced is an id with spaces between its words.
func spaced(s string) string { return strings.ReplaceAll(s, "_", " ") }

// class is a mark as the name of a class.
func class(s string) string { return strings.ToLower(strings.ReplaceAll(s, "+", "-")) }

// fill is words of the interface with a text of a record in the place of their %s, which runs in its own direction.
func fill(words, text string) template.HTML {
	before, after, _ := strings.Cut(words, "%s")
	escaped := template.HTMLEscapeString
	return template.HTML(escaped(before) + "<bdi>" + escaped(text) + "</bdi>" + escaped(after)) //nolint:gosec // all escaped
}

// part hands a partial its content together with the page that it is on.
type part struct {
	Page
	Of any
}

// pager is a page, or a part of one.
type pager interface{ self() Page }

func (p Page) self() Page { return p }
