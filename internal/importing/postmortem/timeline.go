package postmortem

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/importing/dates"
	"hindcast/internal/importing/postmortem/markup"
	"hindcast/internal/importing/postmortem/terms"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
	"hindcast/internal/markdown"
	"hindcast/internal/section"
	"hindcast/internal/when"
)

const timelineSection = section.Timeline

// lineEvent is a line that begins, or ends, with a time.
type lineEvent struct {
	before     string // of the line: markup.Indent and mark of an item
	begin, end when.Stamp
	time       string // as written, with dates and times of day in one form
	text       string // the rest
}

// leading reads a line that begins with a time: an item on the first level, or a paragraph with a time of day.
func (d *document) leading(line string) (e lineEvent, ok bool) {
	bullet := markup.Bullet().FindString(line)
	if bullet == "" && (line == "" || line[0] == ' ' || line[0] == '\t' || line[0] == '|' || line[0] == '#' || line[0] == '>') {
		return e, false
	}
	rest := line[len(bullet):]
	if m := markup.Box().FindString(rest); m != "" {
		rest = rest[len(m):]
	}
	e, ok = d.stamped(rest)
	if e.before = bullet; bullet == "" {
		e.before = "- "
	}
	return e, ok && (bullet != "" || e.begin.Clock != "")
}

// stamped reads a text that begins with a time, which may be emphasised.
func (d *document) stamped(s string) (e lineEvent, ok bool) {
	open := s[:len(s)-len(strings.TrimLeft(s, "*_`[("))]
	if m := timeWord().FindStringIndex(s[len(open):]); m != nil {
		s = open + s[len(open)+m[1]:]
	}
	rest := dates.Normal(s[len(open):], d.clock.Manner)
	rest = dates.WithoutWeekday(rest)
	var n int
	if e.begin, e.end, n = when.Stretch(rest); n == 0 {
		return e, false
	}
	e.time, rest = rest[:n], rest[n:]
	// 14:05-14:20 is a stretch of time, and no offset.
	if z := e.begin.Zone; e.begin.Date == "" && e.end.Clock == "" && strings.HasPrefix(z, "-") && dates.Minutes(z[1:]) > dates.Minutes(e.begin.Clock) {
		e.begin.Zone, e.end.Clock = "", z[1:]
	}
	if open != "" {
		shut := strings.NewReplacer("[", "]", "(", ")").Replace(reverse(open))
		trimmed := strings.TrimLeft(rest, " :.,;")
		if strings.HasPrefix(trimmed, shut) {
			rest = trimmed[len(shut):]
		} else {
			rest = open + strings.TrimLeft(rest, " :,–—-")
		}
	}
	e.text = strings.TrimSpace(strings.TrimLeft(rest, " \t:;,–—-"))
	return e, true
}

// timeWord is a word that says no more than that a time follows.
var timeWord = lazy.Regexp(`^(?i:at|um|à|às|a las|alle ore|ore|alle|om) \b`)

func reverse(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}

// trailing reads an item that ends with a time and begins with what happened then.
func (d *document) trailing(line string) (e lineEvent, ok bool) {
	bullet := markup.Bullet().FindString(line)
	if bullet == "" {
		return e, false
	}
	rest := dates.Normal(line[len(bullet):], d.clock.Manner)
	loc := dates.Form().FindStringIndex(rest)
	if loc == nil || loc[0] == 0 || loc[0] > 60 {
		return e, false
	}
	var n int
	if e.begin, e.end, n = when.Stretch(rest[loc[0]:]); n == 0 {
		return e, false
	}
	e.before, e.time = bullet, rest[loc[0]:loc[0]+n]
	e.text = strings.TrimRight(strings.TrimSpace(rest[:loc[0]]), ":")
	if after := strings.TrimSpace(rest[loc[0]+n:]); after != "" {
		e.text += " " + after
	}
	return e, true
}

// isTrailing reports whether the items of a block end with times, as those of lists of key events do.
func isTrailing(b *block) bool {
	var d document
	n := 0
	for _, line := range markup.Outside(b.lines) {
		if _, ok := d.leading(line); ok {
			return false
		}
		if _, ok := d.trailing(line); ok {
			n++
		}
	}
	return n > 0
}

