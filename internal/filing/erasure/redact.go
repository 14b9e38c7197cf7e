// Package erasure turns records into tombstones, and looks for what is left of them.
package erasure

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/disk"
	"hindcast/internal/edit"
	"hindcast/internal/filing"
	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
	"hindcast/internal/markdown"
)

// Redaction is a record on its way to become a tombstone.
type Redaction struct {
	Record *incident.Record
	Text   edit.Change // of the record in its old place; nothing where an earlier run wrote it
	remainder
	Kept     []string         // lie in its folder or are shown by it, and stay, since others show them
	Mentions []diag.Finding   // what other files say about it, for a person to see to
	Findings []diag.Finding   // about the tombstone
	LeftOut  []filing.LeftOut // files that could not be written or removed, after CarryOut
	Links    []edit.Change    // other files whose links to its file follow, after CarryOut
}

// remainder is what is left to do when the text is gone, and can't be told from it any more. It lies
// beside the record until it is done, so that who is killed in the middle is finished by the next run.
type remainder struct {
	From  string   `json:"from"` // the file of the record
	To    string   `json:"to"`   // that of the tombstone
	Files []string `json:"files"`
}

// Redact turns a record into a tombstone. What a reader needs stays: its id and kind, its times, its
// mark, the duties to report without their reasons, and former ids, so that links hold. One that was
// redacted before is finished. The error is an *Error or an *edit.Error.
func Redact(d *filing.Desk, c *corpus.Corpus, id, reason string) (*Redaction, error) {
	r := c.Log.Names().Record(id)
	switch {
	case r == nil:
		return nil, filing.NoRecord(c.Log, id)
	case filing.Elsewhere(c.Log, r) != nil:
		return nil, filing.Elsewhere(c.Log, r)
	case r.KindOrDefault() == incident.KindPrecedent:
		return nil, filing.NewError(r.ID+" is a precedent, which has no tombstone",
			"delete "+r.Path+"; what Git holds is purged as hindcast redact says of a record")
	case r.Status == incident.Redacted:
		return begun(d, c, r)
	case reason == "":
		return nil, filing.NewError("a redaction needs a reason",
			`say in a sentence why the content had to go, with --reason "…"; it is shown to all who may see the record`)
	}
	old, err := filing.Original(c.FS, &r.File)
	if err != nil {
		return nil, err
	}
	text, err := tombstone(&r.Front, c.Log.Config.IDs.Pattern, reason)
	if err != nil {
		return nil, err
	}
	red := &Redaction{
		Record: r, Text: edit.Change{Path: r.Path, Old: old, New: text},
		remainder: remainder{From: r.Path, To: tombstonePath(r)},
	}
	red.Files, red.Kept, err = ownFiles(c, r)
	if err != nil {
		return nil, err
	}
	red.Mentions = mentions(c.Log, r)
	log := *c.Log
	log.Records = slices.DeleteFunc(slices.Clone(log.Records), func(other *incident.Record) bool { return other == r })
	_, _, red.Findings = d.Judge(&log, red.To, text)
	return red, nil
}

// begun is a redaction of which the text is written.
func begun(d *filing.Desk, c *corpus.Corpus, r *incident.Record) (*Redaction, error) {
	red := &Redaction{Record: r, remainder: remainder{From: r.Path, To: tombstonePath(r)}, Mentions: mentions(c.Log, r)}
	note, err := fs.ReadFile(c.FS, red.note())
	if err != nil && path.Base(r.Path) != "index.md" { // in the folder that the note was written for
		return red, nil
	}
	if err == nil {
		return red, json.Unmarshal(note, &red.remainder)
	}
	red.Files, red.Kept, err = ownFiles(c, r)
	return red, err
}

// tombstonePath is the file of a redacted record, whose name holds no title.
func tombstonePath(r *incident.Record) string {
	return path.Join(path.Dir(filing.PlaceOf(r.Path)), r.ID+".md")
}

// tombstone is the text of a redacted record. Aliases stay that are ids, which tell nothing.
func tombstone(f *incident.Front, pattern incident.IDPattern, reason string) ([]byte, error) {
	left := incident.Front{
		ID: f.ID, Kind: f.Kind, Title: "Redacted", Status: incident.Redacted, StatusReason: reason, TLP: f.TLP,
		Timeline:    f.Timeline,
		Obligations: slices.Clone(f.Obligations),
	}
	if left.TLP == "" {
		left.TLP = "RED"
	}
	if left.Timeline.Started.Unknown != "" {
		left.Timeline.Started.Unknown = "redacted"
	}
	for i := range left.Obligations {
		o := &left.Obligations[i]
		o.Reason, o.Steps = "", slices.Clone(o.Steps)
		for j := range o.Steps {
			if dropped := o.Steps[j].Dropped; dropped != nil {
				o.Steps[j].Dropped = &incident.Dropped{Date: dropped.Date}
			}
		}
	}
	for _, alias := range f.Aliases {
		if message, _ := pattern.Check(alias, false); message == "" {
			left.Aliases = append(left.Aliases, alias)
		}
	}
	head, err := frontmatter.Marshal(left)
	return slices.Concat([]byte("---\n"), head, []byte("---\n")), err
}

