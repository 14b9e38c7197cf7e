package postmortem

import (
	"slices"
	"strconv"
	"strings"

	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
	"hindcast/internal/when"
)

var (
	actionHeads = strings.Split("action items|actions|action|action plan|follow-ups|follow ups|followups|follow-up|follow up|follow-up actions|follow-up items|next steps|"+
		"corrective actions|corrective and preventative measures|corrective and preventive actions|preventive actions|preventative actions|review actions|actions following review|"+
		"remediation items|remediation actions|improvements|todo|todos|to do|to-dos|tasks|what we are doing next|what we're doing next|future actions|future work|"+
		"maßnahmen|folgemaßnahmen|korrekturmaßnahmen|abhilfemaßnahmen|nächste schritte|aufgaben|verbesserungen|actions correctives|actions de suivi|actions à mener|"+
		"plan d'action|plan d'actions|mesures correctives|mesures|prochaines étapes|acciones|acciones correctivas|acciones de seguimiento|próximos pasos|medidas|medidas correctivas|plan de acción", "|")
	actionColumns = map[string][]string{
		"title":  {"action", "action item", "actions", "task", "item", "title", "what", "description", "follow-up", "maßnahme", "aufgabe", "was", "mesure", "tâche", "acción", "tarea", "medida"},
		"owner":  {"owner", "owners", "assignee", "team", "responsible", "who", "verantwortlich", "verantwortliche", "zuständig", "wer", "responsable", "équipe", "équipe responsable", "equipo"},
		"due":    {"due", "due date", "deadline", "target date", "eta", "when", "frist", "termin", "bis", "fällig", "échéance", "date", "date limite", "plazo", "fecha", "fecha límite"},
		"status": {"status", "state", "done", "stand", "statut", "état", "estado"},
		"to":     {"bug", "ticket", "issue", "jira", "link", "tracking", "tracking bug", "tracker", "reference", "vorgang", "incidencia"},
	}
	actionStates = map[string][]string{
		"done":        {"done", "complete", "completed", "fixed", "closed", "resolved", "finished", "shipped", "erledigt", "fertig", "abgeschlossen", "umgesetzt", "fait", "terminé", "terminée", "clos", "hecho", "completado", "✅", "✔"},
		"in_progress": {"in progress", "in_progress", "wip", "doing", "started", "ongoing", "in review", "in arbeit", "in bearbeitung", "begonnen", "en cours", "en curso", "en progreso"},
		"open":        {"open", "todo", "to do", "new", "not started", "planned", "backlog", "pending", "offen", "neu", "geplant", "à faire", "ouvert", "pendiente", "abierto"},
	}
	checkbox  = lazy.Regexp(`^\[([ xX])\]\s+`)
	bracketed = lazy.Regexp(`^(.*\S)\s*\(([^()]+)\)$`)
	dashed    = lazy.Regexp(`^(.*\S) (?:—|–|--?) (\S[^—–]*)$`)
	dueWord   = lazy.Regexp(`(?i)^(?:due(?: by| on| date)?|by|until|deadline|bis(?: zum)?|fällig(?: am)?|frist|échéance|pour le|avant le|para el|plazo|antes del)\s*:?\s*`)
	ownerWord = lazy.Regexp(`(?i)^(?:owner|assignee|verantwortlich|zuständig|responsable)\s*:\s*`)
	ticket    = lazy.Regexp(`(?i)^(.*?)[\s,:–—-]*(?:\b(?:ticket|tracked in|issue|see)s?(?: raised)?:?\s+)?\[(#?\d+|[A-Z][A-Z0-9]+-\d+)\]\((https?://[^()\s]+)\)\.?$`)
	ofTicket  = lazy.Regexp(`/(?:issues|pull|pulls|merge_requests|browse|work_items|ticket|tickets|_workitems/edit)/[\w-]*\d|/story/\d|[?&]id=\d`)
	anyLink   = lazy.Regexp(`\]\((https?://[^()\s]+)\)|<?(https?://[^\s<>)\]]+)`)
)

func isActions(title string) bool {
	title = strings.Trim(strings.ToLower(strings.ReplaceAll(title, "’", "'")), " :.!")
	return slices.Contains(actionHeads, title)
}

// readActions reads the tables and lists under the headings of actions. Their text stays.
func (d *document) readActions() {
	for _, b := range d.blocks {
		if !b.actions {
			continue
		}
		var heads []string
		for _, item := range items(b.lines) {
			switch {
			case item.cells == nil:
				d.action(item.text)
			case heads == nil || item.head:
				heads = columns(item.cells)
			default:
				d.actionRow(heads, item.cells)
			}
		}
	}
}

// item is an item of a list on the first level, with the lines that go on with it, or a row of a table.
type item struct {
	text  string
	cells []string
	head  bool // the first row of a table
}

