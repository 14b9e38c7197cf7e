// Package numbering gives placeholders of ids their numbers, in a folder or in a branch of a remote.
package numbering

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"hindcast/internal/edit"
	"hindcast/internal/filing"
	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
)

// Numbered is a record that gets a number in place of its placeholder.
type Numbered struct {
	Old, New string // ids
	From, To string // its file, else its folder; alike where the name does not begin with the id
	path     string // of its text, before
}

// Plan is what giving numbers changes.
type Plan struct {
	Numbered []Numbered
	Finished []Numbered        // had their number, and not its name yet: a run was killed in between
	Texts    map[string][]byte // the new text of each file that changes, by the path it had
	LeftOut  []filing.LeftOut
	old      map[string][]byte // the text of each file that was looked at, by the path it had
}

// IsEmpty reports a plan that changes nothing.
func (p *Plan) IsEmpty() bool { return len(p.Numbered)+len(p.Finished)+len(p.Texts) == 0 }

// Assign gives each placeholder of a log the next number of its year. No number is given that an id,
// an alias or the name of a file has, in this log or in those of which it is told beside; one that
// was skipped stays free, since it may have been given once. Records are numbered in the order of
// their detection. The placeholder stays as an alias, and references to it follow where that takes
// no guess; so do those to a placeholder that was numbered before. A file that was saved after it was
// read into the log is left out.
func Assign(d *filing.Desk, log *incident.Log, files fs.FS, beside ...*incident.Log) (*Plan, error) {
	plan, err := Number(d, log, files, beside...)
	if err != nil {
		return nil, err
	}
	return plan, follow(d, plan, log, files)
}

// Number is the first half of Assign: every record has its number and the name of it, and references
// go by the placeholder, which is an alias. Who is killed then has lost nothing.
func Number(d *filing.Desk, log *incident.Log, files fs.FS, beside ...*incident.Log) (*Plan, error) {
	plan := newPlan()
	for _, n := range former(log) {
		if n.From == filing.PlaceOf(n.path) && n.To != n.From {
			plan.Finished = append(plan.Finished, n)
		}
	}
	waiting := plan.waiting(log)
	pattern := log.Config.IDs.Pattern
	last := lastNumbers(pattern, append(beside, log))
	taken := takenIDs(append(beside, log))
	for _, r := range waiting {
		before := r.ID[:strings.LastIndexByte(r.ID, '-')+1]
		id := numberIn(pattern, stem(r.Path))
		isNext := id == "" || !strings.HasPrefix(id, before) || taken[strings.ToLower(id)]
		if isNext {
			id = pattern.Numbered(r.ID, last[before]+1)
		}
		ok, err := number(d, plan, log, files, r, id)
		if err != nil {
			return nil, err
		}
		taken[strings.ToLower(id)] = true
		if ok && isNext {
			last[before]++
		}
	}
	return plan, nil
}

// takenIDs are the ids and aliases of records, in lower case.
func takenIDs(logs []*incident.Log) map[string]bool {
	taken := map[string]bool{}
	for _, log := range logs {
		for _, r := range log.Records {
			for _, id := range append([]string{r.ID}, r.Aliases...) {
				taken[strings.ToLower(id)] = true
			}
		}
	}
	return taken
}

// numberIn is the id with a number that the name of a file begins with; empty where it begins with
// none. A record that has a placeholder in such a file got the number before, and then an editor saved
// the text that it had opened.
func numberIn(pattern incident.IDPattern, name string) string {
	for ; name != ""; name = name[:max(0, strings.LastIndexByte(name, '-'))] {
		if _, _, ok := pattern.Number(name); ok {
			return name
		}
	}
	return ""
}

// Follow is the second half of Assign: what refers to the placeholder of a numbered record refers to
// its number.
func Follow(d *filing.Desk, log *incident.Log, files fs.FS) (*Plan, error) {
	plan := newPlan()
	return plan, follow(d, plan, log, files)
}

func newPlan() *Plan { return &Plan{Texts: map[string][]byte{}, old: map[string][]byte{}} }

// former are the placeholders that records with a number had, each with the name that its file has
// or had by it. One that two records claim is left out.
func former(log *incident.Log) (list []Numbered) {
	pattern := log.Config.IDs.Pattern
	claims := map[string]int{}
	for _, r := range log.Records {
		for _, id := range append([]string{r.ID}, r.Aliases...) {
			claims[strings.ToLower(id)]++
		}
	}
	for _, r := range log.Records {
		if _, _, ok := pattern.Number(r.ID); !ok || r.KindOrDefault() == incident.KindPrecedent {
			continue
		}
		for _, alias := range r.Aliases {
			if pattern.IsPlaceholder(alias) && claims[strings.ToLower(alias)] == 1 {
				list = append(list, renamed(r, alias))
			}
		}
	}
	return list
}