// timelines are the blocks of events: the one that has most of them, and whether its times stand at the end of its items.
func (d *document) timelines() (main *block, trailing bool) {
	most := 0
	for _, b := range d.blocks {
		if b.actions || b.name != "" && b.name != timelineSection {
			continue
		}
		n, lines := d.count(b)
		if b.name != timelineSection && (n < 2 || 2*n < lines) {
			continue
		}
		if n > most {
			main, most = b, n
		}
	}
	if main != nil {
		return main, false
	}
	for _, b := range d.blocks {
		if b.name == timelineSection && isTrailing(b) {
			return b, true
		}
	}
	for _, b := range d.blocks {
		if n, lines := d.count(b); b.name == section.All[0] && n > 2 && 2*n > lines {
			return b, false // what happened is told by the clock
		}
	}
	return nil, false
}

// count is how many events a block has, and how many items, rows and paragraphs.
func (d *document) count(b *block) (events, all int) {
	was := ""
	for _, line := range d.linesOf(b) {
		_, isEvent := d.leading(line)
		cells := markup.Row(line)
		if isEvent || cells != nil && d.timeCell(cells, nil) >= 0 {
			events++
			all++
		} else if cells != nil || markup.Bullet().MatchString(line) || was == "" && countsAsLine(line) {
			all++
		}
		was = line
	}
	return events, all
}

func countsAsLine(line string) bool {
	return line != "" && line[0] != ' ' && line[0] != '\t' && line[0] != '|'
}

// timeCell is the cell of a row that begins with a time of day, or with a date where none does; -1 where none does.
func (d *document) timeCell(cells, heads []string) int {
	if i := slices.IndexFunc(heads, when.TimeHead.MatchString); i >= 0 && i < len(cells) {
		if _, ok := d.stamped(cells[i]); ok {
			return i
		}
		return -1
	}
	for i, cell := range cells[:min(2, len(cells))] {
		if e, ok := d.stamped(cell); ok && e.begin.Clock != "" {
			return i
		}
	}
	if e, ok := d.stamped(cells[0]); ok && e.begin.Date != "" {
		return 0
	}
	return -1
}

// readTimeline writes the events of the text as a record has them, each with its whole time, and takes from them when
// the incident reached its stages.
func (d *document) readTimeline() {
	for _, b := range d.blocks {
		if b.name == timelineSection && isTrailing(b) {
			d.readKeyEvents(b)
		}
	}
	main, trailing := d.timelines()
	if main == nil {
		return
	}
	d.clock.Begin(d.day)
	if d.day == "" && !d.hasDate(main) {
		return // the file has no day at all, and is left out
	}
	main.name = timelineSection
	if d.clock.Zone == "" {
		d.clock.Zone = d.zoneOfKeys(main)
	}
	w := &eventWriter{document: d, trailing: trailing}
	list := d.below(main)
	isOfDay := func(b *block) bool { return b.name == timelineSection && dates.Day(b.title) != "" }
	for _, b := range d.blocks {
		if slices.Contains(list, b) || isOfDay(main) && isOfDay(b) { // a timeline for each day
			if day := cmp.Or(dates.Day(b.title), dates.Leading(b.title, d.clock.Near)); day != "" {
				d.clock.Begin(day)
			}
			w.block(b)
		}
	}
}

// zoneOfKeys is the zone of the times of keys, where all have the same and two of these times stand among the events without
// one; else empty.
func (d *document) zoneOfKeys(main *block) string {
	same := map[string]bool{}
	for _, line := range d.linesOf(main) {
		e, _ := d.leading(line)
		if cells := markup.Row(line); cells != nil {
			e, _ = d.stamped(cells[0])
		}
		if e.begin.Clock != "" && e.begin.Zone == "" && d.zoned[e.begin.Clock] != "" {
			same[e.begin.Clock] = true
		}
	}
	zones := slices.Compact(slices.Sorted(maps.Values(d.zoned)))
	if len(same) < 2 || len(zones) != 1 {
		return ""
	}
	return zones[0]
}

