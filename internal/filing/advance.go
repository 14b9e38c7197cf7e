package filing

import (
	"fmt"
	"slices"
	"strings"

	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
)

// Move is a wish to take a record to another stage.
type Move struct {
	ID     string        // or an alias, or the path of its file or folder
	Stage  string        // the next one where empty; withdrawn and duplicate too
	At     incident.Time // when it was reached, or reopened; now where absent
	Reason string        // of going back, or of withdrawing
	By     string        // the team or role that decided to go back
	Of     string        // the id of the record that is kept, of a duplicate
	Set    []Field       // what is written besides
}

// Step is a record taken to another stage, not written yet.
type Step struct {
	Record   *incident.Record // as it was
	From, To string
	At       incident.Time // absent for an exit
	Back     bool
	Moved    int    // times that went into reopened
	Old      []byte // the text of its file
	Text     []byte // the new one
	// Findings are what the rules say of the record in its new stage; those of the file as it was
	// have the place in it. With an error among them the step must not be written.
	Findings []diag.Finding
}

// Blocked reports whether something has to be mended before the step.
func (s *Step) Blocked() bool { return diag.Tally(s.Findings).Errors > 0 }

// Advance takes a record to another stage. The error is an *Error where there is no such record or
// stage, or where going back lacks what it takes, and an *edit.Error where the file was saved meanwhile.
func (d *Desk) Advance(c *corpus.Corpus, m Move) (*Step, error) {
	r, err := find(c.Log, m.ID)
	if err != nil {
		return nil, err
	}
	s := &Step{Record: r}
	if s.Old, err = Original(c.FS, &r.File); err != nil {
		return nil, err
	}
	before := s.Old
	for _, f := range m.Set { // what they say counts for the step
		if before, err = d.withField(r.Path, before, f); err != nil {
			return nil, err
		}
	}
	_, r, _ = d.Judge(c.Log, r.Path, before)
	edits, err := d.step(s, c.Log, r, m)
	if err != nil {
		return nil, err
	}
	if s.Text, err = d.Edited(r.Path, before, edits); err != nil {
		return nil, err
	}
	_, _, s.Findings = d.Judge(c.Log, r.Path, s.Text)
	relocate(s.Findings, r.Path, s.Old, s.Text)
	return s, nil
}

// step fills in where a record goes, and gives the edits that take it there.
func (d *Desk) step(s *Step, log *incident.Log, r *incident.Record, m Move) ([]frontmatter.Edit, error) {
	s.From = r.Status
	if m.Of != "" && m.Stage != incident.Duplicate {
		return nil, &Error{"only a duplicate is one of another record", "write duplicate behind the id"}
	}
	if m.Stage == incident.Withdrawn || m.Stage == incident.Duplicate {
		return s.exit(log, m)
	}
	to, err := destination(r, m.Stage)
	if err != nil {
		return nil, err
	}
	s.To, s.At, s.Back = to, m.At, incident.StageIndex(to) < incident.StageIndex(r.Status)
	if s.At.IsZero() {
		s.At = d.stamp()
	}
	switch {
	case !s.Back:
		return s.forward(&r.Timeline, !m.At.IsZero()), nil
	case m.Reason == "" || m.By == "":
		return nil, &Error{
			fmt.Sprintf("going back from %s to %s needs a reason and who decided it", s.From, to),
			`say so with --reason "…" and --by TEAM`,
		}
	}
	return s.back(&r.Timeline, m), nil
}

// exit takes a record out of the lifecycle.
func (s *Step) exit(log *incident.Log, m Move) ([]frontmatter.Edit, error) {
	s.To = m.Stage
	status := frontmatter.Set("status", s.To)
	switch {
	case !m.At.IsZero():
		return nil, &Error{s.To + " is no stage, so it has no time", "leave out --at"}
	case s.To == incident.Withdrawn && m.Reason == "":
		return nil, &Error{"withdrawing a record needs a reason", `say so with --reason "…"`}
	case s.To == incident.Withdrawn:
		return []frontmatter.Edit{status, frontmatter.Set("status_reason", m.Reason, FrontKeys()...)}, nil
	case m.Of == "":
		return nil, &Error{"a duplicate needs the record that is kept", "name it with --of ID"}
	}
	kept := log.Names().Record(m.Of)
	if kept == nil {
		return nil, NoRecord(log, m.Of)
	}
	return []frontmatter.Edit{status, frontmatter.Set("duplicate_of", kept.ID, FrontKeys()...)}, nil
}

