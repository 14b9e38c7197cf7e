// Package issue makes drafts of incidents that people report by the form of an issue, and says in plain words on the
// issue what became of it. It writes nothing.
package issue

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"sort"
	"strings"

	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/edit"
	"hindcast/internal/filing"
	"hindcast/internal/importing"
	"hindcast/internal/importing/tracker"
	"hindcast/internal/incident"
)

// Outcome is what becomes of a report.
type Outcome struct {
	Private []Private     // what it says of people or gives away; then there is no draft
	Draft   *filing.Draft // takes the place of the record that is there, unless that is left alone
	Change  *edit.Change  // of the file of the draft; nil where the file is to stay as it is
	Left    string        // why the record that is there is left alone; empty where it is not
}

// Take decides what becomes of an issue in JSON; see tracker.ReadReport. What is given goes before what it says. The
// error is a *filing.Error where the text is no issue, or that of Desk.Draft, or an *edit.Error where the record of the
// issue was saved since the corpus was opened.
func Take(c *corpus.Corpus, desk filing.Desk, text []byte, given filing.Answers) (Outcome, error) {
	report, err := tracker.ReadReport(text, importing.NewWords(importing.Settings{}, c.Log.Config.Vocabularies))
	if err != nil {
		return Outcome{}, filing.NewError("this is not read as an issue: "+err.Error(),
			"make it by gh issue view N --json number,title,body,url or glab issue view N --output json")
	}
	if private, err := findPrivate(c.Log, &desk, report); len(private) > 0 || err != nil {
		return Outcome{Private: private}, err
	}
	source := report.Front.Source
	answers := complete(given, report, c.Log)
	answers.There = recordOf(c.Log, source)
	// A second run before the first one is merged draws the same placeholder.
	desk.Random = rand.New(rand.NewChaCha8(sha256.Sum256([]byte(source.Name + "\x00" + source.ID)))).IntN
	draft, err := desk.Draft(c, answers)
	if err != nil || answers.There == nil {
		return Outcome{Draft: draft, Change: change(draft, nil)}, err
	}
	old, err := filing.Original(c.FS, &answers.There.File)
	if err != nil {
		return Outcome{}, err
	}
	if bytes.Equal(old, draft.Text) {
		return Outcome{Draft: draft}, nil
	}
	if reason := filing.WhyLeft(old, &draft.Record.Front, desk.Limits.Head); reason != "" {
		return Outcome{Draft: draft, Left: reason}, nil
	}
	return Outcome{Draft: draft, Change: change(draft, old)}, nil
}

func change(draft *filing.Draft, old []byte) *edit.Change {
	if draft == nil {
		return nil
	}
	return &edit.Change{Path: draft.Path, Old: old, New: draft.Text}
}

// recordOf is the record of an issue: the one that was made of it, else one that refers to it; nil where there is none.
func recordOf(log *incident.Log, source *incident.Source) *incident.Record {
	var refers *incident.Record
	for _, r := range log.Records {
		switch s := r.Source; {
		case s != nil && (s.Name == source.Name && s.ID == source.ID || s.URL != "" && s.URL == source.URL):
			return r
		case source.URL != "" && slices.ContainsFunc(r.References, func(ref incident.Reference) bool { return ref.URL == source.URL }):
			refers = cmp.Or(refers, r)
		}
	}
	return refers
}

// otherwiseTLP is the mark of a record where neither the team nor its template says: that of imports.
const otherwiseTLP = "AMBER"

