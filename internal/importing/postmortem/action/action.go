// Package action reads follow-up actions from lists and tables.
package action

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hindcast/internal/importing"
	"hindcast/internal/importing/dates"
	"hindcast/internal/importing/postmortem/markup"
	"hindcast/internal/importing/postmortem/terms"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
)

var (
	struck     = lazy.Regexp(`^~~(.+?)~~[\s:;,.–—-]*(.*)$`)
	inBrackets = lazy.Regexp(`[(\[]([^()\[\],;]{2,40})(?:[,;][^()\[\]]*)?[)\]]`)
	numbered   = lazy.Regexp(`^(?:\*\*|__)?(\pL{4,16}) \d{1,2}\s*[.:–—-]\s*(?:\*\*|__)?\s*`)
	bracketed  = lazy.Regexp(`^(.*\S)\s*[(\[]([^()\[\]]+)[)\]]\.?$`)
	dashed     = lazy.Regexp(`^(.*\S) (?:—|–|--?|→|->|\||·) (\S[^—–→|·]*)$`)
	verdict    = lazy.Regexp(`^(.*?)(?:[.!](?:\*\*|__)?|(?:\*\*|__)[.!]?)\s+([^.!]{4,30})[.!]\s+(.+)$`)
	sentence   = lazy.Regexp(`^(.*\S[.!;*_])\s+([^.;]*[^.;\s])\.?$`)
	dueTail    = lazy.Regexp(`(?i)[\s,;:(–—-]+(?:` + dueWords + `)\s*:?\s*([^;()]{4,32}?)\)?\.?$`)
	dueWord    = lazy.Regexp(`(?i)^(?:` + dueWords + `)\s*:?\s*`)
	keyWord    = lazy.Regexp(`^(\pL[\pL ]{1,24}?)\s*[:：]\s*(.+)$`)
	ticket     = lazy.Regexp(`(?i)^(.*?)[\s,:–—-]*\(?(?:\b(?:ticket|tracked in|issue|see)s?(?: raised)?:?\s+)?\[(#?\d+|[A-Z][A-Z0-9]+-\d+)\]\((https?://[^()\s]+)\)\)?\.?$`)
	ticketAt   = lazy.Regexp(`^\[(#?\d+|[A-Z][A-Z0-9]+-\d+)\]\((https?://[^()\s]+)\)[\s:,–—-]*(.+)$`)
	bare       = lazy.Regexp(`^(.*?\S)[\s,:;–—-]+[(\[]?(?:(?i:ticket|tracked in|issue|see):?\s+)?` + ticketForm + `[)\]]?\.?$`)
	ticketOnly = lazy.Regexp(`^` + ticketForm + `$`)
	stateLabel = lazy.Regexp(`^(?:\*\*|__|\[)?([^*_\[\]:]{1,20}?)(?:(?:\*\*|__|\])\s*(?:[:–—-]\s+)?|:(?:\*\*|__)?\s+)(\S.*)$`)
	emphasis   = lazy.Regexp(`^(.*\S)\s+[*_]{1,2}([^*_]+)[*_]{1,2}\.?$`)
	bareAt     = lazy.Regexp(`^[(\[]?` + ticketForm + `[)\]]?(?:\s*[:–—-]+\s*|\s+)(.+)$`)
	ofTicket   = lazy.Regexp(`/(?:issues|pull|pulls|merge_requests|browse|work_items|ticket|tickets|_workitems/edit)/[\w-]*\d|/story/\d|[?&]id=\d`)
	anyLink    = lazy.Regexp(`\]\((https?://[^()\s]+)\)|<?(https?://[^\s<>)\]]+)`)
)

// Under reports whether a title is one under which actions stand.
func Under(title string) bool {
	title = chapter().ReplaceAllString(strings.ToLower(strings.ReplaceAll(title, "’", "'")), "")
	title = strings.Trim(markup.BracketNote().ReplaceAllString(title, ""), " :.!?")
	first := titleAnd().Split(title, 2)[0]
	return actionHeads[title] != "" || actionHeads[first] != ""
}

