// Package intake puts what importers read into a records repository: it gives records their numbers, seals and checks
// them, and writes those that nobody edited.
package intake

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"
	"time"

	"hindcast/internal/check"
	"hindcast/internal/diag"
	"hindcast/internal/disk"
	"hindcast/internal/edit"
	"hindcast/internal/filing"
	"hindcast/internal/filing/numbering"
	"hindcast/internal/frontmatter"
	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/markdown"
	"hindcast/internal/progress"
)

// Verdict is what becomes of an entry.
type Verdict uint8

// The verdicts.
const (
	Write      Verdict = iota // there is no such record, or nobody edited it since the last import
	Unchanged                 // the record holds what would be written
	LeaveAlone                // somebody edited the file, or it is another's
	LeaveOut                  // no record can be made of the entry
)

// Outcome is what becomes of one entry of a source.
type Outcome struct {
	importing.At
	Verdict
	ID, Path     string // of the record; empty where the entry is left out
	IsRestricted bool   // the source shows it to some alone, and its mark is importing.RestrictedMark
	Reason       string // why it is left alone or left out

	changes []change // a Write
}

// change is a file as it is and as it is to be.
type change struct {
	path     string
	old, new []byte
}

// Desk takes entries into one repository.
type Desk struct {
	disk     disk.Disk
	door     *edit.Door
	log      *incident.Log
	now      time.Time
	limits   load.Limits
	bySource map[string][]*incident.Record
	schema   frontmatter.Schema[incident.Front]
	parser   *markdown.Parser
	loader   *load.Loader // under the settings that are there
}

// Open reads the records that are there.
func Open(ctx context.Context, d disk.Disk, now time.Time, limits load.Limits, tell progress.Reporter) (*Desk, error) {
	log, err := load.NewLoader(limits).Telling(tell).Log(ctx, d.FS())
	if err != nil {
		return nil, fmt.Errorf("read the records that are there: %w", err)
	}
	desk := &Desk{
		disk: d, door: edit.NewDoor(d), log: log, now: now, limits: limits, schema: frontmatter.For[incident.Front](),
		parser: markdown.NewParser(limits.Text, log.Config.IDs.Pattern.Bare()), bySource: map[string][]*incident.Record{},
	}
	desk.loader = load.NewLoader(limits).Under(&desk.log.Config)
	for _, r := range log.Records {
		if r.Source != nil && r.Source.ID != "" {
			key := sourceKey(r.Source)
			desk.bySource[key] = append(desk.bySource[key], r)
		}
	}
	return desk, nil
}

func sourceKey(s *incident.Source) string { return s.Name + "\x00" + s.ID }

// Log is what was there when the desk was opened.
func (d *Desk) Log() *incident.Log { return d.log }

// Plan decides what becomes of each entry of a batch, in the order of the source; nothing is written. What an import
// writes never stops the next build: an entry whose record would not pass the rules is left out, with the first of its
// errors.
func (d *Desk) Plan(ctx context.Context, in importing.Input, batch importing.Batch, words *importing.Words, count *progress.Count) ([]Outcome, error) {
	var outcomes []Outcome
	for _, l := range batch.LeftOut {
		outcomes = append(outcomes, Outcome{At: l.At, Verdict: LeaveOut, Reason: l.Reason})
	}
	entries := slices.Clone(batch.Entries)
	d.complete(entries, words)
	there := d.identify(entries)
	others := d.others(entries)
	relate(entries, others)
	for chunk := range slices.Chunk(indexes(entries), checkedAtOnce) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		drafts := make([]*draft, len(chunk))
		for i, at := range chunk {
			drafts[i] = &draft{entry: &entries[at], there: there[at], outcome: Outcome{At: entries[at].At, IsRestricted: entries[at].Restricted != ""}}
			if err := d.draft(drafts[i], in); err != nil {
				return nil, err
			}
			count.Add(0)
		}
		d.check(drafts, others)
		for _, draft := range drafts {
			outcomes = append(outcomes, draft.outcome)
		}
	}
	sort.SliceStable(outcomes, func(i, j int) bool {
		a, b := &outcomes[i], &outcomes[j]
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line)) < 0
	})
	return outcomes, nil
}

// checkedAtOnce is how many records are held in memory together.
const checkedAtOnce = 500

func indexes(entries []importing.Entry) []int {
	list := make([]int, len(entries))
	for i := range list {
		list[i] = i
	}
	return list
}

