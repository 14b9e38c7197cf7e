package numbering

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"hindcast/internal/disk"
	"hindcast/internal/edit"
	"hindcast/internal/filing"
)

// CarryOut writes a plan into the files that it was made from, one record after the other with its
// new name. A file that was saved meanwhile is left out, and the others go on; so they do where one
// can't be written, which is the error in the end.
func (p *Plan) CarryOut(ctx context.Context, d disk.Disk) error {
	c := carrier{ctx: ctx, disk: d, plan: p, done: map[string]bool{}}
	p.Numbered = slices.DeleteFunc(p.Numbered, func(n Numbered) bool {
		return !c.try(n.Old, n.path, c.write(n.path, n.path)) ||
			n.From != n.To && !c.try(n.New, n.From, edit.Move(ctx, d, n.From, n.To))
	})
	p.Finished = slices.DeleteFunc(p.Finished, func(n Numbered) bool {
		return !c.try(n.New, n.From, edit.Move(ctx, d, n.From, n.To))
	})
	for _, name := range slices.Sorted(maps.Keys(p.Texts)) {
		if !c.done[name] && !c.try("", p.PathOf(name), c.write(name, p.PathOf(name))) {
			delete(p.Texts, name)
		}
	}
	return c.failed
}

// Names reports whether a file is one of those that a plan numbers, be it by the path it had or has.
func (p *Plan) Names(name string) bool {
	return slices.ContainsFunc(slices.Concat(p.Numbered, p.Finished), func(n Numbered) bool {
		return n.From != n.To && (n.holds(name) || name == n.To || strings.HasPrefix(name, n.To+"/"))
	})
}

// Join adds what another plan changed after this one.
func (p *Plan) Join(later *Plan) {
	maps.Copy(p.Texts, later.Texts)
	p.LeftOut = append(p.LeftOut, later.LeftOut...)
}

type carrier struct {
	ctx    context.Context
	disk   disk.Disk
	plan   *Plan
	done   map[string]bool // texts written or tried, by the path they had
	failed error
}

// write puts a text of the plan into its file.
func (c *carrier) write(name, at string) error {
	c.done[name] = true
	return edit.Apply(c.ctx, c.disk, edit.Change{Path: at, Old: c.plan.old[name], New: c.plan.Texts[name]})
}

// try notes what became of a step.
func (c *carrier) try(id, name string, err error) bool {
	var told *edit.Error
	switch {
	case err == nil:
		return true
	case errors.As(err, &told):
		c.plan.LeftOut = append(c.plan.LeftOut, filing.LeftOut{ID: id, Path: name, Reason: told.Reason()})
		if told.Changed {
			return false
		}
	}
	if c.failed == nil {
		c.failed = err
	}
	return false
}
