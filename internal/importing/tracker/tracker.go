// Package tracker has importers of issues: of forges, and of Jira.
package tracker

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
	"hindcast/internal/watch"
)

// issue is what the trackers have in common.
type issue struct {
	id, url, title   string
	text             string // Markdown, as the tracker has it
	labels           []string
	created, closed  string
	reason           string // why it was closed
	status, severity string // in words of the tracker
	systems          []string
	comments         []comment
	people           []string          // keys of the tracker that name people
	rest             []string          // what a record has no place for, each as "key: value"
	other            []importing.Field // what stands in the text, below all else
	restricted       string            // what says that some readers of the tracker alone see it
}

type comment struct {
	author, at, text string // Markdown
	isSystem         bool
	isRestricted     bool // some of those who see the issue alone see it
}

// desk makes entries of issues.
type desk struct {
	o     importing.Options
	batch importing.Batch
	seen  map[string]bool
}

func newDesk(o importing.Options) *desk { return &desk{o: o, seen: map[string]bool{}} }

const maxText = 1 << 20 // bytes of an issue or a comment

// add makes an entry of an issue, or says why there is none. One without the label that is asked for is passed over.
func (d *desk) add(at importing.At, i issue) {
	if d.o.Label != "" && !slices.ContainsFunc(i.labels, func(l string) bool { return strings.EqualFold(l, d.o.Label) }) {
		return
	}
	var entry importing.Entry
	var err error
	switch {
	case i.id == "":
		err = fmt.Errorf("the issue has no number or key")
	case d.seen[i.id]:
		err = fmt.Errorf("issue %s is there twice", i.id)
	case importing.OneLine(i.title) == "":
		err = fmt.Errorf("issue %s has no title", i.id)
	case len(i.text) > maxText || slices.ContainsFunc(i.comments, func(c comment) bool { return len(c.text) > maxText }):
		err = fmt.Errorf("issue %s has a text of more than %d MiB", i.id, maxText>>20)
	default:
		entry, err = d.entry(i)
	}
	if d.batch.Take(at, entry, err) {
		d.seen[i.id] = true
	}
}

func (d *desk) entry(i issue) (e importing.Entry, err error) {
	f := &e.Front
	f.Title = cmp.Or(importing.OneLine(titlePrefix().ReplaceAllString(i.title, "")), importing.OneLine(i.title))
	f.Source = &incident.Source{Name: d.o.Source, ID: i.id, Retrieved: d.o.Retrieved}
	if strings.HasPrefix(i.url, "https://") || strings.HasPrefix(i.url, "http://") {
		f.Source.URL = incident.Address(i.url)
	}
	for _, s := range i.rest {
		importing.Lacks(f, "%s", s)
	}
	f.Severity = d.o.Words.Read(importing.Severity, i.severity)
	if f.Severity == "" && i.severity != "" {
		importing.Lacks(f, "priority or severity: %s", i.severity)
	}
	status := d.o.Words.Read(importing.Status, i.status)
	for _, system := range i.systems {
		addNew(&f.Unregistered, importing.OneLine(system))
	}
	for _, label := range i.labels {
		d.label(f, label, &status)
	}
	text := formText(i.text)
	d.fields(f, text)
	if f.Severity == "" {
		e.Unread = importing.OneLine(i.severity)
	}
	if f.Timeline.Detected.IsZero() {
		if f.Timeline.Detected, _, err = importing.Time(i.created, nil); err != nil {
			return e, fmt.Errorf("issue %s has no usable time: created %w", i.id, err)
		}
	}
	if f.Timeline.Resolved.IsZero() && i.closed != "" {
		if f.Timeline.Resolved, _, err = importing.Time(i.closed, nil); err != nil {
			importing.Lacks(f, "closed: %s", i.closed)
		}
	}
	if !importing.Ordered(f) {
		return e, fmt.Errorf("issue %s ends before it begins: detected %s, resolved %s; correct one of them in the source", i.id, f.Timeline.Detected, f.Timeline.Resolved)
	}
	d.status(f, i, status)
	d.mark(f, &i)
	e.Restricted = i.restricted
	isOpen := i.restricted == "" && cmp.Or(f.TLP, d.o.Words.Defaults().TLP) != importing.RestrictedMark
	events := d.events(f, i.comments, isOpen)
	nameless(f, i, isOpen)
	e.Body = importing.Body(text+importing.OtherFields(i.other), events)
	return e, nil
}

