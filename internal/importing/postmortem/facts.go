package postmortem

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hindcast/internal/importing"
	"hindcast/internal/importing/dates"
	"hindcast/internal/importing/postmortem/markup"
	"hindcast/internal/importing/postmortem/terms"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
	"hindcast/internal/section"
	"hindcast/internal/when"
)

// headline are the keys that a heading above a line, or with it, says.
var headline = []string{"severity", "status", "owner", "systems", "type", "tlp", "date", "day", "commander", "started", "detected", "noticed", "contained", "resolved"}

// statements are what the text states as keys with values: in tables of two columns, in lists and lines with a colon, and
// under headings. Lines without a mark of emphasis count above the first heading, and where all of a block are such lines.
func (d *document) statements() (list []pair) {
	say := func(key, value string, of ...string) {
		field := terms.FieldOf(key)
		if value = markup.Plain(value); field != "" && value != "" && (of == nil || slices.Contains(of, field)) {
			list = append(list, pair{key, value})
		}
	}
	for i, b := range d.blocks {
		if b.actions || b.name == timelineSection && !isTrailing(b) {
			continue
		}
		if key, value, found := strings.Cut(b.title, ":"); found && i > 0 {
			say(key, value, headline...)
		}
		if one := onlyLine(b.lines); i > 0 && len(one) <= 80 {
			say(b.title, one, headline...)
		}
		isSheet := i == 0 || isSheet(b.lines)
		for at, whole := range markup.Outside(b.lines) {
			line := strings.TrimPrefix(strings.TrimPrefix(whole, ">"), " ")
			if within := strings.TrimLeft(line, " \t"); markup.Bullet().MatchString(within) {
				line = within
			}
			parts := each(line)
			for _, line := range parts {
				if cells := markup.Row(line); len(cells) == 2 {
					say(strings.TrimSuffix(markup.Plain(cells[0]), ":"), cells[1])
					continue
				}
				key, value, isMarked := keyed(line)
				field, below := terms.FieldOf(key), listBelow(b.lines[at+1:], whole)
				switch isProse := !isMarked && !isSheet && len(parts) == 1; {
				case field == "":
				case isProse && field == "systems" && strings.Contains(key, " "): // Affected systems: search, chat. Others were not.
					value, _, _ = strings.Cut(value, ". ")
					say(key, strings.TrimSuffix(value, "."))
				case isProse:
				case value == "" && len(below) > 0 && (field == "systems" || field == "affected"):
					list = append(list, pair{key, below})
				case value == "" && isMarked && len(parts) == 1:
					say(key, alone(b.lines, at))
				default:
					say(key, value)
				}
			}
		}
	}
	return list
}

// alone is the line below a label that stands on a line of its own; empty where more follows.
func alone(lines []string, at int) string {
	if at+1 < len(lines) && isPlain(lines[at+1]) && (at+2 == len(lines) || lines[at+2] == "") {
		return lines[at+1]
	}
	return ""
}

// keyed parts a line into a key and its value, and reports whether a mark of emphasis or of an item sets it off from prose:
// a label in bold, a value in bold, or a colon between.
func keyed(line string) (key, value string, isMarked bool) {
	if m := label().FindStringSubmatch(line); m != nil {
		return m[2], strings.TrimLeft(m[5], "·–—| "), true
	}
	if m := boldValue().FindStringSubmatch(line); m != nil {
		return m[2], m[3], m[1] != ""
	}
	bullet := markup.Bullet().FindString(line)
	key, value, found := strings.Cut(strings.Replace(line[len(bullet):], "：", ":", 1), ":")
	if !found || len(key) >= 40 {
		return "", "", false
	}
	return strings.TrimSpace(markup.Marks.Replace(key)), value, bullet != ""
}

var boldValue = lazy.Regexp(`^([-*+] +)?(\pL[\pL '’-]{1,30}) (?:\*\*|__)([^*_]+)(?:\*\*|__)$`)

// isSheet reports whether lines are nothing but keys with values, two at least.
func isSheet(lines []string) bool {
	n := 0
	for _, line := range markup.Outside(lines) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		key, value, _ := keyed(line)
		if key == "" || strings.TrimSpace(value) == "" || strings.HasSuffix(value, ".") {
			return false
		}
		n++
	}
	return n > 1
}

