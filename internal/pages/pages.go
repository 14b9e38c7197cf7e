// Package pages makes the pages of a site but for those of its trends. It is pure: it reads no file, knows no clock,
// and
// decides nothing about who may see what.
package pages

import (
	"hindcast/internal/layout"
	"hindcast/internal/precedents"
	"hindcast/internal/view"
)

// site is what the pages are made of.
type site struct {
	*view.Model
	parties precedents.Parties
}

func newSite(model *view.Model) *site {
	return &site{model, precedents.PartiesOf(model.Index.Precedents)}
}

// Make hands on every page. Those that can't be made cost no other one.
func Make(model *view.Model, emit layout.Emit) bool {
	m := newSite(model)
	for _, make := range []func(*site, layout.Emit) bool{
		home, incidents, precedentPages, systems, terms, actionsBoard, obligationsBoard, lessonPages, guardPages,
		governance, knowledge, searchPage, filing, rulesPage, dataPage, customPages, notFound,
	} {
		if !layout.Guarded(model, "", emit, func(emit layout.Emit) bool { return make(m, emit) }) {
			return false
		}
	}
	return true
}