// below are a block and those under it.
func (d *document) below(b *block) []*block {
	from := slices.Index(d.blocks, b)
	to := from + 1
	for b.level > 0 && to < len(d.blocks) && d.blocks[to].level > b.level && !d.blocks[to].actions {
		to++
	}
	return d.blocks[from:to]
}

func (d *document) linesOf(b *block) (lines []string) {
	for _, one := range d.below(b) {
		lines = append(lines, one.lines...)
	}
	return lines
}

// block writes the events of a block.
func (w *eventWriter) block(b *block) {
	lines := slices.Clone(b.lines)
	for i, line := range markup.Outside(b.lines) {
		lines[i] = w.line(line)
		if becameItem := lines[i] != line && w.paragraph; becameItem && i > 0 && lines[i-1] != "" && !markup.Bullet().MatchString(lines[i-1]) {
			lines[i] = "\n" + lines[i]
		}
	}
	b.lines = lines
}

// unnest puts times below days, as lists of lists have them, on one level: a day of its own, and a list below it.
func unnest(lines []string) (list []string) {
	within := 0 // markup.Indent of the items below a day
	for i, line := range lines {
		bullet := markup.Bullet().FindString(line)
		switch at := len(markup.Indent().FindString(line)); {
		case bullet != "" && dates.Day(line) != "" && i+1 < len(lines) && isBelow(lines[i+1]) && isDay(line[len(bullet):]):
			list = append(list, "", "**"+markup.Plain(line[len(bullet):])+"**", "")
			within = len(markup.Indent().FindString(lines[i+1]))
			continue
		case line != "" && at < within:
			within = 0
		case line != "" && within > 0:
			line = line[within:]
		}
		list = append(list, line)
	}
	return list
}

func isBelow(line string) bool {
	at := len(markup.Indent().FindString(line))
	return at > 0 && markup.Bullet().MatchString(line[at:])
}

// isDay reports whether a text is a day and no more, perhaps with its name.
func isDay(s string) bool {
	s = strings.TrimSpace(dates.Normal(strings.Trim(markup.Plain(s), ": "), dates.Manner{}))
	day := dates.Day(s)
	before, after, _ := strings.Cut(s, day)
	return day != "" && after == "" && !strings.Contains(strings.TrimRight(before, ", "), " ")
}

// hasDate reports whether a block names a day, which then is that of the incident where nothing else says it.
func (d *document) hasDate(b *block) bool {
	for _, line := range d.linesOf(b) {
		if at, _ := d.clock.Find(line); at.Precision() >= when.ToDay {
			d.day = at.String()[:len("2006-01-02")]
			d.clock.Day, d.clock.Year = d.day, d.day[:4]
			return true
		}
	}
	return false
}

// readKeyEvents takes the times of a list of key events.
func (d *document) readKeyEvents(b *block) {
	for _, line := range b.lines {
		if e, ok := d.trailing(line); ok {
			d.set(stageOf(e.text), d.clock.Resolve(e.begin))
		}
	}
}

// eventWriter writes the events of one block.
type eventWriter struct {
	*document
	trailing  bool
	paragraph bool // the last event was a paragraph
	latest    when.Time
	heads     []string // of the table; nil outside of one
}

var (
	dayAlone = lazy.Regexp(`^[#*_\s]*(?:[\pL-]+\.?,? )?(` + when.DateForm + `)(?:\W.*)?$`)
	boldHead = lazy.Regexp(`^\*\*([^*]+)\*\*[ .:,–—-]*(.*)$`)
)