func items(lines []string) (list []item) {
	going, inTable, last := false, false, -1
	for i, line := range outside(lines) {
		going, last = going && i == last+1, i // not over a block of code
		cells := row(line)
		bullet := bullets().FindString(line)
		switch {
		case strings.HasPrefix(strings.TrimSpace(line), "|"):
			if cells != nil {
				list = append(list, item{cells: cells, head: !inTable})
			}
			inTable, going = true, false
			continue
		case bullet != "":
			list, going = append(list, item{text: strings.TrimSpace(line[len(bullet):])}), true
		case line == "" || !going || bullets().MatchString(strings.TrimLeft(line, " \t")):
			going = false
		default:
			list[len(list)-1].text += " " + strings.TrimSpace(line)
		}
		inTable = false
	}
	return list
}

func columns(cells []string) []string {
	heads := make([]string, len(cells))
	for i, cell := range cells {
		cell = strings.ToLower(bareTitle(cell))
		for field, list := range actionColumns {
			if slices.Contains(list, cell) && !slices.Contains(heads, field) {
				heads[i] = field
			}
		}
	}
	if !slices.Contains(heads, "title") {
		heads[0] = "title"
	}
	return heads
}

func (d *document) actionRow(heads, cells []string) {
	a := incident.Action{}
	for i, cell := range cells[:min(len(cells), len(heads))] {
		words := plain(cell)
		if words == "" || words == "-" || words == "–" || strings.EqualFold(words, "n/a") {
			continue
		}
		switch heads[i] {
		case "title":
			a.Title = words
		case "owner":
			if isTeam(words) {
				a.Owner = words
			} else {
				d.people++
			}
		case "due":
			a.Due = d.due(words)
		case "status":
			a.Status = stateOf(words)
		case "to":
			if i := strings.LastIndexByte(words, ' '); a.Status == "" && stateOf(words[i+1:]) != "" { // "n/a DONE"
				a.Status, words = stateOf(words[i+1:]), strings.TrimSpace(words[:i+1])
			}
			if strings.EqualFold(words, "n/a") {
				continue
			}
			a.To = words
			if m := anyLink().FindStringSubmatch(cell); m != nil {
				a.To = m[1] + m[2]
			}
		}
	}
	d.addAction(a)
}

func (d *document) due(s string) incident.Time {
	at, _ := (&clock{year: d.clock.year}).find(s)
	return at
}

func stateOf(s string) string {
	s = strings.ToLower(strings.Trim(s, " .!()[]"))
	for state, list := range actionStates {
		if slices.Contains(list, s) {
			return state
		}
	}
	return ""
}

// action reads an item of a list: what stands in brackets or behind dashes at its end may be a team, a date or a state.
func (d *document) action(text string) {
	a := incident.Action{}
	if m := checkbox().FindStringSubmatch(text); m != nil {
		a.Status = "open"
		if m[1] != " " {
			a.Status = "done"
		}
		text = text[len(m[0]):]
	}
	for range 4 {
		if m := ticket().FindStringSubmatch(text); m != nil && m[1] != "" && a.To == "" {
			text, a.To = m[1], m[3]
			continue
		}
		if m := bracketed().FindStringSubmatch(text); m != nil && d.qualifies(&a, m[2]) {
			text = m[1]
			continue
		}
		if m := dashed().FindStringSubmatch(text); m != nil && d.qualifies(&a, m[2]) {
			text = m[1]
			continue
		}
		break
	}
	if m := anyLink().FindAllStringSubmatch(text, -1); len(m) == 1 && a.To == "" && ofTicket().MatchString(m[0][0]) {
		a.To = m[0][1] + m[0][2]
	}
	a.Title = plain(text)
	d.addAction(a)
}

// qualifies takes a part of an item that says nothing but who, until when and how far; false where it says more.
func (d *document) qualifies(a *incident.Action, part string) bool {
	next := *a
	for one := range strings.FieldsFuncSeq(part, func(r rune) bool { return r == ',' || r == ';' }) {
		one = plain(ownerWord().ReplaceAllString(strings.TrimSpace(one), ""))
		asDate := normal(dueWord().ReplaceAllString(one, ""), d.clock.year)
		switch _, _, n := when.Stretch(asDate); {
		case stateOf(one) != "":
			next.Status = stateOf(one)
		case n == len(asDate) && n > 0:
			next.Due = d.due(asDate)
		case isTeam(one) && len(one) < 40:
			next.Owner = one
		default:
			return false
		}
	}
	*a = next
	return true
}

func (d *document) addAction(a incident.Action) {
	if a.Title == "" {
		return
	}
	a.ID = "A" + strconv.Itoa(len(d.front.Actions)+1)
	a.To = importing.OneLine(a.To)
	d.front.Actions = append(d.front.Actions, a)
}