var titleAnd = lazy.Regexp(`\s*(?:,|&|/| and | und | et | y | e | en )\s*`)

var chapter = lazy.Regexp(`^(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+|[一二三四五六七八九十]{1,3}、[^\pL]*)`)

// Reader reads the actions of one document. Their text stays where it is.
type Reader struct {
	Manner  dates.Manner           // of its dates
	Team    string                 // that the document names as the owner of the incident
	IsEvent func(line string) bool // whether an item is one of a timeline
	People  int                    // names that were not taken over, since they may be those of people

	namesTeams bool   // the list has teams in brackets
	above      string // the state that stands above the item
}

// Read are the actions of the lists and tables among lines, below a heading that may say how far they are. Where nothing
// says that they are actions, they are only read if they are so by themselves.
func (r *Reader) Read(lines []string, isSaid bool, above string) (actions []incident.Action) {
	state := stateOf(above)
	list := items(lines)
	r.namesTeams = teamsAtEnds(list)
	if !isSaid && !r.areActions(list) {
		return nil
	}
	add := func(a incident.Action) {
		if a.Title != "" {
			a.To = importing.OneLine(a.To)
			actions = append(actions, a)
		}
	}
	for len(list) > 0 {
		if it := list[0]; it.cells == nil {
			list = list[1:]
			if state := stateOf(strings.TrimSuffix(markup.Plain(it.text), ":")); state != "" && len(it.below) > 0 { // those below have this state
				for _, text := range it.below {
					add(r.action(item{text: text, state: state}))
				}
				continue
			}
			it.state = cmp.Or(stateOf(strings.TrimSuffix(markup.Plain(it.lead), ":")), state)
			add(r.action(it))
			continue
		}
		end := 1
		for end < len(list) && list[end].cells != nil && !list[end].head {
			end++
		}
		heads := r.columns(list[:end])
		for _, row := range list[1:end] {
			add(r.actionRow(heads, row.cells))
		}
		list = list[end:]
	}
	return actions
}

// teamsAtEnds reports whether half of the items or more, and two at least, have a team in brackets.
func teamsAtEnds(list []item) bool {
	n := 0
	for _, it := range list {
		if m := inBrackets().FindStringSubmatch(it.text); m != nil && terms.IsTeam(m[1]) {
			n++
		}
	}
	return n > 1 && 2*n >= len(list)
}

// areActions reports whether items say by themselves that they are actions: they are a list in which each has a box to
// tick, begins with its state, or says who; or a table of actions.
func (r *Reader) areActions(list []item) bool {
	if len(list) < 2 {
		return false
	}
	if list[0].cells != nil {
		return r.isTableOfActions(list)
	}
	people := r.People
	defer func() { r.People = people }()
	return !slices.ContainsFunc(list, func(it item) bool {
		a := r.action(it)
		return r.IsEvent("- "+it.text) || it.cells != nil || a.Status == "" && a.Owner == "" || strings.HasSuffix(a.Title, ":")
	})
}

// isTableOfActions reports whether a table has a title and two of who, until when and how far: all states are known, or a
// head says that a day is the last.
func (r *Reader) isTableOfActions(table []item) bool {
	heads := r.columns(table)
	has := func(field string) bool { return slices.Contains(heads, field) }
	isState, isDue := has("status"), false
	for _, row := range table[1:] {
		if i := slices.Index(heads, "status"); i >= 0 && i < len(row.cells) && markup.Plain(row.cells[i]) != "" {
			isState = isState && stateOf(markup.Plain(row.cells[i])) != ""
		}
	}
	if i := slices.Index(heads, "due"); i >= 0 {
		head := headOf(table[0].cells[i])
		isDue = actionKeys[head] == "due" && terms.FieldOf(head) != "date"
	}
	return has("title") && (isState && (has("owner") || has("due")) || isDue && has("owner"))
}

func headOf(cell string) string { return strings.Trim(strings.ToLower(markup.BareTitle(cell)), " .:") }