// renamed is a numbered record under the name of its placeholder and that of its number.
func renamed(r *incident.Record, placeholder string) Numbered {
	here := filing.PlaceOf(r.Path)
	n := Numbered{Old: placeholder, New: r.ID, From: here, To: here, path: r.Path}
	if rest, ok := strings.CutPrefix(path.Base(here), placeholder); ok {
		n.To = path.Join(path.Dir(here), r.ID+rest)
	} else if rest, ok := strings.CutPrefix(path.Base(here), r.ID); ok {
		n.From = path.Join(path.Dir(here), placeholder+rest)
	}
	return n
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
			p.LeftOut = append(p.LeftOut, filing.LeftOut{
				ID: r.ID, Path: r.Path, Reason: "another record has the same placeholder; give one of them another",
			})
		default:
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b *incident.Record) int {
		return cmp.Or(a.Timeline.Detected.Sortable().Compare(b.Timeline.Detected.Sortable()), strings.Compare(a.ID, b.ID))
	})
	return list
}

// lastNumbers are the highest numbers given, by what is before them.
func lastNumbers(pattern incident.IDPattern, logs []*incident.Log) map[string]int {
	last := map[string]int{}
	take := func(id string) bool {
		for _, id := range []string{id, strings.ToUpper(id), strings.ToLower(id)} {
			if before, n, ok := pattern.Number(id); ok {
				last[before] = max(last[before], n)
				return true
			}
		}
		return false
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
func number(d *filing.Desk, plan *Plan, log *incident.Log, files fs.FS, r *incident.Record, id string) (bool, error) {
	text, err := plan.text(files, &r.File)
	if err != nil {
		return false, plan.leaveOut(r.ID, r.Path, err)
	}
	edits := []frontmatter.Edit{frontmatter.Set("id", id)}
	if !slices.ContainsFunc(r.Aliases, func(a string) bool { return strings.EqualFold(a, r.ID) }) {
		edits = append(edits, frontmatter.Append("aliases", r.ID, filing.FrontKeys()...))
	}
	edited, err := d.Edited(r.Path, text, edits)
	if err != nil {
		plan.LeftOut = append(plan.LeftOut, filing.LeftOut{ID: r.ID, Path: r.Path, Reason: err.Error()})
		return false, nil
	}
	plan.Texts[r.Path] = edited
	n := Numbered{Old: r.ID, New: id, From: filing.PlaceOf(r.Path), path: r.Path}
	n.To = n.From
	for _, had := range []string{r.ID, numberIn(log.Config.IDs.Pattern, stem(r.Path))} {
		if rest, ok := strings.CutPrefix(path.Base(n.From), had); ok && had != "" {
			n.To = path.Join(path.Dir(n.From), id+rest)
		}
	}
	plan.Numbered = append(plan.Numbered, n)
	return true, nil
}

// text is a file as the plan has it so far.
func (p *Plan) text(files fs.FS, f *incident.File) ([]byte, error) {
	if text, ok := p.Texts[f.Path]; ok {
		return text, nil
	}
	return p.original(files, f)
}

// leaveOut notes a file that was saved meanwhile; any other error comes back.
func (p *Plan) leaveOut(id, name string, err error) error {
	var told *edit.Error
	if !errors.As(err, &told) {
		return err
	}
	p.LeftOut = append(p.LeftOut, filing.LeftOut{ID: id, Path: name, Reason: told.Reason()})
	return nil
}

// original is a file as the log has it.
func (p *Plan) original(files fs.FS, f *incident.File) (text []byte, err error) {
	text, ok := p.old[f.Path]
	if !ok {
		if text, err = filing.Original(files, f); err == nil {
			p.old[f.Path] = text
		}
	}
	return text, err
}

// PathOf is where a file lies once the plan is carried out.
func (p *Plan) PathOf(name string) string {
	for _, n := range slices.Concat(p.Numbered, p.Finished) {
		if n.holds(name) {
			return n.To + strings.TrimPrefix(name, n.From)
		}
	}
	return name
}

func (n Numbered) holds(name string) bool {
	return name == n.From || strings.HasPrefix(name, n.From+"/")
}