// find is a record that has a lifecycle.
func find(log *incident.Log, id string) (*incident.Record, error) {
	names := log.Names()
	r := names.Record(id)
	if r == nil {
		if i := slices.IndexFunc(log.Records, func(r *incident.Record) bool {
			return r.Path == id || PlaceOf(r.Path) == id
		}); i >= 0 {
			r = log.Records[i]
		}
	}
	switch {
	case r == nil:
		return nil, NoRecord(log, id)
	case Elsewhere(log, r) != nil:
		return nil, Elsewhere(log, r)
	case r.KindOrDefault() == incident.KindPrecedent:
		return nil, &Error{r.ID + " is a precedent, which has no stages", "edit the file where something is to be changed"}
	case incident.StageIndex(r.Status) < 0 && r.Status == "":
		return nil, &Error{r.ID + " has no status", "write status: detected into " + r.Path}
	case incident.StageIndex(r.Status) < 0:
		return nil, &Error{
			fmt.Sprintf("%s has the status %s, which is no stage", r.ID, r.Status),
			"edit status in " + r.Path + " if that was wrong",
		}
	}
	return r, nil
}

// Elsewhere is the error for a record of a source of the log, which is edited there; nil for one of the log's own.
func Elsewhere(log *incident.Log, r *incident.Record) error {
	source := log.Config.SourceOf(r.Path)
	if source == nil {
		return nil
	}
	return &Error{fmt.Sprintf("%s is a record of the source %s (%s)", r.ID, source.Prefix, source.Title), "edit it in the repository of that log"}
}

// NoRecord is the error for an id that no record has. No precedent is proposed: it has neither stages nor a tombstone.
func NoRecord(log *incident.Log, id string) error {
	var ids []string
	for _, r := range log.Records {
		if r.KindOrDefault() != incident.KindPrecedent && r.ID != "" {
			ids = append(ids, r.ID)
		}
	}
	hint := "hindcast validate names files whose id can't be read"
	if best := diag.Nearest(id, ids); best != "" {
		hint = "did you mean " + best + "?"
	}
	return &Error{fmt.Sprintf("there is no record %q", id), hint}
}

// destination is the stage asked for, else the next one; a stage that the kind may skip is skipped
// unless its time is written.
func destination(r *incident.Record, stage string) (string, error) {
	at := incident.StageIndex(r.Status)
	if stage != "" {
		to := incident.StageIndex(stage)
		switch {
		case to < 0:
			ids := append(stageIDs(), incident.Withdrawn, incident.Duplicate)
			if stage == incident.Redacted {
				return "", &Error{"redacted is no stage", "hindcast redact " + r.ID + " turns the record into a tombstone"}
			}
			return "", &Error{fmt.Sprintf("there is no stage %q", stage), diag.DidYouMean(stage, ids)}
		case to == at:
			return "", &Error{fmt.Sprintf("%s is %s already", r.ID, stage), "name another stage, or none for the next one"}
		}
		return stage, nil
	}
	for _, next := range incident.Lifecycle[at+1:] {
		if !r.Skips(next.ID) || !next.Time(&r.Timeline).IsZero() {
			return next.ID, nil
		}
	}
	return "", &Error{r.ID + " is closed, which is the last stage", "to go back, name the stage with --reason and --by"}
}

func stageIDs() []string {
	var ids []string
	for _, s := range incident.Lifecycle {
		ids = append(ids, s.ID)
	}
	return ids
}

// forward stamps the stage. A time that was noted early is kept, unless another is given.
func (s *Step) forward(times *incident.Timeline, given bool) []frontmatter.Edit {
	edits := []frontmatter.Edit{frontmatter.Set("status", s.To, FrontKeys()...)}
	if noted := times.At(s.To); !noted.IsZero() && !given {
		s.At = noted
		return edits
	}
	return append(edits, frontmatter.Set("timeline."+s.To, s.At, incident.TimelineKeys()...))
}