// mark reads marks that people give an issue or a comment: labels say which it is, and a title, or a line of a text that
// has nothing else, raise it. Labels and fields can restrict the issue as well.
func (d *desk) mark(f *incident.Front, i *issue) {
	for _, label := range i.labels {
		key, value := label, "true"
		if m := labelParts().FindStringSubmatch(label); m != nil {
			key, value = m[1], m[2]
		}
		if importing.Restricts(key, value) {
			i.restricted = cmp.Or(i.restricted, "label "+label)
		}
	}
	for _, o := range i.other {
		if importing.Restricts(o.Name, o.Value) {
			i.restricted = cmp.Or(i.restricted, o.Name+": "+o.Value)
		}
	}
	if mark := importing.Mark(strings.Join(i.labels, "\n")); mark != "" {
		f.TLP = mark
	}
	mark := importing.SaidMark(i.title, i.text)
	if now := cmp.Or(f.TLP, d.o.Words.Defaults().TLP); importing.Stricter(mark, now) {
		f.TLP = mark
		importing.Lacks(f, "tlp: %s was taken, which its title or text has", mark)
	}
	for n := range i.comments {
		c := &i.comments[n]
		c.isRestricted = c.isRestricted || importing.Stricter(importing.SaidMark("", c.text), cmp.Or(f.TLP, d.o.Words.Defaults().TLP))
	}
}

// status is that of labels or of the tracker, or the reason for which the issue was closed. A duplicate stays what it is: of
// which it is one is not said.
func (d *desk) status(f *incident.Front, i issue, status string) {
	if i.reason != "" {
		if read := d.o.Words.Known(importing.Status, i.reason); read == incident.Withdrawn || read == incident.Duplicate {
			status = read
		}
	}
	switch status {
	case incident.Withdrawn:
		f.StatusReason = "Closed as " + strings.ToLower(importing.OneLine(strings.ReplaceAll(cmp.Or(i.reason, i.status, "withdrawn"), "_", " "))) + "."
	case incident.Duplicate:
		importing.Lacks(f, "status: %s, without the record that it is a duplicate of", cmp.Or(i.reason, i.status, "duplicate"))
		status = ""
	}
	f.Status = status
}

// The prefixes by which labels say what they are, and headings of issue forms.
var (
	severityKey = lazy.Regexp(`^(?i:how (?:bad|severe) is it\??|sev|severity|prio|priority|urgency|schweregrad|priorität|sévérité|gravité|priorité|severidad|prioridad)$`)
	typeKey     = lazy.Regexp(`^(?i:type|kind|category|incident type|typ|kategorie|type d'incident|tipo)$`)
	methodKey   = lazy.Regexp(`^(?i:how it was (?:noticed|detected)|how was it (?:noticed|detected)\??|detection method|method of detection)$`)
	statusKey   = lazy.Regexp(`^(?i:status|state|stage|phase|workflow|état|statut|estado)$`)
	systemKey   = lazy.Regexp(`^(?i:(?:affected )?(?:systems?|services?|components?|models?)(?: affected)?|affected|betroffene systeme?|systèmes? concernés?|sistemas? afectados?)$`)
	labelParts  = lazy.Regexp(`^([^:/=]+?)\s*(?:::?|/|=)\s*(.+)$`)
	shortRank   = lazy.Regexp(`^\d$`)
)