func (w *eventWriter) line(line string) string {
	if strings.HasPrefix(strings.TrimSpace(line), "|") {
		return w.row(line)
	}
	w.heads = nil
	if m := boldHead().FindStringSubmatch(line); m != nil {
		if _, isEvent := w.stamped(m[1]); !isEvent || !strings.Contains(m[1], ":") { // a day in bold, without a time
			if day := cmp.Or(dates.Day(m[1]), dates.Leading(m[1], w.clock.Near)); day != "" {
				w.clock.Begin(day)
				if _, isEvent := w.leading(m[2]); isEvent {
					return line[:len(line)-len(m[2])] + "\n\n" + w.line(m[2])
				}
				return line
			}
		}
	}
	read := w.leading
	if w.trailing {
		read = w.document.trailing
	}
	e, ok := read(line)
	if !ok {
		if !markup.Bullet().MatchString(line) && countsAsLine(line) {
			if m := dayAlone().FindStringSubmatch(dates.Normal(line, w.clock.Manner)); m != nil && len(m[1]) >= len("2 May 2006") {
				w.clock.Begin(w.clock.ISO(m[1]))
			} else if day := dates.Day(line); day != "" && w.latest.IsZero() { // All times are UTC on May 13, 2025.
				w.clock.Begin(day)
				if w.isPost {
					w.day, w.isPost = day, false
				}
			}
		}
		return line
	}
	w.paragraph = !markup.Bullet().MatchString(line)
	if e.begin.Clock == "" && strings.Trim(e.text, "*_: ") == "" { // a day above its events
		w.clock.Begin(w.clock.ISO(e.begin.Date))
		return line
	}
	time, ok := w.write(e)
	if !ok && !w.paragraph {
		return e.before + "– " + line[len(e.before):]
	}
	if !ok {
		return line
	}
	if !w.trailing {
		w.set(stageOf(e.text), w.latest)
	}
	return e.before + time + e.text
}

// write is the time of an event with what parts it from its text; false where it would be out of order.
func (w *eventWriter) write(e lineEvent) (string, bool) {
	at := w.clock.Next(e.begin)
	raw := ""
	if at.Precision() < when.ToMinute && e.begin.Clock != "" {
		raw = e.begin.Clock
		if e.begin.Zone != "" {
			raw += " " + e.begin.Zone
		}
		if e.end.Clock != "" {
			raw += "–" + e.end.Clock
		}
	}
	if w.latest.After(at) { // the day may still be in order
		w.disorder++
		day := w.clock.Resolve(when.Stamp{Date: w.clock.Day})
		if at.Precision() < when.ToMinute || w.latest.After(day) {
			return "", false
		}
		raw = e.begin.Clock + e.begin.Zone
		at = day
	}
	if at.IsZero() {
		return "", false
	}
	w.latest, w.last = at, at
	if w.first.IsZero() {
		w.first = at
	}
	text := at.String()
	if raw == "" && e.end.Clock != "" && at.Precision() >= when.ToMinute {
		if e.end.Zone == "" {
			e.end.Zone = e.begin.Zone
		}
		if end := w.clock.Next(e.end); !at.After(end) {
			text += " – " + end.String()
		} else {
			raw = "–" + e.end.Clock
		}
	}
	if raw != "" {
		return text + " — " + raw + " ", true
	}
	return text + " — ", true
}

// row writes the time of a row of a table.
func (w *eventWriter) row(line string) string {
	cells := markup.Row(line)
	switch {
	case cells == nil:
		return line
	case w.heads == nil:
		w.heads = cells
		return line
	}
	at := w.timeCell(cells, w.heads)
	if at < 0 {
		return line
	}
	e, _ := w.stamped(cells[at])
	for i, cell := range cells {
		if i != at && e.begin.Date == "" {
			if date := dates.Form().FindString(dates.Normal(cell, w.clock.Manner)); date != "" && date == strings.TrimSpace(dates.Normal(cell, w.clock.Manner)) {
				e.begin.Date = date
			}
		}
	}
	if time, ok := w.write(e); ok {
		cells[at] = strings.TrimSpace(strings.TrimSuffix(time, " — ") + " " + e.text)
		if at+1 < len(cells) && e.text == "" {
			w.set(stageOf(cells[at+1]), w.latest)
		}
	} else {
		cells[at] = "– " + cells[at]
	}
	return "| " + strings.Join(cells, " | ") + " |"
}

// limits are those of a repository that configures none; a longer or more complex text is refused where it is to become a record.
var limits = (&incident.Config{}).TextLimits()

// ordered is a text in which each event of the timeline is read, and none before one above it: a dash before a time keeps
// others from being read.
func (d *document) ordered(body string) string {
	parser := markdown.NewParser(limits, incident.BareID).Naming(names.Of)
	for range 3 { // a list that begins otherwise may be read otherwise
		file := &incident.File{Text: parser.Parse(diag.NewLines([]byte(body)), 0)}
		var wrong []int
		var latest incident.Time
		for _, e := range file.Events() {
			if e.Err != nil || latest.After(e.At) {
				wrong = append(wrong, e.Span.Start.Offset)
				continue
			}
			latest = e.At
		}
		if len(wrong) == 0 {
			break
		}
		d.disorder += len(wrong)
		for _, at := range slices.Backward(wrong) {
			body = body[:at] + "– " + body[at:]
		}
	}
	return body
}

