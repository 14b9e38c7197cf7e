package postmortem

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"hindcast/internal/importing"
	"hindcast/internal/importing/dates"
	"hindcast/internal/importing/postmortem/action"
	"hindcast/internal/importing/postmortem/markup"
	"hindcast/internal/importing/postmortem/terms"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
	"hindcast/internal/section"
)

// document is a file on its way to a record.
type document struct {
	name    string
	options importing.Options
	files   fs.FS
	front   incident.Front
	beside  []importing.Beside

	blocks     []*block // the first has no title
	deadLinks  int
	disorder   int // events that are out of order
	clock      dates.Clock
	day        string // of the incident, as it is stated
	isPost     bool   // the day is that of the document, which may be later
	restricted string // what says that not everybody may see the document
	unread     string // the severity in a word that nobody knows
	people     int    // names that were not taken over

	first, last incident.Time     // events
	zoned       map[string]string // zones of the times of keys, by times of day
}

// block is a part of the text with the heading above it.
type block struct {
	title   string
	level   int    // of the heading; 0 for the first
	name    string // of the section that it is, empty for others
	actions bool
	lines   []string
}

var (
	names       = section.New(nil)
	atx         = lazy.Regexp(`^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$`)
	wikiHeading = lazy.Regexp(`^(={2,6})[ \t]+(\S.*?)[ \t]+={2,6}$`)
	setext      = lazy.Regexp(`^ {0,3}(=+|-{2,})[ \t]*$`)
	label       = lazy.Regexp(`^([-*+] +)?(?:\*\*|__)([^*_]{2,60}?)(?:(:)(?:\*\*|__)|(?:\*\*|__) ?(:)?)[ \t]*(.*)$`)
	plainLabel  = lazy.Regexp(`^[\pL][\pL '’-]{2,40}:$`)
)

// outline parts the text at its headings, and at labels in bold that stand for headings.
func (d *document) outline(lines []string) {
	d.blocks = []*block{{}}
	fence := ""
	for i := 0; i < len(lines); i++ {
		line, current, was := lines[i], d.blocks[len(d.blocks)-1], fence
		fence = importing.FenceAfter(fence, line)
		switch {
		case fence != "" || was != "":
		case strings.HasPrefix(line, "#") || strings.HasPrefix(line, " #") || strings.HasPrefix(line, "  #"):
			if m := atx().FindStringSubmatch(line); m != nil && strings.TrimSpace(m[2]) != "" {
				d.open(m[2], len(m[1]))
				continue
			}
		case wikiHeading().MatchString(line):
			m := wikiHeading().FindStringSubmatch(line)
			d.open(m[2], len(m[1]))
			continue
		case i+1 < len(lines) && isPlain(line) && setext().MatchString(lines[i+1]) && isAfterBlank(current.lines):
			level := 2
			if strings.Contains(lines[i+1], "=") {
				level = 1
			}
			d.open(strings.TrimSpace(line), level)
			i++
			continue
		}
		current.lines = append(current.lines, line)
	}
	for _, b := range d.blocks {
		b.lines = unnest(b.lines)
	}
	d.entitle()
	var parted []*block
	for _, b := range d.blocks {
		parted = append(parted, labels(b)...)
	}
	d.blocks = parted
	d.raise()
}

// entitle takes the heading that is above all others, and no section, for the title of the document.
func (d *document) entitle() {
	if len(d.blocks) < 2 {
		return
	}
	first := d.blocks[1]
	isAbove := !slices.ContainsFunc(d.blocks[2:], func(b *block) bool { return b.level <= first.level })
	if first.name != "" || first.actions || !isAbove && first.level > 1 || hasText(d.blocks[0].lines) && !isAbove || terms.FieldOf(first.title) != "" {
		return
	}
	first.level, first.lines = 0, append(d.blocks[0].lines, first.lines...)
	d.blocks = d.blocks[1:]
}

// isAfterBlank reports whether a paragraph begins after lines.
func isAfterBlank(lines []string) bool { return len(lines) == 0 || lines[len(lines)-1] == "" }

// isPlain reports whether a line is text of a paragraph.
func isPlain(line string) bool {
	return line != "" && !strings.ContainsAny(line[:1], " \t|>#-*+<`![") && !strings.HasPrefix(line, "**")
}

func (d *document) open(title string, level int) {
	d.blocks = append(d.blocks, named(&block{title: strings.TrimSpace(title), level: level}))
}