// label reads a label of the form severity:high, sev/1, priority::P1 or P1; what it does not know becomes a tag.
func (d *desk) label(f *incident.Front, label string, status *string) {
	label = importing.OneLine(label)
	if label == "" {
		return
	}
	w := d.o.Words
	key, value := "", label
	if m := labelParts().FindStringSubmatch(label); m != nil {
		key, value = m[1], m[2]
	}
	switch {
	case severityKey().MatchString(key):
		if shortRank().MatchString(value) {
			value = "severity " + value
		}
		take(f, &f.Severity, w.Read(importing.Severity, value), "label "+label)
	case typeKey().MatchString(key):
		addType(f, w.Known(importing.Type, value))
	case statusKey().MatchString(key):
		*status = cmp.Or(w.Read(importing.Status, value), *status)
	case systemKey().MatchString(key):
		addNew(&f.Unregistered, value)
	case w.Known(importing.Severity, label) != "":
		take(f, &f.Severity, w.Known(importing.Severity, label), "label "+label)
	case w.Known(importing.Type, label) != "":
		addType(f, w.Known(importing.Type, label))
	case w.Known(importing.Status, label) != "":
		*status = w.Known(importing.Status, label)
	}
	addNew(&f.Tags, label)
}

// take puts a value into a key of a record that has none yet. Another one than the key has is noted, with the words that say
// it; take reports that the key says the same.
func take(f *incident.Front, to *string, value, words string) bool {
	switch {
	case value == "":
		return false
	case *to != "" && *to != value:
		importing.Lacks(f, "%s: it says %s, but %s was taken, which stands before it", words, value, *to)
		return false
	}
	*to = value
	return true
}

func addNew(list *[]string, s string) {
	if s != "" && !slices.Contains(*list, s) {
		*list = append(*list, s)
	}
}

func addType(f *incident.Front, id string) {
	switch {
	case id == "" || id == f.Type:
	case f.Type == "":
		f.Type = id
	default:
		addNew(&f.Also, id)
	}
}

var (
	started  = lazy.Regexp(`^(?i:started(?: at)?|start(?: time)?|when did (?:it|this) start\??|beginn|début|inicio)$`)
	detected = lazy.Regexp(`^(?i:detected(?: at)?|detection time|noticed(?: at)?|when (?:was it|it was) (?:detected|noticed)\??|bemerkt|détecté|detectado)$`)
	resolved = lazy.Regexp(`^(?i:resolved(?: at)?|end(?: time)?|ended(?: at)?|when was it resolved\??|behoben|résolu|resuelto)$`)
	ownerKey = lazy.Regexp(`^(?i:owner|owning team|team|responsible(?: team)?)$`)
	team     = lazy.Regexp(`(?i)\b(?:teams?|squad|group|on-?call|department|desk|abteilung|équipe|equipo)\b`)
)

// fields reads the answers of an issue form, each a heading with a value below it, that keys of a record hold. The text
// keeps them as they are.
func (d *desk) fields(f *incident.Front, text string) {
	for _, s := range importing.Sections(text, 2) {
		d.answer(f, s.Heading, answered(s.Text))
	}
}

