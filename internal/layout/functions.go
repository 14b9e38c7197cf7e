package layout

import (
	"html/template"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/view"
)

// functions are what templates may call.
var functions = template.FuncMap{
	"recordURL":  address.Record,
	"systemURL":  address.System,
	"articleURL": address.Article,
	"join":       func(list []string, between string) string { return strings.Join(list, between) },
	"words":      func(s string) string { return strings.ReplaceAll(s, "_", " ") },
	"css":        func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "+", "-")) },
	"slug":       address.Slug,
	"control":    address.Control,
	"tree":       view.Tree,
	"mark":       view.Mark,
	"policy":     func() string { return view.Policy },
	"part":       func(p pager, of any) part { return part{p.self(), of} },
}

// part hands a partial its content together with the page that it is on.
type part struct {
	Page
	Of any
}

// pager is a page, or a part of one.
type pager interface{ self() Page }

func (p Page) self() Page { return p }