// named says which section a block is by its title.
func named(b *block) *block {
	plain := markup.BareTitle(b.title)
	for _, title := range []string{plain, withoutDay(plain)} { // Timeline of 3 April 2025
		if name := names.Of(title); slices.Contains(section.Keys(), name) {
			b.name = name
		}
	}
	b.actions = action.Under(plain)
	return b
}

// withoutDay is a title without a day at its end.
func withoutDay(title string) string {
	before, isDay := strings.CutSuffix(dates.Normal(title, dates.Manner{}), dates.Day(title))
	if !isDay {
		return title
	}
	return strings.TrimRight(before, " ,:–—-") // "of" before it is a word of the title
}

// labels parts a block where labels in bold stand at the beginning of lines or items: those that name a section, and all
// that have lines below them once two do. A label with one line that names no section stays in the first block.
func labels(b *block) []*block {
	if b.name == section.Timeline && b.level > 0 || b.actions {
		return []*block{b}
	}
	type found struct {
		at      int
		item    bool
		title   string
		rest    string
		section bool
	}
	var all []found
	known := 0
	for i, line := range markup.Outside(b.lines) {
		m := label().FindStringSubmatch(line)
		if plainLabel().MatchString(line) && (i == 0 || b.lines[i-1] == "") {
			m = []string{line, "", strings.TrimSuffix(line, ":"), ":", "", ""}
		}
		if m == nil || m[1] == "" && m[3]+m[4]+m[5] != "" && m[3]+m[4] == "" {
			continue
		}
		n := named(&block{title: strings.TrimSuffix(strings.TrimSpace(m[2]), ":")})
		f := found{i, m[1] != "", n.title, m[5], n.name != "" || n.actions}
		if !f.section && (!f.item || terms.FieldOf(f.title) != "" && f.rest != "") {
			continue
		}
		if f.section {
			known++
		}
		all = append(all, f)
	}
	if known == 0 || known == 1 && b.level > 0 && b.name != "" {
		return []*block{b}
	}
	list := []*block{b}
	head := b
	text := b.lines
	b.lines = nil
	at := 0
	current := b
	add := func(to int) {
		current.lines = append(current.lines, dedent(text[at:to])...)
		at = to
	}
	for i, f := range all {
		end := len(text)
		if i+1 < len(all) {
			end = all[i+1].at
		}
		single := strings.TrimSpace(strings.Join(text[f.at+1:end], "")) == ""
		if !f.section && single {
			add(f.at)
			head.lines = append(head.lines, text[f.at])
			at = f.at + 1
			continue
		}
		add(f.at)
		current = named(&block{title: f.title, level: max(b.level+1, 2)})
		current.lines = []string{f.rest, ""}
		if f.rest == "" {
			current.lines = nil
		} else if f.at+1 < len(text) && text[f.at+1] != "" && !markup.Bullet().MatchString(strings.TrimLeft(text[f.at+1], " \t")) {
			current.lines = current.lines[:1] // the paragraph goes on
		}
		list = append(list, current)
		at = f.at + 1
	}
	add(len(text))
	var nested []*block
	for i, l := range list {
		if i == 0 || l == b || len(l.lines) == len(text) {
			nested = append(nested, l)
			continue
		}
		nested = append(nested, labels(l)...)
	}
	return nested
}

// dedent takes from lines the white space that all of them begin with, later ones at the margin aside.
func dedent(lines []string) []string {
	least := -1
	if first := slices.IndexFunc(lines, func(line string) bool { return line != "" }); first < 0 || markup.Indent().FindString(lines[first]) == "" {
		return lines
	}
	for _, line := range lines {
		if n := len(markup.Indent().FindString(line)); line != "" && n > 0 && (least < 0 || n < least) {
			least = n
		}
	}
	list := slices.Clone(lines)
	for i, line := range list {
		if n := len(markup.Indent().FindString(line)); least > 0 && n >= least {
			list[i] = line[least:]
		}
	}
	return list
}

// raise puts headings on the levels of a record: the highest on the second, and a known section there wherever it stood
// below another one, with what follows on its level.
func (d *document) raise() {
	base := 0
	for _, b := range d.blocks {
		if b.level > 0 && (base == 0 || b.level < base) {
			base = b.level
		}
	}
	raised, current := 0, ""
	for _, b := range d.blocks {
		if b.level == 0 {
			continue
		}
		isSection := slices.Contains(section.All, b.name) || b.actions
		switch written := b.level; {
		case written == base:
			b.level, raised, current = 2, 0, b.name
		case isSection && b.name != current || isSection && raised == written:
			b.level, raised, current = 2, written, b.name
		case raised > 0 && written <= raised:
			b.level, current = 2, b.name
		case raised > 0:
			b.level = min(2+written-raised, 6)
		default:
			b.level = min(2+written-base, 6)
		}
	}
}