// identify finds the record of each entry where one is there, by its source or its id, and gives the others an id: of
// one pattern the next numbers, in the order of detection.
func (d *Desk) identify(entries []importing.Entry) []*incident.Record {
	there := make([]*incident.Record, len(entries))
	var fresh []int
	for i := range entries {
		f := &entries[i].Front
		if list := d.bySource[sourceKey(f.Source)]; len(list) > 0 && f.Source.ID != "" {
			there[i] = list[0]
		} else if f.ID != "" {
			there[i] = d.log.Names().Record(f.ID)
		}
		switch {
		case there[i] != nil:
			f.ID = there[i].ID
		case f.ID == "" && !lacksSeverity(f):
			fresh = append(fresh, i)
		}
	}
	slices.SortStableFunc(fresh, func(a, b int) int {
		return entries[a].Front.Timeline.Detected.Sortable().Compare(entries[b].Front.Timeline.Detected.Sortable())
	})
	giver := numbering.NewGiver(d.log)
	for _, i := range fresh {
		f := &entries[i].Front
		f.ID = giver.Next(f.Timeline.Detected.In(d.log.Config.Zone), f.Title)
	}
	return there
}

// draft is an entry on its way to a file.
type draft struct {
	entry   *importing.Entry
	there   *incident.Record
	outcome Outcome
	text    []byte
}

// NoSeverity is why an entry is left out that states no severity where the team names none for such.
const NoSeverity = "it states no severity"

func lacksSeverity(f *incident.Front) bool { return !f.IsPrecedent() && f.Rank() == "" }

// leaveOut ends the way of a draft that no record is made of.
func (dr *draft) leaveOut(reason string) {
	if dr.entry.Front.IsPrecedent() {
		reason = dr.outcome.ID + ": " + reason
	}
	dr.leave(LeaveOut, reason)
}

// leave ends the way of a draft.
func (dr *draft) leave(v Verdict, reason string) {
	dr.outcome.Verdict, dr.outcome.Reason, dr.outcome.changes = v, reason, nil
}

// draft writes the text of an entry and compares it with what is there.
func (d *Desk) draft(dr *draft, in importing.Input) error {
	front := dr.entry.Front
	dr.outcome.ID = front.ID
	if lacksSeverity(&front) {
		reason := NoSeverity
		if word := dr.entry.Unread; word != "" {
			reason = fmt.Sprintf("severity: %s is none that is known; say in %s, under severity, what it stands for", importing.Excerpt(word), importing.SettingsFile)
		}
		dr.leaveOut(reason)
		return nil
	}
	dr.outcome.Path = d.place(dr)
	old, reason, err := d.read(dr.outcome.Path)
	if err != nil {
		return err
	}
	if reason != "" {
		dr.leave(LeaveAlone, reason)
		return nil
	}
	front, body := d.settle(front, dr.entry.Body, dr.outcome.Path)
	// Text that differs in nothing but the day on which the source was fetched is no news.
	if dr.there != nil && dr.there.Source != nil && !dr.there.Source.Retrieved.IsZero() {
		earlier := *front.Source
		earlier.Retrieved = dr.there.Source.Retrieved
		again := front
		again.Source = &earlier
		if text, err := seal(again, body); err == nil && string(text) == string(old) {
			front = again
		}
	}
	if dr.text, err = seal(front, body); err == nil {
		err = d.readBack(dr.text)
	}
	if err != nil {
		dr.leaveOut(err.Error())
		return nil
	}
	if old != nil {
		if bytes.Equal(old, dr.text) {
			dr.leave(Unchanged, "")
			return nil
		}
		if reason := filing.WhyLeft(old, &front, d.limits.Head); reason != "" {
			dr.leave(LeaveAlone, reason)
			return nil
		}
	}
	dr.outcome.changes = []change{{dr.outcome.Path, old, dr.text}}
	return d.beside(dr, in)
}

// place is where the record of an entry is, or is to be.
func (d *Desk) place(dr *draft) string {
	f, folder := &dr.entry.Front, dr.entry.Folder
	switch {
	case dr.there != nil:
		return dr.there.Path
	case folder == "":
		folder = path.Join("incidents", fmt.Sprintf("%04d", f.Timeline.Detected.In(d.log.Config.Zone).Year()))
	}
	name := f.ID
	if !f.IsPrecedent() && !d.log.Config.IDs.Pattern.IsDated() {
		name = filing.FileName(f.ID, f.Title)
	}
	if len(dr.entry.Beside) > 0 {
		return path.Join(folder, name, "index.md")
	}
	return path.Join(folder, name+".md")
}