// listed makes lists of keys with values that stand on lines one below the other, which would run into one paragraph.
func listed(lines []string) []string {
	lines = slices.Clone(lines)
	keys := make([]string, len(lines)+1)
	for i, line := range markup.Outside(lines) {
		if isPlain(line) || strings.HasPrefix(line, "**") {
			keys[i], _, _ = keyed(line)
		}
	}
	from, known := 0, false
	for i, key := range keys {
		if key != "" {
			known = known || terms.FieldOf(key) != ""
			continue
		}
		if i-from > 1 && known {
			for j := from; j < i; j++ {
				lines[j] = "- " + strings.TrimRight(lines[j], " \\")
			}
		}
		from, known = i+1, false
	}
	return lines
}

// listBelow are the items of the list under a line.
func listBelow(lines []string, line string) (list []any) {
	within := len(markup.Indent().FindString(line))
	for _, below := range lines {
		at := len(markup.Indent().FindString(below))
		bullet := markup.Bullet().FindString(below[at:])
		if bullet == "" || at < within || at == within && markup.Bullet().MatchString(line[within:]) {
			break
		}
		list = append(list, markup.Plain(below[at+len(bullet):]))
	}
	return list
}

// each is a line as one for each value on it: some templates have several, with a dot between.
func each(line string) []string {
	parts := between().Split(line, -1)
	said := 0
	for _, part := range parts {
		if key, _, _ := keyed(part); terms.FieldOf(key) != "" {
			said++
		}
	}
	if said < 2 {
		return []string{line}
	}
	return parts
}

var between = lazy.Regexp(` +[·•|] +`)

func onlyLine(lines []string) string {
	found := ""
	for _, line := range lines {
		if line != "" && found != "" {
			return ""
		}
		if line != "" {
			found = line
		}
	}
	return found
}

var (
	reportOn = lazy.Regexp(`(?i)^[^\pL\d]*(?:` +
		`post[- ]?mortem(?: report)?|incident (?:post[- ]?mortem|report|review|analysis)|post[- ]incident (?:review|report|analysis)|pir|rca|` +
		`nachbetrachtung|vorfallbericht|störungsbericht|rapport d['’]incident|bilan d['’]incident|informe de(?:l)? incidente|` +
		`informe post[- ]?mortem|incidentrapport|relazione sull['’]incidente|ポストモーテム|障害報告|事故报告)\s*(?:[:–—|-]\s+|：\s*)`)
	incidentOn = lazy.Regexp(`(?i)^(?:incident (?:on|of|du)|vorfall (?:vom|am)|störung (?:vom|am)|incidente del)\s+(\d{4}-\d{2}-\d{2})\s*[:–—-]\s+`)
	dayAtEnd   = lazy.Regexp(`(?:\s*[(\[]|\s+[–—|-]\s+|\s*[:,]\s+)(\d{4}-\d{2}-\d{2})[)\]]?$`)
)

// title takes the title of the front matter, else the heading above all, else the first line where it stands alone, else the
// name of the file.
func (d *document) title(head []pair) {
	first := d.blocks[0]
	written := markup.Plain(first.title)
	if written == "" {
		if line := firstLine(first.lines); line >= 0 {
			written = markup.Plain(first.lines[line])
			first.lines = slices.Delete(slices.Clone(first.lines), line, line+1)
		}
	}
	var said string
	for _, p := range head {
		if list := texts(p.value); terms.FieldOf(p.key) == "title" && len(list) == 1 && said == "" {
			said = importing.OneLine(list[0])
		}
	}
	if written == "" && said == "" {
		said = labelledTitle(first.lines)
	}
	d.day = dates.Day(written)
	if d.day == "" {
		d.day = dates.Day(said)
	}
	title := said
	switch {
	case title == "" && written != "":
		title = written
	case title == "":
		title = strings.TrimSpace(strings.NewReplacer("_", " ", "-", " ").Replace(stem(d.name)))
	case written != "" && written != said:
		first.lines = append([]string{"**" + importing.Escape(written) + "**", ""}, first.lines...)
	}
	d.front.Title = title
}

