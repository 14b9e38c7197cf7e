package filing

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"hindcast/internal/corpus"
	"hindcast/internal/diag"
	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
	"hindcast/internal/load"
	"hindcast/internal/markdown"
	"hindcast/internal/section"
	"hindcast/internal/taxonomy"
)

// Answers is what the person who files a record knows of it.
type Answers struct {
	Kind         string // incident where empty
	Title        string
	Type         string
	Severity     string // of near misses and hazards the potential one
	TLP          string
	Systems      []string // slugs of the register, or former ones
	Unregistered []string
	Detected     incident.Time
	Method       string // of detection
	Source       string // of detection; may be empty
	What         string // happened, in Markdown
	Body         []byte // the text below the front matter; that of a template, with What in it, where nil
	Summary      string // may be empty
	Owner        string // may be empty
	Obligations  []incident.Obligation

	// What reports of others can hold beside.
	Also              []string
	Started, Resolved incident.Time
	More              []Part           // of the text, in the order in which it is written
	Origin            *incident.Source // the record is sealed, so that it can follow its source; see WhyLeft
	OtherwiseTLP      string           // where neither TLP nor the template says
	There             *incident.Record // whose place the draft is to take; nil for none
}

// Part is more of a text: below the heading of a section, or below one of its own after all sections.
type Part struct{ Heading, Text string }

// Draft is a record that is not written yet.
type Draft struct {
	Path     string // slash-separated, relative to the root
	Text     []byte
	Record   *incident.Record
	Findings []diag.Finding // what the rules say of it

	log  *incident.Log // with the draft in it, by the names that systems and playbooks have now
	idle []string      // texts of templates, in which records are alike without telling the same
}

// hypothetic tells a kind of which nothing came, so that its severity is the potential one.
func hypothetic(kind string) bool {
	return kind == incident.KindNearMiss || kind == incident.KindHazard
}

// Draft makes a record of answers, with a placeholder for its id. The error is an *Error where an
// answer names what does not exist, or a template can't be used.
func (d *Desk) Draft(c *corpus.Corpus, a Answers) (*Draft, error) {
	if err := a.Check(c.Log); err != nil {
		return nil, err
	}
	front, body, err := d.template(c, a.kind())
	if err != nil {
		return nil, err
	}
	if a.Body != nil {
		body = a.Body
	}
	for _, p := range a.More {
		body = withPart(body, p, c.Log.Config.SectionNames)
	}
	if a.Body == nil {
		body = withText(body, "What happened", a.What, c.Log.Config.SectionNames)
	}
	a.fill(&front)
	front = settled(front, c.Log)
	file, err := d.place(c.Log, a, &front)
	if err != nil {
		return nil, err
	}
	if front.Obligations, err = completed(c.Log, front.Obligations, a.Detected); err != nil {
		return nil, err
	}
	write := func(front *incident.Front) ([]byte, error) {
		head, err := head(front)
		return slices.Concat([]byte("---\n"), head, []byte("---\n"), body), err
	}
	draft := &Draft{Path: file}
	if a.Origin == nil {
		draft.Text, err = write(&front)
	} else {
		draft.Text, err = Seal(front, write)
	}
	if err != nil {
		return nil, fmt.Errorf("write the front matter: %w", err)
	}
	draft.log, draft.Record, draft.Findings = d.Judge(c.Log, draft.Path, draft.Text)
	draft.log, draft.idle = draft.log.Settled(), d.templateTexts(c)
	return draft, nil
}