// stages are what words of an event say of an incident, beside the names of keys, in the languages of fields.
var stages = terms.ByWord(map[string]string{
	"started": "outage begins|outage began|outage starts|start of outage|start of the outage|incident begins|incident began|incident starts|" +
		"incident started|incident start|start of incident|start of the incident|start of impact|impact begins|impact starts|vorfall beginnt|" +
		"störung beginnt|beginn der störung|début de la panne|l'incident commence|empieza el incidente|comienza el incidente|inizia l'incidente|" +
		"o incidente começa|incident begint",
	"detected": "incident detected|issue detected|outage detected|vorfall erkannt|störung erkannt|incident détecté|incidente detectado|" +
		"incidente rilevato|incidente detetado|incident ontdekt",
	"contained": "outage mitigated|incident mitigated|incident contained|incident repaired|impact mitigated|impact stopped|bleeding stopped|" +
		"störung eingedämmt|vorfall eingedämmt|incident contenu|incident maîtrisé|incidente contenido|incidente mitigado|incidente contenuto|" +
		"incidente mitigato|incidente contido|incident ingedamd",
	"resolved": "incident resolved|issue resolved|outage resolved|incident ends|incident ended|incident is resolved|incident declared resolved|" +
		"incident over|incident is over|incident declared over|end of incident|end of the incident|outage ends|end of outage|end of the outage|" +
		"outage over|all clear|störung behoben|vorfall behoben|vorfall beendet|störung beendet|incident résolu|incident terminé|" +
		"incidente resuelto|incidente risolto|incidente resolvido|fim do incidente|incident opgelost|incident voorbij",
})

// ends are words that say so when they stand for a sentence of their own at the end of an event.
var ends = map[string]string{
	"start": "started", "beginn": "started", "début": "started", "inicio": "started", "inizio": "started", "início": "started",
	"end": "resolved", "ende": "resolved", "fin": "resolved", "fine": "resolved", "fim": "resolved", "einde": "resolved",
}

// stageOf is the stage that an event names: by all of its words, or by those before a mark that parts them from the rest;
// else by a clause of it, or by words in bold.
func stageOf(text string) string {
	words := strings.ToLower(markup.Plain(text))
	first := words
	for _, mark := range []string{":", " — ", " – ", " - ", ",", "(", ".", " by ", " durch ", " par ", " por ", " da ", " door "} {
		first, _, _ = strings.Cut(first, mark)
	}
	if stage := stageBy(first); stage != "" {
		return stage
	}
	for _, m := range boldWords().FindAllStringSubmatch(text, -1) {
		if stage := stageBy(strings.ToLower(m[1])); stage != "" {
			return stage
		}
	}
	clauses := clauseEnd().Split(words, -1)
	for i, clause := range clauses {
		clause = strings.Trim(strings.TrimPrefix(clause, "the "), "*_ !.:")
		if stage := stages[clause]; stage != "" {
			return stage
		}
		if field := terms.FieldOf(clause); isStage(field) && strings.Contains(clause, " ") {
			return field // fin de l'incident
		}
		if i > 0 && i == len(clauses)-1 && ends[clause] != "" {
			return ends[clause]
		}
	}
	return ""
}

var (
	boldWords = lazy.Regexp(`\*\*([^*]+)\*\*`)
	clauseEnd = lazy.Regexp(`[.;:,]\s+| — | – | - |\s*\(|\)`)
)

// stageBy is the stage that words name with nothing beside them.
func stageBy(words string) string {
	words = strings.Trim(words, "*_ !.:`<>[]")
	if stage := stages[words]; stage != "" {
		return stage
	}
	if field := terms.FieldOf(words); isStage(field) {
		return field
	}
	return ""
}

func isStage(field string) bool {
	return field == "started" || field == "detected" || field == "contained" || field == "resolved"
}