// parts are the blocks with those below them: each begins on the second level.
func (d *document) parts() (list [][]*block) {
	for _, b := range d.blocks {
		if b.level == 2 || len(list) == 0 {
			list = append(list, nil)
		}
		list[len(list)-1] = append(list[len(list)-1], b)
	}
	return list
}

// body is the text of the record: its sections in their order, then the others in theirs. Where several parts are one
// section, or one is called by more than its name, each keeps its heading below that of the section, unless it is the first
// and says no more.
func (d *document) body() string {
	sections := map[string][][]*block{}
	var others [][]*block
	for i, part := range d.parts() {
		name := part[0].name
		switch {
		case i == 0 && part[0].level < 2:
			name = section.All[0]
		case !slices.Contains(section.All, name):
			others = append(others, part)
			continue
		}
		sections[name] = append(sections[name], part)
	}
	var b strings.Builder
	for _, name := range section.All {
		var filled [][]*block
		for _, part := range sections[name] {
			if len(part) > 1 || hasText(part[0].lines) {
				filled = append(filled, part)
			}
		}
		if len(filled) == 0 {
			continue
		}
		b.WriteString("\n## " + name + "\n")
		isFirst := true // no heading stands between that of the section and this part
		for _, part := range filled {
			deeper := 0
			title, isTitled, bare := part[0].title, part[0].level == 2, markup.BareTitle(part[0].title)
			if isSaid := len(filled) == 1 && names.Of(bare) == name || isFirst && strings.EqualFold(bare, name); isTitled && !isSaid {
				b.WriteString("\n### " + heading(title) + "\n")
				deeper = 1
			} else if note := markup.BracketNote().FindString(title); note != "" && isTitled {
				b.WriteString("\n" + note + "\n")
			}
			isFirst = isFirst && !isTitled && len(part) == 1
			writeLines(&b, part[0].lines)
			writeBlocks(&b, part[1:], deeper)
		}
	}
	for _, part := range others {
		writeBlocks(&b, part, 0)
	}
	return b.String()
}

func writeBlocks(b *strings.Builder, blocks []*block, deeper int) {
	for _, one := range blocks {
		title := heading(one.title)
		if slices.Contains(section.BesideLessons(), one.name) {
			title = one.name
		}
		b.WriteString("\n" + strings.Repeat("#", min(max(one.level, 2)+deeper, 6)) + " " + title + "\n")
		writeLines(b, one.lines)
	}
}

// heading is a title less marks of emphasis around all of it.
func heading(title string) string {
	if inner := strings.TrimSuffix(strings.TrimPrefix(title, "**"), "**"); len(inner) == len(title)-4 && !strings.Contains(inner, "**") {
		return inner
	}
	return title
}

func hasText(lines []string) bool {
	return slices.ContainsFunc(lines, func(line string) bool { return line != "" })
}

// writeLines writes lines without blank ones at the ends, and no more than one at a time.
func writeLines(b *strings.Builder, lines []string) {
	blank, fence := true, ""
	for _, line := range lines {
		if fence == "" && strings.TrimSpace(line) == "" {
			blank = true
			continue
		}
		if blank && fence == "" {
			b.WriteString("\n")
			blank = false
		}
		fence = importing.FenceAfter(fence, line)
		b.WriteString(line + "\n")
	}
}

// readActions reads the actions under their headings, and those elsewhere that are clearly some.
func (d *document) readActions() {
	r := action.Reader{Manner: d.clock.Manner, Team: d.front.Owner, IsEvent: func(line string) bool {
		_, ok := d.leading(line)
		return ok
	}}
	below := 0 // the level of the heading of actions that a block is under
	for _, b := range d.blocks {
		switch {
		case b.actions:
			below = max(b.level, 1)
		case b.level <= below:
			below = 0
		}
		if below == 0 && b.name != "" && b.name != section.Lessons {
			continue
		}
		above := b.title
		if b.actions {
			above = "" // ✅ Actions are none that are done
		}
		for _, a := range r.Read(b.lines, below > 0, above) {
			a.ID = fmt.Sprintf("A%d", len(d.front.Actions)+1)
			d.front.Actions = append(d.front.Actions, a)
		}
	}
	d.people += r.People
}