// ownFiles are the files beside a record that go with it: all in its folder, and those that it alone
// shows. What another file shows stays.
func ownFiles(c *corpus.Corpus, r *incident.Record) (own, kept []string, err error) {
	names := c.Log.Names()
	shown := map[string]bool{r.Path: true}
	for _, f := range c.Log.Texts() {
		if f != &r.File {
			shown[f.Path] = true
			for _, ref := range f.Text.Refs {
				if asset, ok := names.Target(f.Path, ref).(string); ok {
					shown[asset] = true
				}
			}
		}
	}
	all := map[string]bool{}
	for _, ref := range r.Text.Refs {
		if asset, ok := names.Target(r.Path, ref).(string); ok {
			all[asset] = true
		}
	}
	if folder := filing.PlaceOf(r.Path); folder != r.Path {
		err = fs.WalkDir(c.FS, folder, func(name string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				all[name] = true
			}
			return err
		})
	}
	for name := range all {
		switch {
		case !shown[name] && strings.HasPrefix(name, "incidents/"):
			own = append(own, name)
		case name != r.Path:
			kept = append(kept, name)
		}
	}
	slices.Sort(own)
	slices.Sort(kept)
	return own, kept, err
}

// mentions are the places where other files say something about a record in words of their own.
func mentions(log *incident.Log, r *incident.Record) []diag.Finding {
	names := log.Names()
	var list []diag.Finding
	for _, other := range log.Records {
		for i, rel := range other.Related {
			if other != r && rel.Note != "" && names.Record(rel.ID) == r && other.Places != nil {
				span, _, _ := other.Places.Value(fmt.Sprintf("related[%d].note", i))
				list = append(list, diag.Finding{Path: other.Path, Span: span, Message: "a note about it"})
			}
		}
	}
	for _, f := range log.Texts() {
		for _, ref := range f.Text.Refs {
			if f != &r.File && (ref.Label != "" || ref.Form == markdown.Path) && names.Target(f.Path, ref) == any(r) {
				list = append(list, diag.Finding{Path: f.Path, Span: ref.Span, Message: "the words of a link to it"})
			}
		}
	}
	return list
}

// note is the file that holds the remainder; loading passes over it.
func (r *Redaction) note() string {
	return path.Join(path.Dir(tombstonePath(r.Record)), ".hindcast-redact-"+r.Record.ID)
}

// IsDone reports a redaction of which nothing is left to do in the files.
func (r *Redaction) IsDone() bool {
	return r.Text.New == nil && r.From == r.To && len(r.Files) == 0
}

// CarryOut writes the tombstone, removes the files that go with the record, and lets links to its file
// follow. Where the file was saved meanwhile, nothing is done, and the error is an *edit.Error. A
// file that can't be removed or written is left out, and the others go on.
func (r *Redaction) CarryOut(ctx context.Context, d disk.Disk, load func() (*corpus.Corpus, error)) error {
	if r.Text.New != nil {
		if err := r.begin(ctx, d); err != nil {
			return err
		}
	}
	if r.From != r.To {
		if _, err := d.Lstat(r.From); err == nil {
			if err := edit.Move(ctx, d, r.From, r.To); err != nil {
				return err
			}
		}
	}
	for _, name := range r.Files {
		r.leave(name, edit.Remove(ctx, d, name))
	}
	if folder := filing.PlaceOf(r.From); folder != r.From {
		edit.RemoveFolders(d, folder)
	}
	c, err := load()
	if err != nil {
		return err
	}
	for _, change := range r.follow(c) {
		if r.leave(change.Path, edit.Apply(ctx, d, change)) {
			r.Links = append(r.Links, change)
		}
	}
	if len(r.LeftOut) > 0 {
		return nil // the next run tries again
	}
	return edit.Remove(ctx, d, r.note())
}

// begin notes what is to be done after the text, and writes the text.
func (r *Redaction) begin(ctx context.Context, d disk.Disk) error {
	note, err := json.Marshal(r.remainder)
	if err != nil {
		return err
	}
	if err := edit.Remove(ctx, d, r.note()); err != nil { // of a run that did not get to the text
		return err
	}
	if err := edit.Apply(ctx, d, edit.Change{Path: r.note(), New: note}); err != nil {
		return err
	}
	if err := edit.Apply(ctx, d, r.Text); err != nil {
		return errors.Join(err, edit.Remove(ctx, d, r.note()))
	}
	return nil
}

func (r *Redaction) leave(name string, err error) bool {
	if err != nil {
		r.LeftOut = append(r.LeftOut, filing.LeftOut{ID: r.Record.ID, Path: name, Reason: reasonOf(err)})
	}
	return err == nil
}

func reasonOf(err error) string {
	var told *edit.Error
	if errors.As(err, &told) {
		return told.Reason()
	}
	return err.Error()
}

// follow are the changes of other files that link to the file of the record by its path.
func (r *Redaction) follow(c *corpus.Corpus) (list []edit.Change) {
	if r.From == r.To {
		return nil
	}
	tail := strings.TrimPrefix(r.From, path.Dir(filing.PlaceOf(r.From))+"/") // as links end
	for _, f := range c.Log.Texts() {
		var refs []markdown.Ref
		for _, ref := range f.Text.Refs {
			name := path.Join(path.Dir(f.Path), ref.Target)
			if strings.HasPrefix(ref.Target, "/") {
				name = strings.TrimPrefix(path.Clean(ref.Target), "/")
			}
			if ref.Form == markdown.Path && name == r.From {
				refs = append(refs, ref)
			}
		}
		if len(refs) == 0 {
			continue
		}
		old, err := filing.Original(c.FS, f)
		if !r.leave(f.Path, err) {
			continue
		}
		change := edit.Change{Path: f.Path, Old: old, New: bytes.ReplaceAll(old, []byte(tail), []byte(path.Base(r.To)))}
		if bytes.Equal(change.New, old) {
			r.leave(f.Path, errors.New("its link to "+r.From+" is written in another form; let it lead to "+r.To))
			continue
		}
		list = append(list, change)
	}
	return list
}
