package load

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// Part reads a repository as far as it takes to check some files of it, whose paths are asked for. These are read in
// full, and so are all systems and articles, the records that those asked for refer to, and those that may have a name
// in common with them. Of each other record the log has the path and the id alone. Errors are those of Log.
func (l *Loader) Part(ctx context.Context, fsys fs.FS, asked func(path string) bool) (*incident.Log, error) {
	t, l, found, err := l.survey(fsys)
	if err != nil {
		return nil, err
	}
	p := &part{Loader: l, log: t, asked: asked, unread: map[*incident.Record]source{}, sought: map[string]bool{}}
	var jobs []func(*Loader)
	for _, src := range found {
		records := len(t.Records)
		more := l.file(t, src, nil)
		if len(t.Records) > records && !asked(src.name) {
			r, read := t.Records[records], more[0]
			more[0] = func(l *Loader) {
				if id := plainID(src); id != "" {
					p.putOff(r, src, id)
				} else {
					read(l)
				}
			}
		}
		jobs = append(jobs, more...)
	}
	for len(jobs) > 0 {
		if err := l.carryOut(ctx, jobs); err != nil {
			return nil, err
		}
		if jobs, err = p.further(ctx); err != nil {
			return nil, err
		}
	}
	return t, l.attachments(ctx, fsys, t)
}

// part is a log that is being read in part.
type part struct {
	*Loader
	log    *incident.Log
	asked  func(path string) bool
	mu     sync.Mutex                  // of unread
	unread map[*incident.Record]source // those with path and id alone
	sought map[string]bool             // names that all files were searched for
}

func (p *part) putOff(r *incident.Record, src source, id string) {
	r.Path, r.ID = src.name, id
	p.mu.Lock()
	defer p.mu.Unlock()
	p.unread[r] = src
}

// further are the jobs that read the records that turn out to matter by what was read so far.
func (p *part) further(ctx context.Context) (jobs []func(*Loader), err error) {
	matter, loose := p.referred()
	if err := p.search(ctx, loose, matter); err != nil {
		return nil, err
	}
	for r := range matter {
		src := p.unread[r]
		delete(p.unread, r)
		jobs = append(jobs, func(l *Loader) {
			*r = incident.Record{}
			l.records.read(l, src, r)
		})
	}
	return jobs, nil
}

// referred finds the unread records that the files asked for refer to or share a name with, and those that these are
// related to in turn: a circle of relations is only seen from all of it. Names that are no record's id, and are
// therefore an alias or nothing, are loose; they are in lower case.
func (p *part) referred() (matter map[*incident.Record]bool, loose []string) {
	matter = map[*incident.Record]bool{}
	names := p.log.Names()
	var chain []*incident.Record
	find := func(id string) {
		r, id := names.Record(id), strings.ToLower(id)
		if r == nil || strings.ToLower(r.ID) != id {
			loose = append(loose, id)
		}
		if r != nil {
			chain = append(chain, r)
		}
	}
	findAll := func(names []string) {
		for _, name := range names {
			find(name)
		}
	}
	first := "" // path of a record asked for; a circle is reported at its own first one
	for _, r := range p.log.Records {
		if !p.asked(r.Path) {
			continue
		}
		if first == "" {
			first = r.Path
		}
		chain = append(chain, r)
		find(r.ID)
		findAll(r.Aliases)
	}
	for _, s := range p.log.Systems {
		if p.asked(s.Path) {
			findAll(s.Aliases)
		}
	}
	for _, a := range p.log.Articles {
		if p.asked(a.Path) {
			findAll(a.Aliases)
		}
	}
	seen := map[*incident.Record]bool{}
	for len(chain) > 0 {
		r := chain[len(chain)-1]
		chain = chain[:len(chain)-1]
		if _, unread := p.unread[r]; unread {
			matter[r] = true
		}
		if seen[r] || r.Path < first {
			continue
		}
		seen[r] = true
		for _, rel := range r.Related {
			find(rel.ID)
		}
		find(r.DuplicateOf)
	}
	for _, file := range p.log.Texts() {
		if !p.asked(file.Path) {
			continue
		}
		for _, ref := range file.Text.Refs {
			target := names.Target(file.Path, ref)
			if r, ok := target.(*incident.Record); ok {
				if _, unread := p.unread[r]; unread {
					matter[r] = true
				}
			} else if target == nil && ref.Form == markdown.Wiki {
				loose = append(loose, strings.ToLower(ref.Target))
			}
		}
	}
	return matter, loose
}

// mostSought is how many names the unread files are searched for; where there are more, reading them all costs less.
const mostSought = 100

// search adds the unread records that may have one of some names as an alias.
func (p *part) search(ctx context.Context, names []string, matter map[*incident.Record]bool) error {
	var words []string
	for _, name := range names {
		if name != "" && !p.sought[name] {
			p.sought[name] = true
			words = append(words, longestWord(name))
		}
	}
	if len(words) == 0 {
		return nil
	}
	var mu sync.Mutex
	var jobs []func(*Loader)
	for r, src := range p.unread {
		jobs = append(jobs, func(l *Loader) {
			if len(words) > mostSought || p.mayHold(src, words) {
				mu.Lock()
				defer mu.Unlock()
				matter[r] = true
			}
		})
	}
	return p.carryOut(ctx, jobs)
}

// longestWord is what of a name in lower case stands in a file as it is, however YAML wraps or quotes the name.
func longestWord(name string) (longest string) {
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return unicode.IsSpace(r) || r == '\'' }) {
		if len(word) > len(longest) {
			longest = word
		}
	}
	return longest
}

// mayHold reports whether a file, or its path, holds one of some words in lower case. It may do so behind an escape.
func (p *part) mayHold(src source, words []string) bool {
	text, fault := p.read(src)
	if fault != nil || bytes.IndexByte(text, '\\') >= 0 {
		return true
	}
	text = bytes.ToLower(text)
	name := strings.ToLower(strings.ToUpper(src.name))
	for _, word := range words {
		if bytes.Contains(text, []byte(word)) || strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// plainHead is how nearly all records begin.
var plainHead = regexp.MustCompile(`\A---\r?\nid: ([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+)\r?\n[a-z]`)

// plainID is the id that a record has, however the rest of its file is written, and whether or not that can be read;
// empty where telling takes all of the file.
func plainID(src source) string {
	if src.err != nil || !src.isRegular || src.ending != ".md" || !utf8.ValidString(src.name) {
		return ""
	}
	f, err := src.fsys.Open(src.name)
	if err != nil {
		return ""
	}
	defer f.Close()
	var start [4096]byte
	n, err := io.ReadFull(f, start[:])
	if err != nil && err != io.ErrUnexpectedEOF {
		return ""
	}
	m := plainHead.FindSubmatch(start[:n])
	if m == nil {
		return ""
	}
	// Another key id would be in its place. All keys beside the first begin their line.
	head := start[len(m[0])-len("\nt") : n]
	end := bytes.Index(head, []byte("\n---\n"))
	if end < 0 {
		end = bytes.Index(head, []byte("\n---\r\n"))
	}
	if end < 0 {
		return ""
	}
	for _, key := range []string{"\nid", "\n\"", "\n'", "\n?"} {
		if bytes.Contains(head[:end], []byte(key)) {
			return ""
		}
	}
	return string(m[1])
}