// answer puts an answer of an issue form into the key that is for it, where none before it did. It reports that the key
// holds all that it says.
func (d *desk) answer(f *incident.Front, name, value string) (isHeld bool) {
	name = strings.TrimRight(strings.TrimSpace(name), ":")
	if name == "" || value == "" || strings.Contains(value, "\n\n") {
		return false
	}
	at := func(to *incident.Time) bool {
		t, assumed, err := importing.Time(value, nil)
		switch {
		case err != nil:
			return false
		case !to.IsZero():
			if to.String() != t.String() {
				importing.Lacks(f, "%s: it says %s, but %s was taken, which stands before it", name, value, *to)
			}
			return false
		}
		if *to = t; assumed {
			importing.Lacks(f, "%s: %s has no zone; its day was taken", name, value)
		}
		return true
	}
	w := d.o.Words
	switch {
	case severityKey().MatchString(name):
		id, isAll := w.Option("severities", value)
		if id == "" || w.Known(importing.Severity, value) != "" {
			id, isAll = w.Read(importing.Severity, value), true
		}
		return take(f, &f.Severity, id, name) && isAll
	case methodKey().MatchString(name):
		id, isAll := w.Option("methods", value)
		return take(f, &f.Detection.Method, id, name) && isAll
	case typeKey().MatchString(name):
		isHeld = true
		for line := range strings.Lines(value) {
			id := w.Known(importing.Type, line)
			addType(f, id)
			isHeld = isHeld && id != ""
		}
		return isHeld
	case systemKey().MatchString(name):
		for system := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == ',' || r == '\n' }) {
			addNew(&f.Unregistered, importing.OneLine(strings.TrimLeft(strings.TrimSpace(system), "-* ")))
		}
		return true
	case ownerKey().MatchString(name) && team().MatchString(name+" "+value) && team().MatchString(value) && f.Owner == "":
		f.Owner = importing.OneLine(value)
		return true
	case started().MatchString(name):
		return at(&f.Timeline.Started.At)
	case detected().MatchString(name):
		return at(&f.Timeline.Detected)
	case resolved().MatchString(name):
		return at(&f.Timeline.Resolved)
	}
	return false
}

// events are the comments, without the names of their authors; a program or a team keeps its name. Those that are
// restricted need a mark of their own where the record is open to more.
func (d *desk) events(f *incident.Front, comments []comment, isOpen bool) (events []importing.Event) {
	for n, c := range comments {
		label := "Comment"
		switch {
		case c.isSystem:
			label = "Note of the tracker"
		case isProgram(c.author):
			label = "Comment by " + importing.Escape(importing.OneLine(c.author))
		}
		when, _, err := importing.Time(c.at, nil)
		switch {
		case err == nil:
			events = append(events, importing.Event{
				At: when, Label: label, Text: importing.Markdown(c.text), IsRestricted: c.isRestricted && isOpen,
			})
		case c.isRestricted:
			importing.Lacks(f, "comment %d is left out: it has no usable time, and some alone see it in the source", n+1)
		default:
			importing.Lacks(f, "comment %d has no usable time (%s): %s", n+1, c.at, importing.Fold(c.text))
		}
	}
	return events
}

// isProgram reports whether an author is a program or a team, as far as a login tells.
func isProgram(login string) bool {
	return login != "" && (strings.HasSuffix(login, "[bot]") || !watch.IsHandle("@"+login))
}

// nameless says how many people the source names that the record does not; in a record that is open to more, without those
// of restricted comments.
func nameless(f *incident.Front, i issue, isOpen bool) {
	authors := 0
	for _, c := range i.comments {
		if c.author != "" && !isProgram(c.author) && !(c.isRestricted && isOpen) {
			authors++
		}
	}
	if authors > 0 {
		i.people = append(i.people, fmt.Sprintf("authors of comments (%d)", authors))
	}
	if len(i.people) > 0 {
		importing.Lacks(f, "names of people are left out: %s", strings.Join(i.people, ", "))
	}
}

// named counts the people under a key of an issue.
func named(key string, n int) []string {
	if n == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s (%d)", key, n)}
}

// oneOf reads a value that exports write in one form or another.
func oneOf[T any](raw json.RawMessage) (v T, ok bool) {
	ok = len(raw) > 0 && json.Unmarshal(raw, &v) == nil
	return v, ok
}

// fault words why an issue could not be read.
func fault(err error) string {
	var typed *json.UnmarshalTypeError
	if errors.As(err, &typed) {
		return fmt.Sprintf("the issue is not as the tracker has it: %s is a %s", cmp.Or(typed.Field, "it"), typed.Value)
	}
	return importing.OneLine(err.Error())
}