// stateBefore is the state that an item begins with, and the rest of it.
func stateBefore(text string) (state, rest string) {
	if m := stateLabel().FindStringSubmatch(text); m != nil {
		if state := stateOf(m[1]); state != "" {
			return state, m[2]
		}
	}
	if sign, rest, found := strings.Cut(text, " "); found && !isWord(sign) && actionStates[sign] != "" {
		return actionStates[sign], rest
	}
	return "", text
}

// item is an item of a list on the first level, with the lines that go on with it, or a row of a table.
type item struct {
	text  string
	below []string // items below it
	lead  string   // the line above its list
	state string   // by what stands above it
	cells []string
	head  bool // the first row of a table
}

func items(lines []string) (list []item) {
	going, inTable, last, lead := false, false, -1, ""
	for i, line := range markup.Outside(lines) {
		going, last = going && i == last+1, i // not over a block of code
		cells := markup.Row(line)
		bullet := markup.Bullet().FindString(line)
		switch {
		case strings.HasPrefix(strings.TrimSpace(line), "|"):
			if cells != nil {
				list = append(list, item{cells: cells, head: !inTable})
			}
			inTable, going = true, false
			continue
		case bullet != "":
			list, going = append(list, item{text: strings.TrimSpace(line[len(bullet):]), lead: lead}), true
		case len(list) > 0 && list[len(list)-1].cells == nil && markup.Bullet().MatchString(strings.TrimLeft(line, " \t")):
			line = strings.TrimLeft(line, " \t")
			list[len(list)-1].below = append(list[len(list)-1].below, line[len(markup.Bullet().FindString(line)):])
			going = false
		case line == "" || !going:
			going = false
			if line != "" {
				lead = strings.TrimSpace(line)
			}
		default:
			list[len(list)-1].text += " " + strings.TrimSpace(line)
		}
		inTable = false
	}
	return list
}

// columns are what the columns of a table say of actions: by their heads, else by what all their cells are. The title is
// the one with most text of those whose heads say nothing.
func (r *Reader) columns(table []item) []string {
	heads := make([]string, len(table[0].cells))
	take := func(i int, field string) {
		if field != "" && !slices.Contains(heads, field) {
			heads[i] = field
		}
	}
	for i, cell := range table[0].cells {
		take(i, actionKeys[headOf(cell)])
	}
	lengths, kinds := make([]int, len(heads)), make([]map[string]bool, len(heads))
	longest := 0
	for i := range heads {
		kinds[i] = map[string]bool{}
		for _, row := range table[1:] {
			if i < len(row.cells) && markup.Plain(row.cells[i]) != "" {
				lengths[i] += len(markup.Plain(row.cells[i]))
				kinds[i][r.kindOf(markup.Plain(row.cells[i]))] = true
			}
		}
		if heads[i] == "" && (heads[longest] != "" || lengths[i] > lengths[longest]) {
			longest = i
		}
	}
	take(longest, "title")
	for i := range heads {
		for kind := range kinds[i] {
			if heads[i] == "" && len(kinds[i]) == 1 {
				take(i, kind)
			}
		}
	}
	if !slices.Contains(heads, "title") {
		heads[0] = "title"
	}
	return heads
}

// kindOf is what a cell says of an action by its form; empty where it may be anything.
func (r *Reader) kindOf(words string) string {
	switch {
	case stateOf(words) != "":
		return "status"
	case dates.Whole(words, r.Manner) != "":
		return "due"
	case ticketOnly().MatchString(words):
		return "to"
	case terms.IsTeam(words):
		return "owner"
	}
	return ""
}

func (r *Reader) actionRow(heads, cells []string) incident.Action {
	a := incident.Action{}
	for i, cell := range cells[:min(len(cells), len(heads))] {
		words := markup.Plain(cell)
		if words == "" || words == "-" || words == "–" || words == "—" || strings.EqualFold(words, "n/a") {
			continue
		}
		switch heads[i] {
		case "title":
			if m := struck().FindStringSubmatch(words); m != nil {
				a.Status, a.Reason, words = "declined", m[2], m[1]
			}
			a.Title = words
		case "to":
			if before, state, found := strings.Cut(words, " "); found && a.Status == "" && stateOf(state) != "" { // OPS-12 (in progress)
				a.Status, words = stateOf(state), before
			}
			if strings.EqualFold(words, "n/a") {
				continue
			}
			a.To = words
			if m := anyLink().FindStringSubmatch(cell); m != nil {
				a.To = m[1] + m[2]
			}
		case "":
		default:
			r.qualifyBy(&a, heads[i], words)
		}
	}
	return a
}