// place gives a draft its id, and is where its file goes: by the day of the detection, else by the present.
func (d *Desk) place(log *incident.Log, a Answers, front *incident.Front) (file string, err error) {
	if a.There != nil {
		front.ID = a.There.ID
		return a.There.Path, nil
	}
	day := d.Now.In(log.Config.Zone)
	if !a.Detected.IsZero() {
		day = a.Detected.In(log.Config.Zone)
	}
	var stem string
	if pattern := log.Config.IDs.Pattern; pattern.IsDated() {
		names := log.Names()
		front.ID = DatedID(pattern, day, a.Title, func(id string) bool { return names.Record(id) != nil })
		stem = front.ID
	} else {
		if front.ID, err = d.placeholder(log, day.Year()); err != nil {
			return "", err
		}
		stem = FileName(front.ID, a.Title)
	}
	return path.Join("incidents", fmt.Sprintf("%04d", day.Year()), stem+".md"), nil
}

// settled is a front matter that names systems and playbooks of a log as they are called now.
func settled(front incident.Front, log *incident.Log) incident.Front {
	r := &incident.Record{Front: front}
	log.Names().Settle(r)
	return r.Front
}

// templateTexts are what the templates say outside of comments.
func (d *Desk) templateTexts(c *corpus.Corpus) []string {
	var texts []string
	for _, kind := range c.Log.Config.Vocabularies["kinds"].IDs() {
		if _, body, err := d.template(c, kind); err == nil { // that of another kind may be unusable
			r := load.NewLoader(d.Limits).Record("incidents/template.md", slices.Concat([]byte("---\n---\n"), body))
			texts = append(texts, r.Text.Plain())
		}
	}
	return texts
}

// SystemCalled is the system of the register with a slug, an alias or a title, in whatever case; nil where there is none.
func SystemCalled(log *incident.Log, name string) *incident.System {
	isName := func(s string) bool { return strings.EqualFold(s, name) }
	for _, s := range log.Systems {
		if isName(s.Slug) || isName(s.Title) || slices.ContainsFunc(s.Aliases, isName) {
			return s
		}
	}
	return nil
}

func (a Answers) kind() string {
	if a.Kind == "" {
		return incident.KindIncident
	}
	return a.Kind
}

// Check refuses what the vocabularies, the register and the table of regimes do not hold; what is
// not answered yet is let pass. The error is an *Error.
func (a Answers) Check(log *incident.Log) error {
	if a.kind() == incident.KindPrecedent {
		return &Error{
			"precedents are not filed like incidents", "bring them in with hindcast import, or write the file by hand",
		}
	}
	for _, v := range []struct{ what, value, vocabulary string }{
		{"kind", a.kind(), "kinds"},
		{"type", a.Type, "types"},
		{"severity", a.Severity, "severities"},
		{"mark", a.TLP, "tlp"},
		{"method of detection", a.Method, "methods"},
	} {
		if vocabulary := log.Config.Vocabularies[v.vocabulary]; v.value != "" && !vocabulary.Has(v.value) {
			return &Error{fmt.Sprintf("there is no %s %q", v.what, v.value), diag.DidYouMean(v.value, vocabulary.IDs())}
		}
	}
	names := log.Names()
	var slugs []string
	for _, s := range log.Systems {
		slugs = append(slugs, s.Slug)
	}
	for _, s := range a.Systems {
		if names.System(s) == nil {
			hint := diag.DidYouMean(s, slugs)
			if hint == "" || len(slugs) == 0 {
				hint = "name it as unregistered, and describe it in knowledge/systems later"
			}
			return &Error{fmt.Sprintf("the register holds no system %q", s), hint}
		}
	}
	_, err := completed(log, a.Obligations, a.Detected)
	return err
}