// labelledTitle is what the first lines of a text that has no heading call the incident; empty for a mere number.
func labelledTitle(lines []string) string {
	for _, line := range markup.Outside(lines) {
		m := label().FindStringSubmatch(line)
		if m == nil {
			continue
		}
		value := markup.Plain(m[5])
		if key := strings.ToLower(markup.Plain(m[2])); (terms.FieldOf(key) == "title" || slices.Contains(incidentKeys, key)) && strings.Contains(value, " ") {
			return value
		}
	}
	return ""
}

// incidentKeys label the name of an incident, in the languages of fields; as often its number, which is no title.
var incidentKeys = []string{"incident", "vorfall", "störung", "incidente"}

// bareOf is a title without the words that say what sort of document it is, and without a day at one of its ends where the
// record begins on it.
func bareOf(title string, times *incident.Timeline) string {
	bare := reportOn().ReplaceAllString(title, "")
	as := dates.Normal(bare, dates.Manner{})
	if m := incidentOn().FindStringSubmatch(as); m != nil && beginsOn(times, m[1]) {
		bare = as[len(m[0]):]
		as = bare
	}
	if m := dayAtEnd().FindStringSubmatchIndex(as); m != nil && beginsOn(times, as[m[2]:m[3]]) && strings.HasPrefix(bare, as[:m[0]]) {
		bare = as[:m[0]]
	}
	if bare == "" {
		return title
	}
	return bare
}

func beginsOn(t *incident.Timeline, day string) bool {
	return strings.HasPrefix(t.Detected.String(), day) || strings.HasPrefix(t.Started.At.String(), day)
}

// firstLine is the line that stands alone at the beginning of a text, as a title does; -1 where none does.
func firstLine(lines []string) int {
	for i, line := range lines {
		if line == "" {
			continue
		}
		alone := i+1 < len(lines) && lines[i+1] == ""
		if alone && isPlain(line) && len(line) < 100 && !strings.HasSuffix(line, ".") && !strings.HasSuffix(line, ":") && !isEntryOf(line) {
			return i
		}
		return -1
	}
	return -1
}

func isEntryOf(line string) bool {
	key, _, found := strings.Cut(line, ":")
	return found && terms.FieldOf(key) != ""
}

// state reads what the document states as keys: those of the front matter, then those of the text.
func (d *document) state(head []pair) {
	var text strings.Builder
	for _, b := range d.blocks {
		text.WriteString(b.title + "\n" + strings.Join(b.lines, "\n") + "\n")
	}
	d.clock.Zone = dates.ZoneOf(markup.Plain(text.String()))
	stated := append(nested(head), d.statements()...)
	if d.day == "" {
		d.day = d.statedDay(stated, "day", "date")
	}
	if d.day == "" {
		d.day = d.statedDay(head, "day")
	}
	if d.day == "" { // the day of a post, which may be later than the incident
		d.day = d.statedDay(head, "date")
		if day := dates.OfFile(stem(d.name)); d.day == "" || day != "" && day < d.day {
			d.day = day
		}
		told := d.toldDay(text.String())
		d.day, d.isPost = told, told == d.day
	}
	if len(d.day) >= 4 {
		d.clock.Year, d.clock.Near = d.day[:4], d.day
	}
	d.zoned = map[string]string{}
	for _, p := range stated {
		for _, s := range texts(p.value) {
			at := dates.Normal(s, d.clock.Manner)
			if loc := dates.Form().FindStringIndex(at); loc != nil {
				if begin, _, _ := when.Stretch(at[loc[0]:]); begin.Clock != "" && begin.Zone != "" {
					d.zoned[begin.Clock] = begin.Zone
				}
			}
		}
	}
	isNotice := func(p pair) bool { return terms.FieldOf(p.key) == "noticed" }
	for _, last := range []bool{false, true} { // a key that says more precisely when the incident was detected goes first
		for _, p := range head {
			if isNotice(p) == last && !d.take(p) {
				if d.front.Custom == nil {
					d.front.Custom = map[string]any{}
				}
				d.front.Custom[p.key] = p.value
			}
		}
		for _, p := range stated {
			if isNotice(p) == last {
				d.take(p)
			}
		}
	}
}