// qualifyBy takes what a column, or a key, says of an action; false where it says nothing that an action has.
func (r *Reader) qualifyBy(a *incident.Action, key, value string) bool {
	switch key {
	case "owner":
		if value != r.Team && !terms.IsOwner(value) {
			r.People++
		} else if a.Owner == "" {
			a.Owner = strings.TrimPrefix(value, "@")
		}
	case "due":
		if at := r.due(value); at.IsZero() {
			return false
		} else if a.Due.IsZero() {
			a.Due = at
		}
	case "status":
		return r.qualifies(a, value, false)
	case "to":
		if a.To != "" {
			return false
		}
		a.To = value
		if m := anyLink().FindStringSubmatch(value); m != nil {
			a.To = m[1] + m[2]
		}
	default:
		return false
	}
	return true
}

func (r *Reader) due(s string) incident.Time {
	at, _ := (&dates.Clock{Manner: r.Manner}).Find(s)
	return at
}

func stateOf(s string) string {
	s = strings.ToLower(strings.Trim(s, " .!()[]*_"))
	if state := actionStates[s]; state != "" {
		return state
	}
	sign, rest, _ := strings.Cut(s, " ")
	if state := actionStates[sign]; state != "" && !isWord(sign) && (actionStates[rest] == state || actionStates[rest] == "") {
		return state // ✅ done
	}
	return ""
}

// wide are punctuation marks as Chinese and Japanese have them.
var wide = strings.NewReplacer("（", " (", "）", ")", "，", ", ", "；", "; ", "：", ": ")

func isWord(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }

// action reads an item of a list: what stands at its end, in brackets, behind dashes or as sentences, or below it with a
// key, may be a team, a date, a state or a ticket.
func (r *Reader) action(it item) incident.Action {
	a, text, boxed := incident.Action{}, wide.Replace(it.text), it.state
	r.above = it.state
	if m := markup.Box().FindStringSubmatch(text); m != nil {
		boxed = "open"
		if m[1] != " " {
			boxed = "done"
		}
		text = text[len(m[0]):]
	}
	if m := struck().FindStringSubmatch(text); m != nil {
		if boxed != "done" {
			a.Status, a.Reason = "declined", markup.Plain(m[2])
		}
		text = m[1]
	}
	if m := numbered().FindStringSubmatch(text); m != nil && actionKeys[strings.ToLower(m[1])] == "title" { // Recommendation 2:
		text = text[len(m[0]):]
	}
	if state, rest := stateBefore(text); state != "" {
		a.Status, text = state, rest
	}
	if m := ticketAt().FindStringSubmatch(text); m != nil {
		a.To, text = m[2], m[3]
	} else if m := bareAt().FindStringSubmatch(text); m != nil {
		a.To, text = m[1], m[2]
	}
	for range 8 {
		short, ok := r.shorten(&a, text)
		if !ok {
			break
		}
		text = short
	}
	if m := verdict().FindStringSubmatch(text); m != nil && a.Status == "" && stateOf(m[2]) == "declined" {
		text, a.Status, a.Reason = m[1], "declined", markup.Plain(m[3])
	}
	if m := anyLink().FindAllStringSubmatch(text, -1); len(m) == 1 && a.To == "" && ofTicket().MatchString(m[0][0]) {
		a.To = m[0][1] + m[0][2]
	}
	if a.Title = markup.Plain(strings.TrimRight(text, unended)); !strings.Contains(a.Title, ". ") {
		a.Title = strings.TrimSuffix(a.Title, ".")
	}
	for _, line := range it.below {
		if m := keyWord().FindStringSubmatch(markup.Plain(line)); m != nil {
			key := actionKeys[strings.ToLower(m[1])]
			if key == "" && stateOf(m[2]) != "" {
				key = "status"
			}
			r.qualifyBy(&a, key, m[2])
		}
	}
	a.Status = cmp.Or(a.Status, boxed)
	return a
}