func (a Answers) fill(f *incident.Front) {
	f.Title, f.Type, f.Status, f.Detection.Method = a.Title, a.Type, "detected", a.Method
	if f.Kind = a.Kind; a.Kind == incident.KindIncident {
		f.Kind = "" // that is what a record without a kind is
	}
	if hypothetic(a.kind()) {
		f.PotentialSeverity = a.Severity
	} else {
		f.Severity = a.Severity
	}
	f.Timeline.Detected = a.Detected
	if !a.Started.IsZero() {
		f.Timeline.Started.At = a.Started
	}
	if !a.Resolved.IsZero() {
		f.Timeline.Resolved = a.Resolved
	}
	f.TLP, f.Source = cmp.Or(f.TLP, a.OtherwiseTLP), cmp.Or(a.Origin, f.Source)
	f.Also = append(f.Also, a.Also...)
	for _, own := range []struct {
		to    *string
		value string
	}{{&f.TLP, a.TLP}, {&f.Summary, a.Summary}, {&f.Owner, a.Owner}, {&f.Detection.Source, a.Source}} {
		if own.value != "" { // else the template's stays
			*own.to = own.value
		}
	}
	f.Systems = append(f.Systems, a.Systems...)
	f.Unregistered = append(f.Unregistered, a.Unregistered...)
	f.Obligations = append(f.Obligations, a.Obligations...)
}

// head is a front matter with a line for each time of a stage, since more of them will come.
func head(front *incident.Front) ([]byte, error) {
	text, err := frontmatter.Marshal(front)
	if err != nil {
		return nil, err
	}
	short, err := frontmatter.Marshal(&struct {
		Timeline incident.Timeline `key:"timeline"`
	}{front.Timeline})
	if err != nil || bytes.Count(short, []byte("\n")) != 1 {
		return text, err
	}
	lines := "timeline:\n"
	for _, key := range incident.TimelineKeys() {
		if at := front.Timeline.At(key); !at.IsZero() {
			lines += "  " + key + ": " + at.String() + "\n"
		}
	}
	return bytes.Replace(text, short, []byte(lines), 1), nil
}

// completed gives each obligation what a draft knows where it is not said: the first role of its
// regime, and the detection as the time of awareness.
func completed(log *incident.Log, list []incident.Obligation, detected incident.Time) ([]incident.Obligation, error) {
	list = slices.Clone(list)
	regimes := taxonomy.Configured(log.Config.Obligations)
	for i := range list {
		o := &list[i]
		regime, known := taxonomy.Find(regimes, o.Regime)
		if !known {
			return nil, &Error{fmt.Sprintf("there is no regime %q", o.Regime), diag.DidYouMean(o.Regime, taxonomy.IDs(regimes))}
		}
		roles := regime.RoleIDs()
		if o.Role == "" && len(roles) > 0 {
			o.Role = roles[0]
		}
		if o.Aware.IsZero() {
			o.Aware = detected
		}
		if !slices.Contains(roles, o.Role) {
			return nil, &Error{fmt.Sprintf("%s knows no role %q", o.Regime, o.Role), diag.DidYouMean(o.Role, roles)}
		}
	}
	return list, nil
}

// template is the start of a record of a kind: the repository's own, else the built-in one. It may
// have a front matter with what all records of the team have in common.
func (d *Desk) template(c *corpus.Corpus, kind string) (front incident.Front, body []byte, err error) {
	name := "records/" + kind + ".md"
	own := path.Join("templates", name)
	text, err := fs.ReadFile(c.FS, own)
	if errors.Is(err, fs.ErrNotExist) {
		text, err = fs.ReadFile(d.Templates, name)
	}
	if err != nil {
		return front, nil, fmt.Errorf("read the template of the record: %w", err)
	}
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	if !bytes.HasPrefix(text, []byte("---\n")) {
		return front, text, nil
	}
	doc, findings := frontmatter.Parse(text, d.Limits.Head)
	if doc != nil {
		findings = frontmatter.For[incident.Front]().Decode(doc, &front)
	}
	if len(findings) > 0 {
		at := findings[0].Span.Start
		return front, nil, &Error{
			fmt.Sprintf("the template %s can't be used: line %d: %s", own, at.Line, findings[0].Message), findings[0].Hint,
		}
	}
	return front, text[doc.Body:], nil
}