// nested are the values of maps in front matter, such as the start below incident, with the names of both as their keys.
func nested(head []pair) (list []pair) {
	for _, p := range head {
		if m, isMap := p.value.(map[string]any); isMap {
			for _, key := range slices.Sorted(maps.Keys(m)) {
				if name := p.key + " " + key; terms.FieldOf(name) != "" || !slices.Contains(containers, strings.ToLower(p.key)) {
					list = append(list, pair{name, m[key]})
				} else {
					list = append(list, pair{key, m[key]})
				}
			}
		}
	}
	return list
}

// containers are keys of front matter that say nothing of what is below them.
var containers = []string{"params", "extra", "meta", "metadata", "data", "fields", "properties", "incident", "postmortem", "incidente", "vorfall", "störung"}

// toldDay is the day of the incident by the first date in what the text begins with, where that is shortly before the day
// of the document and the text never names the latter; else the day of the document.
func (d *document) toldDay(text string) string {
	if d.day == "" || strings.Contains(dates.Normal(text, dates.Manner{}), d.day) {
		return d.day
	}
	lead := d.blocks[0].lines
	for _, b := range d.blocks[1:] {
		if b.name == section.All[0] {
			lead = append(slices.Clone(lead), b.lines...)
			break
		}
	}
	told := dates.Day(strings.Join(lead, "\n"))
	if from := dates.After(d.day, -toldBefore); told < from || told > d.day {
		return d.day
	}
	return told
}

// toldBefore is how many days a post may be later than the incident that it begins with.
const toldBefore = 60

// statedDay is the day of the incident by keys: as such, else by the times, else by the date of the document, as far as
// these are asked for.
func (d *document) statedDay(list []pair, asked ...string) string {
	for _, among := range [][]string{{"day"}, {"started", "detected", "noticed"}, {"date"}, {"contained", "resolved"}} {
		if field := among[0]; (field == "day" || field == "date") && !slices.Contains(asked, field) {
			continue
		}
		for _, p := range list {
			if slices.Contains(among, terms.FieldOf(p.key)) {
				for _, s := range texts(p.value) {
					if at, before := d.clock.Find(s); at.Precision() >= when.ToDay && len(before) < 20 {
						return at.String()[:len("2006-01-02")]
					}
				}
			}
		}
	}
	return ""
}

// take puts what a key says into the record; what is there already stays. It reports whether nothing of it is left that
// would have to be kept elsewhere: names of people are left out on purpose, and words that nobody knows are told.
func (d *document) take(p pair) bool {
	f, list := &d.front, texts(p.value)
	field := terms.FieldOf(p.key)
	if field == "" || len(list) == 0 {
		return field != "" && len(list) == 0
	}
	first := importing.OneLine(list[0])
	once := func(at *string, value string) bool {
		if *at == "" {
			*at = value
		}
		return value != "" && *at == value
	}
	switch field {
	case "title":
	case "summary":
		if f.Summary != "" {
			return false
		}
		long := importing.Fold(markup.Plain(strings.Join(list, " ")))
		if f.Summary = importing.Summary(long); f.Summary != long {
			d.blocks[0].lines = append([]string{importing.Escape(long), ""}, d.blocks[0].lines...)
		}
	case "severity":
		d.word(importing.Severity, p.key, first, &f.Severity)
	case "grade":
		if importing.Restricts(p.key, first) {
			d.restrict(p.key, first)
		}
		return once(&f.Severity, d.options.Words.Known(importing.Severity, first))
	case "status":
		d.word(importing.Status, p.key, first, &f.Status)
	case "type":
		return once(&f.Type, d.options.Words.Known(importing.Type, first))
	case "tlp":
		if mark := strings.ToUpper(strings.TrimSpace(strings.TrimPrefix(strings.ToUpper(first), "TLP:"))); incident.DefaultVocabularies()["tlp"].Has(mark) {
			once(&f.TLP, mark)
		} else { // what it means is not known
			d.restrict(p.key, first)
		}
	case "access":
		if importing.Restricts(p.key, first) || strings.EqualFold(p.key, "draft") && first == "true" {
			d.restrict(p.key, first)
		}
		return false
	case "owner":
		if terms.IsOwner(first) || terms.NamesTeam(p.key) && !strings.ContainsAny(first, "@,;") {
			once(&f.Owner, strings.TrimPrefix(first, "@"))
		} else {
			d.people++
		}
	case "commander":
		if terms.IsOwner(first) && len(f.Roles.Commander) == 0 {
			f.Roles.Commander = incident.OneOrMore{first}
		} else if len(f.Roles.Commander) == 0 {
			d.people++
		}
	case "people":
		d.people += len(list)
	case "systems", "affected":
		if _, isList := p.value.([]any); field == "affected" && !isList {
			return false
		}
		for _, s := range list {
			for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(",;、，；", r) }) {
				if part = importing.OneLine(part); part != "" && !slices.Contains(f.Unregistered, part) {
					f.Unregistered = append(f.Unregistered, part)
				}
			}
		}
	case "tags":
		for _, s := range list {
			for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ';' }) {
				part = importing.OneLine(part)
				if !slices.Contains(f.Tags, part) && part != "" {
					f.Tags = append(f.Tags, part)
					once(&f.Type, d.options.Words.Known(importing.Type, part))
				}
			}
		}
	case "day", "date":
		return first == d.day
	default:
		return d.takeTime(field, p.key, first)
	}
	return true
}