// shorten takes from the end of an item what qualifies it; false where nothing does.
func (r *Reader) shorten(a *incident.Action, text string) (string, bool) {
	text = strings.TrimRight(text, unended)
	if m := ticket().FindStringSubmatch(text); m != nil && m[1] != "" && a.To == "" {
		a.To = m[3]
		return m[1], true
	}
	if m := bare().FindStringSubmatch(text); m != nil && a.To == "" && isBalanced(m[1]) {
		a.To = m[2]
		return m[1], true
	}
	if m := dueTail().FindStringSubmatchIndex(text); m != nil && m[0] > 0 && a.Due.IsZero() && isBalanced(text[:m[0]]) {
		if at := dates.Whole(text[m[2]:m[3]], r.Manner); at != "" {
			a.Due = r.due(at)
			return text[:m[0]], true
		}
	}
	for i, form := range []func() *regexp.Regexp{bracketed, emphasis, dashed, sentence} {
		if m := form().FindStringSubmatch(text); m != nil && r.qualifies(a, m[2], i == 0) {
			return strings.TrimSuffix(m[1], "."), true
		}
	}
	return text, false
}

func isBalanced(s string) bool { return strings.Count(s, "(") == strings.Count(s, ")") }

// qualifies takes a part of an item that says nothing but who, until when and how far; false where it says more. In a list
// that names teams there, any name that is not clearly of a person is one.
func (r *Reader) qualifies(a *incident.Action, part string, isBracketed bool) bool {
	next := *a
	var at incident.Time // a date without a word that says what of
	part = strings.ReplaceAll(strings.TrimSuffix(dates.Normal(markup.Plain(part), r.Manner), "."), ". ", ";")
	for one := range strings.FieldsFuncSeq(part, func(r rune) bool { return r == ',' || r == ';' }) {
		one = strings.TrimSpace(one)
		if m := keyWord().FindStringSubmatch(one); m != nil {
			if key := actionKeys[strings.ToLower(m[1])]; key != "" && key != "title" {
				if !r.qualifyBy(&next, key, m[2]) {
					return false
				}
				continue
			}
		}
		date := dates.Whole(dueWord().ReplaceAllString(one, ""), r.Manner)
		switch {
		case ticketOnly().MatchString(one) && next.To == "":
			next.To = one
		case isAgreed[strings.ToLower(one)]: // which says nothing of how far it is
		case stateOf(one) != "":
			next.Status = cmp.Or(next.Status, stateOf(one)) // the last is the latest
		case date != "" && date == one:
			at = r.due(date)
		case date != "":
			next.Due = r.due(date)
		case next.Owner == "" && r.isOwner(one, isBracketed):
			next.Owner = strings.TrimPrefix(one, "@")
		default:
			return false
		}
	}
	switch {
	case at.IsZero():
	case incident.Action{Status: cmp.Or(next.Status, r.above)}.HasEnded():
		next.Ended = at
	default:
		next.Due = at
	}
	*a = next
	return true
}

// isOwner reports whether a part of an item that has no key names a team or a role.
func (r *Reader) isOwner(part string, isBracketed bool) bool {
	most := 40 // bytes of a name
	if isBracketed {
		most = 60
	}
	switch {
	case part == "" || len(part) >= most:
		return false
	case part == r.Team || terms.SaysTeam(part) || isBracketed && r.namesTeams && terms.IsOwner(part):
		return true
	}
	return terms.IsTeam(part) && (isTitled(part) || part[0] == '@')
}

// isTitled reports whether a text begins, and each longer word of it, with a capital letter, as names of teams do.
func isTitled(s string) bool {
	words := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" -/@", r) })
	return len(words) > 0 && !slices.ContainsFunc(words, func(word string) bool {
		first, _ := utf8.DecodeRuneInString(word)
		return len(word) > 3 && unicode.IsLower(first)
	})
}
