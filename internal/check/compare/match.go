// Package compare finds what a branch made of each record and has the rules about it.
package compare

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"hindcast/internal/check/rule"
	"hindcast/internal/incident"
)

// Match finds for each record the one that it was at the base, and those that are gone. A record is
// the same under its id, wherever its file lies; then under an alias, which is how a placeholder gives
// way to a number; then in its file; and at last by what it tells, since an id and a file name can
// be changed at once.
func Match(log, base *incident.Log) (former map[*incident.Record]*incident.Record, gone []*incident.Record) {
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
	for _, find := range []func(*incident.Record) *incident.Record{
		at.samePlace, at.sameID, at.sameAlias, at.sameFile, at.sameFileName,
	} {
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

// faulty reports whether a key, or something below it, could not be read, which is a finding already.
func faulty(p *rule.Pass, key string) bool {
	for _, f := range p.File.Faults {
		if rest, ok := strings.CutPrefix(f.Key, key); ok && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			return true
		}
	}
	return false
}