// back notes the return and moves the times of all later stages into it.
func (s *Step) back(times *incident.Timeline, m Move) []frontmatter.Edit {
	entry := incident.Reopened{When: s.At, By: m.By, Reason: m.Reason, To: s.To}
	var moved []frontmatter.Edit
	for _, stage := range incident.Lifecycle[incident.StageIndex(s.To)+1:] {
		if at := stage.Time(times); !at.IsZero() {
			*stage.Time(&entry.Earlier) = *at
			s.Moved++
			moved = append(moved, frontmatter.Remove("timeline."+stage.ID))
		}
	}
	return slices.Concat([]frontmatter.Edit{
		frontmatter.Set("status", s.To),
		frontmatter.Append("reopened", entry, FrontKeys()...),
	}, moved)
}

// Edited is a file with its front matter edited.
func (d *Desk) Edited(path string, text []byte, edits []frontmatter.Edit) ([]byte, error) {
	doc, findings := frontmatter.Parse(text, d.Limits.Head)
	if doc == nil {
		return nil, &Error{
			fmt.Sprintf("the front matter of %s can't be read: %s", path, findings[0].Message),
			"hindcast validate shows the place",
		}
	}
	out, err := doc.Apply(edits...)
	if err != nil {
		return nil, &Error{fmt.Sprintf("%s could not be edited: %v", path, err), "change the file by hand"}
	}
	return out, nil
}

// Ahead is what a record still lacks for the stage after the one it is in: the errors that it would
// have there. The places are those of the text. It is empty for a record that is closed or has left the
// lifecycle.
func (d *Desk) Ahead(c *corpus.Corpus, path string, text []byte) (stage string, missing []diag.Finding) {
	_, r, _ := d.Judge(c.Log, path, text)
	if incident.StageIndex(r.Status) < 0 {
		return "", nil
	}
	stage, err := destination(r, "")
	if err != nil {
		return "", nil
	}
	edits := []frontmatter.Edit{frontmatter.Set("status", stage)}
	if r.Timeline.At(stage).IsZero() {
		edits = append(edits, frontmatter.Set("timeline."+stage, d.stamp(), incident.TimelineKeys()...))
	}
	next, err := d.Edited(path, text, edits)
	if err != nil {
		return "", nil
	}
	_, _, findings := d.Judge(c.Log, path, next)
	relocate(findings, path, text, next)
	return stage, slices.DeleteFunc(findings, func(f diag.Finding) bool {
		return f.Level != diag.Error || strings.HasPrefix(f.Key, "timeline."+stage)
	})
}

// relocate gives findings about a new text the places in the old one.
func relocate(findings []diag.Finding, path string, old, new []byte) {
	from, to := diag.NewLines(new), diag.NewLines(old)
	lines := formerLines(old, new)
	place := func(p diag.Pos) diag.Pos {
		return to.Pos(to.Offset(lines[p.Line-1], p.Column))
	}
	for i := range findings {
		f := &findings[i]
		f.Span = relocated(f.Span, from, to, place)
		for j := range f.Related {
			if f.Related[j].Path == path {
				f.Related[j].Span = relocated(f.Related[j].Span, from, to, place)
			}
		}
	}
	byLevel(findings)
}

// relocated is a span in the old text; of a line that was changed the whole line, since the columns
// are not the same.
func relocated(s diag.Span, from, to *diag.Lines, place func(diag.Pos) diag.Pos) diag.Span {
	if s == diag.FileStart {
		return s
	}
	start, end := place(s.Start), place(s.End)
	if was, is := to.Line(start.Line), from.Line(s.Start.Line); was != is {
		indent := len(was) - len(strings.TrimLeft(was, " "))
		line := to.Offset(start.Line, 1)
		return to.Span(line+indent, line+len(was))
	}
	if end.Offset < start.Offset {
		end = start
	}
	return diag.Span{Start: start, End: end}
}