// restrict notes what says that not everybody may see the document.
func (d *document) restrict(key, value string) {
	if d.restricted == "" {
		d.restricted = importing.OneLine(key + ": " + value)
	}
}

// mark takes the mark that the title names, or a line of the text that has nothing else, where it is stricter than another.
func (d *document) mark(title, body string) {
	mark := importing.SaidMark(title, body)
	if now := cmp.Or(d.front.TLP, d.options.Words.Defaults().TLP); importing.Stricter(mark, now) {
		d.front.TLP = mark
		importing.Lacks(&d.front, "tlp: %s was taken, which its title or text has", mark)
	}
}

// word reads a word of a source. Of several, such as "complete, actions open", the first counts where all are unknown.
func (d *document) word(k importing.Kind, key, written string, at *string) {
	if *at != "" {
		return
	}
	part, _, _ := strings.Cut(markup.BareTitle(written), ",") // ✅ Resolved
	part, _, _ = strings.Cut(part, " (")
	part, _, _ = strings.Cut(part, " - ")
	part, _, _ = strings.Cut(part, " – ")
	part = strings.TrimSpace(part)
	id := d.options.Words.Known(k, written)
	if id == "" && len(part) <= 40 {
		id = d.options.Words.Read(k, part)
	}
	if id == "" && k == importing.Severity {
		d.unread = importing.OneLine(written)
	}
	if id == "" || id == incident.Withdrawn || id == incident.Duplicate {
		importing.Lacks(&d.front, "%s: %s stands for nothing that is known", key, importing.Excerpt(written))
		return
	}
	*at = id
}

// takeTime takes the time that a key has as its value; the zone may stand at the key.
func (d *document) takeTime(field, key, written string) bool {
	zone := d.clock.Zone
	defer func() { d.clock.Zone = zone }()
	d.clock.Day = d.day
	if m := keyZone().FindStringSubmatch(key); m != nil {
		d.clock.Zone = m[1]
	}
	at, _ := d.clock.Find(written)
	if at.IsZero() {
		if begin, _, n := when.Stretch(dates.Normal(written, d.clock.Manner)); n > 0 && begin.Date == "" && begin.Clock != "" {
			at = d.clock.Resolve(begin)
		}
	}
	return d.set(field, at)
}

var keyZone = lazy.Regexp(`[(（\[]((?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?)[)）\]]`)

// set notes a time of the record where none is noted yet, and reports whether it is the one.
func (d *document) set(field string, at when.Time) bool {
	t := &d.front.Timeline
	to := map[string]*incident.Time{
		"started": &t.Started.At, "detected": &t.Detected, "noticed": &t.Detected, "contained": &t.Contained, "resolved": &t.Resolved,
	}[field]
	if to == nil || at.IsZero() {
		return false
	}
	if to.IsZero() {
		*to = at
	}
	return *to == at
}