// complete adds what a report says to what is given. Every answer that no key holds stays in the text.
func complete(a filing.Answers, report tracker.Report, log *incident.Log) filing.Answers {
	f := &report.Front
	a.TLP = cmp.Or(a.TLP, f.TLP) // that of an issue which few see
	a.Title, a.Type, a.Severity = cmp.Or(a.Title, f.Title), cmp.Or(a.Type, f.Type), cmp.Or(a.Severity, f.Severity)
	a.Method, a.Owner = cmp.Or(a.Method, f.Detection.Method), cmp.Or(a.Owner, f.Owner)
	if a.Detected.IsZero() {
		a.Detected = f.Timeline.Detected
	}
	a.Also, a.Started, a.Resolved = f.Also, f.Timeline.Started.At, f.Timeline.Resolved
	a.Origin, a.OtherwiseTLP = f.Source, otherwiseTLP
	for _, name := range f.Unregistered {
		list, s := &a.Unregistered, filing.SystemCalled(log, name)
		if s != nil {
			list, name = &a.Systems, s.Slug
		}
		if !slices.Contains(*list, name) {
			*list = append(*list, name)
		}
	}
	for _, answer := range report.Answers {
		switch {
		case answer.IsHeld:
		case answer.Question == "" || log.Config.SectionNames.Of(answer.Question) == happened:
			a.What = strings.TrimSpace(a.What + "\n\n" + answer.Text)
		default:
			a.More = append(a.More, filing.Part{Heading: importing.Escape(answer.Question), Text: answer.Text})
		}
	}
	return a
}

const happened = "What happened"

// Private is something of a report that belongs in no record. It does not say what stands there.
type Private struct {
	What     string // with its article
	Where    string // which answer
	IsSecret bool
}

// kinds are the rules on people, personal data and secrets, each with what it finds.
var kinds = map[string]string{
	"person-email": "a mail address", "person-handle": "a person's handle",
	"person-name": "the name of an author of this repository", secretRule: "what looks like a key or token",
}

const secretRule = "secret"

var comment = regexp.MustCompile(`(?s)<!--(.*?)-->`)

// findPrivate runs the rules on people, personal data and secrets over the title and all answers of a report. The error
// is a *filing.Error where its text can't be read.
func findPrivate(log *incident.Log, desk *filing.Desk, report tracker.Report) ([]Private, error) {
	text := fmt.Appendf(nil, "---\nstatus: detected\n---\n%s\n\n", importing.Markdown(report.Front.Title))
	type lines struct{ question, answer int } // where they begin, from 1
	parts := make([]lines, len(report.Answers))
	for i, a := range report.Answers {
		parts[i].question = 1 + bytes.Count(text, []byte("\n"))
		text = fmt.Appendf(text, "%s\n\n", importing.Markdown(a.Question))
		parts[i].answer = 1 + bytes.Count(text, []byte("\n"))
		text = fmt.Appendf(text, "%s\n\n", a.Text)
		for _, c := range comment.FindAllStringSubmatch(a.Text, -1) { // those in lists, which pages hide and files hold
			text = fmt.Appendf(text, "%s\n\n", importing.Markdown(c[1]))
		}
	}
	_, record, findings := desk.Judge(log, "incidents/issue.md", text)
	if len(record.Text.Blocks) == 0 && len(record.Faults) > 0 {
		f := record.Faults[0]
		return nil, filing.NewError("the issue can't be read as a record: "+f.Message, f.Hint)
	}
	findings = slices.DeleteFunc(findings, func(f diag.Finding) bool { return kinds[f.Rule] == "" })
	part := func(f diag.Finding) int { // of the answers, -1 for the title
		return sort.Search(len(parts), func(i int) bool { return parts[i].question > f.Span.Start.Line }) - 1
	}
	tells := map[int]bool{} // the parts whose question holds something itself
	for _, f := range findings {
		if n := part(f); n >= 0 && f.Span.Start.Line < parts[n].answer {
			tells[n] = true
		}
	}
	var list []Private
	for _, f := range findings {
		p := Private{What: kinds[f.Rule], IsSecret: f.Rule == secretRule}
		switch n := part(f); {
		case n < 0:
			p.Where = "in the title"
		case tells[n]:
			p.Where = fmt.Sprintf("in part %d of the text, its heading included", n+1)
		case report.Answers[n].Question == "":
			p.Where = "in the text"
		default:
			p.Where = fmt.Sprintf("under “%s”", short(report.Answers[n].Question))
		}
		if !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list, nil
}
