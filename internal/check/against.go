package check

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
)

// Against checks what became of the records of an earlier log: base is the log at the commit in
// which the branch was made, tip the log that it is to be merged into. What both have said already
// is no business of these rules; they look at what the branch itself did, and at names that were
// taken meanwhile. The findings are sorted; one about a file that is gone has the path it had.
func (c *Checker) Against(log, base, tip *incident.Log, now time.Time) []diag.Finding {
	shared := &shared{log: log, names: log.Names(), now: now}
	past := &past{base: base.Names(), tip: tip.Names(), paths: map[string]bool{}}
	for _, r := range log.Records {
		past.paths[r.Path] = true
	}
	var all []diag.Finding
	run := func(p pass, before *incident.Record) {
		p.shared = shared
		ch := change{past: past, now: p.record, before: before}
		if p.record == nil {
			p.file, p.record = &before.File, before
		}
		for i := range c.rules {
			if p.rule = &c.rules[i]; p.rule.history != nil {
				p.rule.history(&p, ch)
			}
		}
		all = append(all, p.findings...)
	}
	former, gone := match(log, base)
	for _, r := range log.Records {
		if r.Places != nil { // else nothing is known of it, which is a finding already
			run(pass{file: &r.File, record: r}, former[r])
		}
	}
	for _, b := range gone {
		run(pass{}, b)
	}
	diag.Sort(all)
	return all
}

// past is what a branch is compared with.
type past struct {
	base, tip *incident.Names
	paths     map[string]bool // of the records that the branch has
}

// change is what a branch made of one record.
type change struct {
	*past
	now    *incident.Record // nil where it is gone
	before *incident.Record // at the merge base; nil where it is new
}

// kept tells that the record can be compared: it was readable at the merge base and still is.
func (c change) kept() bool { return c.now != nil && c.before != nil && c.before.Places != nil }

// match finds for each record the one that it was at the base, and those that are gone. A record is
// the same under its id, wherever its file lies; then under an alias, which is how a placeholder gives
// way to a number; then in its file; and at last by what it tells, since an id and a file name can
// be changed at once.
func match(log, base *incident.Log) (former map[*incident.Record]*incident.Record, gone []*incident.Record) {
	former = make(map[*incident.Record]*incident.Record, len(log.Records))
	paired := make(map[*incident.Record]bool, len(base.Records))
	pair := func(find func(*incident.Record) *incident.Record) {
		for _, r := range log.Records {
			if former[r] != nil {
				continue
			}
			if b := find(r); b != nil && !paired[b] {
				former[r], paired[b] = b, true
			}
		}
	}
	at := indexRecords(base)
	for _, find := range []func(*incident.Record) *incident.Record{at.samePlace, at.sameID, at.sameAlias, at.sameFile, at.sameFileName} {
		pair(find)
	}
	for _, b := range base.Records {
		if !paired[b] && b.ID != "" {
			gone = append(gone, b)
		}
	}
	if len(gone) == 0 {
		return former, nil
	}
	pair(indexStories(gone).sameStory)
	return former, slices.DeleteFunc(gone, func(b *incident.Record) bool { return paired[b] })
}

// recordIndex finds records by id and by path.
type recordIndex struct{ byPath, byID map[string]*incident.Record }

func indexRecords(log *incident.Log) recordIndex {
	x := recordIndex{map[string]*incident.Record{}, map[string]*incident.Record{}}
	for _, r := range log.Records {
		x.byPath[r.Path] = r
		if id := strings.ToLower(r.ID); id != "" && x.byID[id] == nil {
			x.byID[id] = r
		}
	}
	return x
}

func (x recordIndex) samePlace(r *incident.Record) *incident.Record {
	if b := x.byPath[r.Path]; b != nil && strings.EqualFold(b.ID, r.ID) {
		return b
	}
	return nil
}

func (x recordIndex) sameID(r *incident.Record) *incident.Record {
	return x.byID[strings.ToLower(r.ID)]
}

func (x recordIndex) sameAlias(r *incident.Record) *incident.Record {
	for _, alias := range r.Aliases {
		if b := x.byID[strings.ToLower(alias)]; b != nil {
			return b
		}
	}
	return nil
}

func (x recordIndex) sameFile(r *incident.Record) *incident.Record { return x.byPath[r.Path] }

// sameFileName finds what a file was whose id can't be read any more: its name starts with the id.
func (x recordIndex) sameFileName(r *incident.Record) *incident.Record {
	if r.ID != "" {
		return nil
	}
	name := strings.ToLower(fileName(r.Path))
	for name != "" {
		if b := x.byID[name]; b != nil {
			return b
		}
		name = name[:max(0, strings.LastIndexByte(name, '-'))]
	}
	return nil
}

// storyIndex finds records by what they tell.
type storyIndex map[string]*incident.Record

func indexStories(records []*incident.Record) storyIndex {
	x := storyIndex{}
	for _, r := range records {
		for _, story := range stories(r) {
			if x[story] == nil {
				x[story] = r
			}
		}
	}
	return x
}

func (x storyIndex) sameStory(r *incident.Record) *incident.Record {
	for _, story := range stories(r) {
		if b := x[story]; b != nil {
			return b
		}
	}
	return nil
}

// stories are what two records hardly share unless they are one: two of title, day and text, the
// text without its headings, which come from a template.
func stories(r *incident.Record) (list []string) {
	var text strings.Builder
	for _, b := range r.Text.Blocks {
		if b.Level == 0 && b.Plain != "" {
			text.WriteString(squeeze(b.Plain) + "\n")
		}
	}
	traits := []string{r.Title, r.Date().String(), text.String()}
	for i, trait := range traits {
		if other := traits[(i+1)%len(traits)]; trait != "" && other != "" {
			list = append(list, fmt.Sprintf("%d\x00%s\x00%s", i, trait, other))
		}
	}
	return list
}

// fileName is the name of a record's file without its ending, or that of its folder.
func fileName(file string) string {
	name := strings.TrimSuffix(path.Base(file), path.Ext(file))
	if name == "index" {
		return path.Base(path.Dir(file))
	}
	return name
}

// placeholder is the form of an id that waits for its number.
var placeholder = regexp.MustCompile(`-X[A-Z0-9]{4}$`)

// faulty tells that a key, or something below it, could not be read, which is a finding already.
func (p *pass) faulty(key string) bool {
	for _, f := range p.file.Faults {
		if rest, ok := strings.CutPrefix(f.Key, key); ok && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			return true
		}
	}
	return false
}
