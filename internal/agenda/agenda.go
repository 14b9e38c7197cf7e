// Package agenda tells what a log asks of people and by when, and what happened in it lately:
// actions, reports owed under obligations, reviews of articles and interim measures in force. It
// reads nothing and prints nothing but calendars, and the present comes from outside.
package agenda

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"time"

	"hindcast/internal/agenda/item"
	"hindcast/internal/incident"
	"hindcast/internal/taxonomy"
)

// These are the values that are handed on.
type (
	Kind = item.Kind
	Item = item.Item
)

// The kinds, in the order in which they are listed where nothing else decides.
const (
	Step       = item.Step
	Action     = item.Action
	Mitigation = item.Mitigation
	Review     = item.Review
)

var kindOrder = []Kind{Step, Action, Mitigation, Review}

// Of is everything in a log that is open as of now, and the steps that were done late, by due time;
// what has none comes last. Precedents, duplicates and what turned out to be no incident owe nothing.
func Of(log *incident.Log, now time.Time, regimes []taxonomy.Regime) []Item {
	b := builder{zone: log.Config.Zone, now: now, regimes: regimes}
	for _, r := range log.Records {
		if r.KindOrDefault() == incident.KindPrecedent || r.Status == incident.Withdrawn || r.Status == incident.Duplicate {
			continue
		}
		for i := range r.Obligations {
			b.obligation(r, &r.Obligations[i])
		}
		b.actions(r)
		b.mitigations(r)
	}
	for _, a := range log.Articles {
		b.review(a)
	}
	sort.SliceStable(b.items, func(i, j int) bool { return compare(&b.items[i], &b.items[j]) < 0 })
	return b.items
}

func compare(a, b *Item) int {
	if a.Due.IsZero() != b.Due.IsZero() {
		if a.Due.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(a.Due.Compare(b.Due),
		cmp.Compare(slices.Index(kindOrder, a.Kind), slices.Index(kindOrder, b.Kind)),
		strings.Compare(a.Path(), b.Path()))
}

type builder struct {
	zone    *time.Location
	now     time.Time
	regimes []taxonomy.Regime
	items   []Item
}

func (b *builder) actions(r *incident.Record) {
	for _, a := range r.Actions {
		if !a.HasEnded() {
			it := Item{Kind: Action, Ref: a.ID, Title: a.Title, Owner: a.Owner, Record: r}
			it.Due, it.Day = a.Due.EndIn(b.zone), a.Due.LastDay()
			b.add(it)
		}
	}
}

func (b *builder) mitigations(r *incident.Record) {
	for _, m := range r.Mitigations {
		if m.Removed.IsZero() && m.Kept == "" {
			it := Item{
				Kind: Mitigation, Ref: m.ID, Title: m.Title, Detail: m.Until, Owner: r.Owner, Record: r, Since: m.Applied,
			}
			if until, err := incident.ParseTime(strings.TrimSpace(m.Until)); err == nil { // no words but a date
				it.Due, it.Day = until.EndIn(b.zone), until.LastDay()
			}
			b.add(it)
		}
	}
}

func (b *builder) review(a *incident.Article) {
	if a.ReviewBy.IsZero() {
		return
	}
	it := Item{Kind: Review, Ref: "review_by", Title: a.Title, Owner: a.Owner, Article: a}
	it.Due, it.Day = a.ReviewBy.EndIn(b.zone), a.ReviewBy.LastDay()
	b.add(it)
}

// add fills in what depends on the present.
func (b *builder) add(it Item) {
	it.Overdue = it.IsOpen() && !it.Due.IsZero() && item.IsOver(it.Due, it.Day, b.now)
	if it.Since.Precision() >= incident.ToDay {
		it.Age = max(0, b.now.Sub(it.Since.BeginningIn(b.zone)))
	}
	b.items = append(b.items, it)
}