// date makes sure that the record has a day on which it begins.
func (d *document) date() error {
	t := &d.front.Timeline
	if t.Detected.IsZero() && d.day == "" {
		for _, at := range []incident.Time{t.Started.At, t.Contained, t.Resolved} {
			if at.Precision() >= when.ToDay {
				d.day = at.String()[:len("2006-01-02")]
				break
			}
		}
	}
	if !t.Detected.IsZero() {
		return nil
	}
	day, err := incident.ParseTime(d.day)
	if err != nil {
		return errors.New("it states no day: neither a key, nor the title, nor its timeline, nor its name has one; add a line such as Date: 2026-03-02")
	}
	if d.isPost && day.After(d.last) && !d.first.IsZero() {
		t.Detected, _ = incident.ParseTime(d.first.String()[:len("2006-01-02")])
		importing.Lacks(&d.front, "timeline.detected: not stated; the day of the first event was taken")
		return nil
	}
	t.Detected = day
	importing.Lacks(&d.front, "timeline.detected: not stated; the day of the incident was taken")
	return nil
}

// settle drops times that contradict each other, and says what else the record could not take.
func (d *document) settle() {
	f, t := &d.front, &d.front.Timeline
	f.Title = bareOf(f.Title, t)
	if t.Started.At.After(t.Detected) {
		importing.Lacks(f, "timeline.started: %s is after timeline.detected, %s", t.Started.At, t.Detected)
		t.Started.At = incident.Time{}
	}
	for _, later := range []struct {
		key string
		at  *incident.Time
	}{{"contained", &t.Contained}, {"resolved", &t.Resolved}} {
		switch {
		case t.Detected.After(*later.at) || t.Started.At.After(*later.at):
			importing.Lacks(f, "timeline.%s: %s is before timeline.detected, %s", later.key, *later.at, t.Detected)
			*later.at = incident.Time{}
		case !later.at.IsZero() && !f.Source.Retrieved.IsZero() && later.at.Earliest().After(f.Source.Retrieved.Latest()):
			importing.Lacks(f, "timeline.%s: %s is in the future", later.key, *later.at)
			*later.at = incident.Time{}
		}
	}
	slices.Sort(d.clock.Vague)
	if vague := slices.Compact(d.clock.Vague); len(vague) > 0 {
		named, more := vague[:min(len(vague), 3)], ""
		if n := len(vague) - len(named); n > 0 {
			more = fmt.Sprintf(" and %d more", n)
		}
		importing.Lacks(f, "times without an offset from UTC count to their day alone: %s%s; with one, as in 14:05 UTC+1, they are read",
			strings.Join(named, ", "), more)
	}
	if d.people > 0 {
		importing.Lacks(f, "names that are of no team or role were left out of the keys: %d", d.people)
	}
	if d.deadLinks > 0 {
		importing.Lacks(f, "links within the folder, which lead nowhere from here, became text: %d", d.deadLinks)
	}
	if d.disorder > 0 {
		importing.Lacks(f, "events that stand out of order in their list are not read, or to their day alone: %d", d.disorder)
	}
	if f.Summary == "" {
		f.Summary = d.firstSentences()
	}
}

// byline is what Confluence puts below the title of an exported page; it names people.
var byline = lazy.Regexp(`^(?i:created by|erstellt von|créée? par) .+, (?i:last|zuletzt|dernière) `)

// firstSentences are those of the first paragraph of sentences: of what happened, else of the beginning, else of any other part.
func (d *document) firstSentences() string {
	for _, among := range []func(i int, b *block) bool{
		func(i int, b *block) bool { return i > 0 && b.name == section.All[0] },
		func(i int, _ *block) bool { return i == 0 },
		func(i int, b *block) bool { return i > 0 && !b.actions && b.name == "" },
	} {
		for i, b := range d.blocks {
			if !among(i, b) {
				continue
			}
			var paragraph []string
			for _, line := range append(slices.Clone(b.lines), "") {
				if isPlain(line) && !isEntryOf(line) && importing.FenceAfter("", line) == "" {
					paragraph = append(paragraph, line)
					continue
				}
				s := paragraphNumber().ReplaceAllString(markup.Plain(strings.Join(paragraph, " ")), "")
				if isProse(s) && !byline().MatchString(s) {
					return importing.Summary(s)
				}
				paragraph = nil
			}
		}
	}
	return ""
}

var paragraphNumber = lazy.Regexp(`^\d{1,2}(?:\.\d{1,2})+\.? `)

// isProse reports whether a paragraph has a sentence.
func isProse(s string) bool {
	isEnded := strings.HasSuffix(s, ".") || strings.ContainsAny(s, "。!?") || strings.Contains(s, ". ")
	return isEnded && (len(strings.Fields(s)) > 3 || len(s) > 40)
}