// DatedID is the day of the detection and the title, with a number where another record has that.
func DatedID(p incident.IDPattern, day time.Time, title string, isTaken func(id string) bool) string {
	name := strings.Trim(notInName.ReplaceAllString(slug(title), "-"), "-")
	id := p.Dated(day, cmp.Or(name, "incident"))
	for n, free := 2, id; ; n++ {
		if !isTaken(free) {
			return free
		}
		free = fmt.Sprintf("%s-%d", id, n)
	}
}

// notInName is what the name in an id can't have.
var notInName = regexp.MustCompile(`[^a-z0-9]+`)

// placeholderLetters are what the random part of a placeholder is made of.
const placeholderLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

// placeholder draws an id that nobody has.
func (d *Desk) placeholder(log *incident.Log, year int) (string, error) {
	names := log.Names()
	for range 100 {
		four := make([]byte, 4)
		for i := range four {
			four[i] = placeholderLetters[d.Random(len(placeholderLetters))]
		}
		if id := log.Config.IDs.Pattern.Placeholder(year, string(four)); names.Record(id) == nil {
			return id, nil
		}
	}
	return "", errors.New("no free placeholder was found in a hundred draws")
}

// Body is a text as it stands below a front matter. The error is an *Error where it is none.
func Body(text []byte) ([]byte, error) {
	text = bytes.ReplaceAll(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, &Error{"there is no text in it", "write what happened into it"}
	}
	text = append(bytes.Trim(text, "\n"), '\n')
	first, rest, _ := bytes.Cut(text, []byte("\n"))
	fence := string(bytes.TrimRight(first, " \t"))
	if (fence == "---" || fence == "+++") && bytes.Contains(append([]byte("\n"), rest...), []byte("\n"+fence)) {
		return nil, &Error{
			"it has a front matter of its own",
			"take out the lines from the first " + fence + " to the next: flags and questions give what stands there",
		}
	}
	return text, nil
}

// slugLength is up to how many bytes of a title go into a file name.
const slugLength = 48

// FileName is how the file of a record is called, without its ending: its id and its title.
func FileName(id, title string) string { return strings.TrimSuffix(id+"-"+slug(title), "-") }

// slug is the title as part of a file name; empty where it has no letter or digit.
func slug(title string) string {
	if !strings.ContainsFunc(title, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return ""
	}
	s := markdown.Slug(title)
	if len(s) <= slugLength {
		return s
	}
	cut := slugLength
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	if i := strings.LastIndexByte(s[:cut+1], '-'); i > slugLength/2 {
		cut = i
	}
	return strings.TrimRight(s[:cut], "-")
}

// withPart puts a part of a text under the heading of its section, else under one of its own at the end.
func withPart(body []byte, p Part, names *incident.SectionNames) []byte {
	name := names.Of(p.Heading)
	if slices.Contains(section.Keys(), name) {
		return withText(body, name, p.Text, names)
	}
	return slices.Concat(bytes.TrimRight(body, "\n"), []byte("\n\n## "+p.Heading+"\n\n"+strings.TrimSpace(p.Text)+"\n"))
}

// withText puts a text under the heading of a section, before what the template has there.
func withText(body []byte, to, text string, names *incident.SectionNames) []byte {
	var out bytes.Buffer
	text = strings.TrimSpace(text)
	for line := range bytes.Lines(body) {
		heading, isHeading := bytes.CutPrefix(bytes.TrimSpace(line), []byte("## "))
		name := names.Of(string(heading))
		if !isHeading || !slices.Contains(section.Keys(), name) {
			out.Write(line)
			continue
		}
		if own := names.Heading(name); own != name && strings.EqualFold(name, string(bytes.TrimSpace(heading))) {
			line = []byte("## " + own + "\n")
		}
		out.Write(line)
		if name == to && text != "" {
			out.WriteString("\n" + text + "\n")
			text = ""
		}
	}
	if text == "" {
		return out.Bytes()
	}
	return slices.Concat([]byte("## "+names.Heading(to)+"\n\n"+text+"\n\n"), out.Bytes())
}