// read is the file at a path, nil where there is none; the reason says why it can't be replaced.
func (d *Desk) read(name string) (text []byte, reason string, err error) {
	info, err := d.disk.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, "", nil
	case err != nil:
		return nil, "", err
	case !info.Mode().IsRegular():
		return nil, "it is not a regular file", nil
	case info.Size() > d.limits.File:
		return nil, "it is larger than a record may be", nil
	}
	text, err = fs.ReadFile(d.disk.FS(), name)
	return text, "", err
}

func seal(front incident.Front, body string) ([]byte, error) {
	return filing.Seal(front, func(f *incident.Front) ([]byte, error) { return compose(f, body) })
}

func compose(front *incident.Front, body string) ([]byte, error) {
	head, err := frontmatter.Marshal(front)
	if err != nil {
		return nil, err
	}
	return slices.Concat([]byte("---\n"), head, []byte("---\n"), []byte(body)), nil
}

func (d *Desk) readBack(text []byte) error {
	doc, findings := frontmatter.Parse(text, d.limits.Head)
	if doc != nil {
		findings = append(d.schema.Decode(doc, &incident.Front{}), d.parser.Parse(doc.Lines, doc.Body).Problems...)
	}
	if len(findings) > 0 {
		return fmt.Errorf("its record could not be read: %s", diag.Printable(remedied(findings[0])))
	}
	return nil
}

// remedied is what a finding says, and what mends it.
func remedied(f diag.Finding) string {
	if f.Hint == "" {
		return f.Message
	}
	return f.Message + "; " + f.Hint
}

// beside plans the files that go along with a record that is new. Those of a record that is there are left as they are.
func (d *Desk) beside(dr *draft, in importing.Input) error {
	if dr.there != nil {
		return nil
	}
	for _, b := range dr.entry.Beside {
		text, err := in.Text(b.From, d.limits.Asset)
		if err != nil {
			dr.leave(LeaveOut, fmt.Sprintf("%s can't be read: %s", b.From, err))
			return nil
		}
		dr.outcome.changes = append(dr.outcome.changes, change{path: path.Join(path.Dir(dr.outcome.Path), b.Name), new: text})
	}
	return nil
}

// check leaves out the drafts that have an error.
func (d *Desk) check(drafts []*draft, others finder) {
	log := &incident.Log{Config: d.log.Config, Systems: d.log.Systems, Articles: d.log.Articles, Assets: slices.Clone(d.log.Assets)}
	for _, dr := range drafts {
		if dr.outcome.Verdict == Write {
			for _, c := range dr.outcome.changes[1:] {
				log.Assets = append(log.Assets, &incident.File{Path: c.path})
			}
			log.Records = append(log.Records, d.loader.Record(dr.outcome.Path, dr.text))
		}
	}
	log.Records = append(log.Records, others.referred(log.Records)...)
	wrong := map[string]string{}
	for _, f := range check.New().Log(log, d.now) {
		if f.Level == diag.Error && wrong[f.Path] == "" {
			wrong[f.Path] = remedied(f)
		}
	}
	for _, dr := range drafts {
		if message := wrong[dr.outcome.Path]; message != "" && dr.outcome.Verdict == Write {
			// What else such a record lacks follows from its year.
			if at := dr.entry.Front.Timeline.Detected; !at.IsZero() && at.Earliest().After(d.now) {
				message = fmt.Sprintf("detected is in the future: %s", at)
			}
			dr.leaveOut(message)
		}
	}
}

// Put writes the file of an outcome, and what lies beside it. One that is saved at this moment is left alone.
func (d *Desk) Put(ctx context.Context, o *Outcome) error {
	for _, c := range slices.Backward(o.changes) { // the record last: it is there only where all of it is
		err := d.door.Apply(ctx, edit.Change{Path: c.path, Old: c.old, New: c.new})
		var told *edit.Error
		switch {
		case errors.As(err, &told) && told.Unwrap() == nil: // the system let it be written
			o.Verdict, o.Reason = LeaveAlone, told.Reason()
			return nil
		case err != nil:
			return err
		}
	}
	return nil
}

// Bytes is how much an outcome writes.
func (o *Outcome) Bytes() (n int) {
	for _, c := range o.changes {
		n += len(c.new)
	}
	return n
}
