package filing

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
)

// Numbered is a record that gets a number in place of its placeholder.
type Numbered struct {
	Old, New string // ids
	From, To string // its file, else its folder; alike where the name does not begin with the id
}

// Plan is what giving numbers changes.
type Plan struct {
	Numbered []Numbered
	Texts    map[string][]byte // the new text of each file that changes, by the path it had
	LeftOut  []LeftOut
}

// LeftOut is a record that keeps its placeholder for now.
type LeftOut struct{ ID, Path, Reason string }

// Assign gives each placeholder of a log the next number of its year. No number is given that an id,
// an alias or the name of a file has, in this log or in those of which it is told beside; one that
// was skipped stays free, since it may have been given once. Records are numbered in the order of
// their detection. The placeholder stays as an alias, and references to it follow where that takes
// no guess.
func (d *Desk) Assign(log *incident.Log, files fs.FS, beside ...*incident.Log) (*Plan, error) {
	plan := &Plan{Texts: map[string][]byte{}}
	waiting := plan.waiting(log)
	pattern := log.Config.IDs.Pattern
	last := lastNumbers(pattern, append(beside, log))
	for _, r := range waiting {
		before := r.ID[:strings.LastIndexByte(r.ID, '-')+1]
		id := pattern.Numbered(r.ID, last[before]+1)
		ok, err := d.number(plan, files, r, id)
		if err != nil {
			return nil, err
		}
		if ok {
			last[before]++
		}
	}
	return plan, d.follow(plan, log, files)
}

// waiting are the records with a placeholder, in the order in which they are numbered. Two that share
// one are left out: which of them a reference means is anyone's guess.
func (p *Plan) waiting(log *incident.Log) []*incident.Record {
	owners := map[string]int{}
	for _, r := range log.Records {
		owners[strings.ToLower(r.ID)]++
	}
	var list []*incident.Record
	for _, r := range log.Records {
		switch {
		case r.KindOrDefault() == incident.KindPrecedent || !log.Config.IDs.Pattern.IsPlaceholder(r.ID):
		case owners[strings.ToLower(r.ID)] > 1:
			p.LeftOut = append(p.LeftOut, LeftOut{r.ID, r.Path, "another record has the same placeholder; give one of them another"})
		default:
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b *incident.Record) int {
		return cmp.Or(a.Timeline.Detected.Sortable().Compare(b.Timeline.Detected.Sortable()), strings.Compare(a.ID, b.ID))
	})
	return list
}

// lastNumbers are the highest numbers given, by what stands before them.
func lastNumbers(pattern incident.IDPattern, logs []*incident.Log) map[string]int {
	last := map[string]int{}
	take := func(id string) bool {
		before, n, ok := pattern.Number(strings.ToUpper(id))
		if ok {
			last[before] = max(last[before], n)
		}
		return ok
	}
	for _, log := range logs {
		for _, r := range log.Records {
			take(r.ID)
			for _, alias := range r.Aliases {
				take(alias)
			}
			for name := stem(r.Path); name != ""; name = name[:max(0, strings.LastIndexByte(name, '-'))] {
				take(name) // of a file whose id can't be read only the name tells
			}
		}
	}
	return last
}

// stem is the name of a record's file without its ending, or that of its folder.
func stem(file string) string {
	name := strings.TrimSuffix(path.Base(file), path.Ext(file))
	if name == "index" {
		return path.Base(path.Dir(file))
	}
	return name
}

// number edits the record itself and plans its new name.
func (d *Desk) number(plan *Plan, files fs.FS, r *incident.Record, id string) (bool, error) {
	text, err := plan.text(files, r.Path)
	if err != nil {
		return false, err
	}
	edits := []frontmatter.Edit{frontmatter.Set("id", id)}
	if !slices.ContainsFunc(r.Aliases, func(a string) bool { return strings.EqualFold(a, r.ID) }) {
		edits = append(edits, frontmatter.Append("aliases", r.ID, frontKeys()...))
	}
	edited, err := d.edited(r.Path, text, edits)
	if err != nil {
		plan.LeftOut = append(plan.LeftOut, LeftOut{r.ID, r.Path, err.Error()})
		return false, nil
	}
	plan.Texts[r.Path] = edited
	n := Numbered{Old: r.ID, New: id, From: r.Path}
	if path.Base(r.Path) == "index.md" {
		n.From = path.Dir(r.Path)
	}
	n.To = n.From
	if rest, ok := strings.CutPrefix(path.Base(n.From), r.ID); ok {
		n.To = path.Join(path.Dir(n.From), id+rest)
	}
	plan.Numbered = append(plan.Numbered, n)
	return true, nil
}

// text is a file as the plan has it so far.
func (p *Plan) text(files fs.FS, name string) ([]byte, error) {
	if text, ok := p.Texts[name]; ok {
		return text, nil
	}
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, fmt.Errorf("read a file to number: %w", err)
	}
	return text, nil
}

// PathOf is where a file lies once the plan is carried out.
func (p *Plan) PathOf(name string) string {
	for _, n := range p.Numbered {
		if n.holds(name) {
			return n.To + strings.TrimPrefix(name, n.From)
		}
	}
	return name
}

func (n Numbered) holds(name string) bool {
	return name == n.From || strings.HasPrefix(name, n.From+"/")
}
