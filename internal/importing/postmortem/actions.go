package postmortem

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
	"hindcast/internal/when"
)

// The words of actions, in lower case, in the languages of fields: headings above them, heads of columns or keys below
// them, and states.
var (
	actionHeads = byWord(map[string]string{
		"actions": "action items|actions|action|action plan|action list|follow-ups|follow ups|followups|follow-up|follow up|follow-up actions|follow-up items|" +
			"follow-up work|next steps|what's next|what happens next|corrective actions|corrective and preventative measures|" +
			"corrective and preventive measures|corrective and preventive actions|preventive actions|preventative actions|preventive measures|prevention|" +
			"review actions|actions following review|agreed actions|remediation items|remediation actions|remediations|improvements|recommendations|" +
			"todo|todos|to do|to-dos|tasks|what we are doing next|what we're doing next|what we are changing|what we're changing|what we will change|" +
			"what will change|what we changed|future actions|future work|maßnahmen|folgemaßnahmen|korrekturmaßnahmen|abhilfemaßnahmen|" +
			"vereinbarte maßnahmen|getroffene maßnahmen|maßnahmenplan|nächste schritte|aufgaben|verbesserungen|empfehlungen|was wir ändern|offene punkte|" +
			"actions correctives|actions correctrices|actions de suivi|actions à mener|actions décidées|plan d'action|plan d'actions|mesures correctives|" +
			"mesures décidées|mesures prises|mesures|suites données|prochaines étapes|recommandations|ce que nous changeons|" +
			"acciones|acciones correctivas|acciones de seguimiento|acciones de mejora|próximos pasos|siguientes pasos|medidas|medidas correctivas|" +
			"plan de acción|recomendaciones|qué vamos a cambiar|seguimiento|azioni|azioni correttive|azioni di follow-up|prossimi passi|misure|" +
			"misure correttive|piano d'azione|piano di azione|interventi|raccomandazioni|cosa cambiamo|ações|ações corretivas|ações de acompanhamento|" +
			"itens de ação|próximos passos|medidas corretivas|plano de ação|o que vamos mudar|recomendações|acties|actiepunten|vervolgacties|" +
			"maatregelen|verbeteracties|vervolgstappen|aanbevelingen|アクションアイテム|対応項目|再発防止策|今後の対応|改善策|行动项|改进措施|后续行动|整改措施",
	})
	actionKeys = byWord(map[string]string{
		"title": "action|action item|actions|task|item|title|what|description|follow-up|recommendation|measure|maßnahme|aufgabe|was|mesure|tâche|acción|" +
			"tarea|medida|azione|attività|misura|ação|tarefa|actie|taak|maatregel|アクション|対応|内容|行动|措施",
		"owner": "owner|owners|action owner|owned by|assignee|assigned to|team|owning team|responsible|responsible team|lead|who|verantwortlich|verantwortliche|" +
			"verantwortung|zuständig|wer|responsable|responsables|pilote|porteur|équipe|équipe responsable|service|equipo|equipo responsable|responsabile|" +
			"squadra|responsável|equipe|equipa|time|eigenaar|verantwoordelijke|verantwoordelijk|wie|担当|担当者|担当チーム|负责人|负责团队",
		"due": "due|due date|due by|deadline|target|target date|eta|when|by|by when|frist|termin|bis|bis wann|fällig|fällig am|zieldatum|échéance|date|date limite|délai|" +
			"pour le|plazo|fecha|fecha límite|vencimiento|scadenza|data|entro|entro il|prazo|data limite|até|datum|vervaldatum|uiterlijk|期限|期日|截止日期",
		"status": "status|state|done|progress|stand|statut|état|avancement|estado|stato|situação|ステータス|状態|状况|状态",
		"to":     "bug|ticket|tickets|issue|jira|link|tracking|tracking bug|tracking issue|tracker|reference|ref|ticket id|vorgang|incidencia|référence|チケット|工单",
	})
	actionStates = byWord(map[string]string{
		"done": "done|complete|completed|fixed|closed|resolved|finished|shipped|delivered|implemented|live|deployed|merged|erledigt|fertig|abgeschlossen|umgesetzt|" +
			"gemacht|fait|faite|faites|terminé|terminée|réalisé|réalisée|achevé|achevée|clos|close|hecho|hecha|completado|completada|terminado|terminada|" +
			"cerrado|cerrada|fatto|fatta|completato|completata|chiuso|chiusa|concluso|conclusa|feito|feita|concluído|concluída|gedaan|klaar|afgerond|voltooid|" +
			"完了|済|対応済み|已完成|完成|✅|✔|✔️|☑|☑️",
		"in_progress": "in progress|in_progress|wip|doing|started|ongoing|underway|under way|in review|active|in arbeit|in bearbeitung|in umsetzung|begonnen|läuft|" +
			"en cours|en curso|en progreso|en marcha|in corso|in lavorazione|em curso|em andamento|em progresso|in uitvoering|bezig|loopt|" +
			"対応中|進行中|进行中|🔄|🚧|⏳",
		"open": "open|todo|to do|to-do|new|not started|not yet started|planned|scheduled|backlog|pending|outstanding|queued|offen|neu|geplant|ausstehend|nicht begonnen|" +
			"à faire|à lancer|ouvert|ouverte|prévu|prévue|planifié|planifiée|non commencé|non commencée|pendiente|abierto|abierta|por hacer|planificado|" +
			"planificada|sin empezar|da fare|aperto|aperta|pianificato|pianificata|previsto|prevista|non iniziato|non iniziata|pendente|aberto|" +
			"aberta|por fazer|a fazer|planejado|planejada|planeado|não iniciado|não iniciada|gepland|te doen|nog te doen|未着手|未対応|予定|未开始|待办|计划中",
		"declined": "not doing|won't do|wont do|won't fix|wontfix|rejected|dropped|declined|cancelled|canceled|abandoned|verworfen|abgelehnt|nicht umgesetzt|abandonné|" +
			"abandonnée|écarté|écartée|rejeté|rejetée|descartado|descartada|rechazado|rechazada|scartato|scartata|respinto|annullato|annullata|" +
			"descartado|rejeitado|rejeitada|cancelado|cancelada|vervallen|afgewezen|見送り|已取消|❌",
	})
	checkbox  = lazy.Regexp(`^\[([ xX])\]\s+`)
	struck    = lazy.Regexp(`^~~(.+?)~~[\s:;,.–—-]*(.*)$`)
	bracketed = lazy.Regexp(`^(.*\S)\s*[(\[]([^()\[\]]+)[)\]]\.?$`)
	dashed    = lazy.Regexp(`^(.*\S) (?:—|–|--?|→|->|\||·) (\S[^—–→|·]*)$`)
	sentence  = lazy.Regexp(`^(.*\S[.!;*_])\s+([^.;]*[^.;\s])\.?$`)
	dueTail   = lazy.Regexp(`(?i)[\s,;:(–—-]+(?:` + dueWords + `)\s*:?\s*([^;()]{4,32}?)\)?\.?$`)
	dueWord   = lazy.Regexp(`(?i)^(?:` + dueWords + `)\s*:?\s*`)
	keyWord   = lazy.Regexp(`^(\pL[\pL ]{1,24}?)\s*[:：]\s*(.+)$`)
	ticket    = lazy.Regexp(`(?i)^(.*?)[\s,:–—-]*(?:\b(?:ticket|tracked in|issue|see)s?(?: raised)?:?\s+)?\[(#?\d+|[A-Z][A-Z0-9]+-\d+)\]\((https?://[^()\s]+)\)\.?$`)
	ticketAt  = lazy.Regexp(`^\[(#?\d+|[A-Z][A-Z0-9]+-\d+)\]\((https?://[^()\s]+)\)[\s:,–—-]*(.+)$`)
	bare      = lazy.Regexp(`^(.*\S)[\s,:;–—-]+[(\[]?(?:(?i:ticket|tracked in|issue|see):?\s+)?` + ticketForm + `[)\]]?\.?$`)
	bareAt    = lazy.Regexp(`^[(\[]?` + ticketForm + `[)\]]?(?:\s*[:–—-]+\s*|\s+)(.+)$`)
	ofTicket  = lazy.Regexp(`/(?:issues|pull|pulls|merge_requests|browse|work_items|ticket|tickets|_workitems/edit)/[\w-]*\d|/story/\d|[?&]id=\d`)
	anyLink   = lazy.Regexp(`\]\((https?://[^()\s]+)\)|<?(https?://[^\s<>)\]]+)`)
)

const (
	ticketForm = `([A-Z][A-Z0-9]{1,9}-\d+|#\d+)`
	dueWords   = `due(?: by| on| date)?|by|until|before|deadline|target|eta|bis(?: zum| spätestens)?|fällig(?: am| bis)?|frist|termin|` +
		`échéance|d'ici(?: le)?|pour le|avant le|(?:date|data|fecha) lim(?:ite|ita|ít[ei])|fecha límite|plazo|para el|antes del?|` +
		`entro(?: il| l')?|scadenza|até|prazo|uiterlijk|vóór|期限`
)

func isActions(title string) bool {
	title = chapter().ReplaceAllString(strings.ToLower(strings.ReplaceAll(title, "’", "'")), "")
	return actionHeads[strings.Trim(bracketNote().ReplaceAllString(title, ""), " :.!?")] != ""
}

var chapter = lazy.Regexp(`^\d{1,2}(?:\.\d{1,2})*[.)]?\s+`)

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
				d.action(item)
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
	below []string // items below it
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
		case len(list) > 0 && list[len(list)-1].cells == nil && bullets().MatchString(strings.TrimLeft(line, " \t")):
			line = strings.TrimLeft(line, " \t")
			list[len(list)-1].below = append(list[len(list)-1].below, line[len(bullets().FindString(line)):])
			going = false
		case line == "" || !going:
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
		if field := actionKeys[strings.ToLower(bareTitle(cell))]; !slices.Contains(heads, field) {
			heads[i] = field
		}
	}
	if !slices.Contains(heads, "title") {
		if i := slices.Index(heads, ""); i >= 0 {
			heads[i] = "title"
		} else {
			heads[0] = "title"
		}
	}
	return heads
}

func (d *document) actionRow(heads, cells []string) {
	a := incident.Action{}
	for i, cell := range cells[:min(len(cells), len(heads))] {
		words := plain(cell)
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
			if i := strings.LastIndexAny(words, " ("); i > 0 && a.Status == "" && stateOf(words[i+1:]) != "" { // "n/a DONE"
				a.Status, words = stateOf(words[i+1:]), strings.TrimSpace(words[:i])
			} else if before, state, found := strings.Cut(words, "("); found && a.Status == "" && stateOf(state) != "" {
				a.Status, words = stateOf(state), strings.TrimSpace(before)
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
			d.qualifyBy(&a, heads[i], words)
		}
	}
	d.addAction(a)
}

// qualifyBy takes what a column, or a key, says of an action; false where it says nothing that an action has.
func (d *document) qualifyBy(a *incident.Action, key, value string) bool {
	switch key {
	case "owner":
		if !isTeam(value) {
			d.people++
		} else if a.Owner == "" {
			a.Owner = strings.TrimPrefix(value, "@")
		}
	case "due":
		if at := d.due(value); at.IsZero() {
			return false
		} else if a.Due.IsZero() {
			a.Due = at
		}
	case "status":
		return d.qualifies(a, value)
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

func (d *document) due(s string) incident.Time {
	at, _ := (&clock{year: d.clock.year}).find(s)
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

func isWord(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }

// action reads an item of a list: what stands at its end, in brackets, behind dashes or as sentences, or below it with a
// key, may be a team, a date, a state or a ticket.
func (d *document) action(it item) {
	a, text := incident.Action{}, it.text
	if m := checkbox().FindStringSubmatch(text); m != nil {
		a.Status = "open"
		if m[1] != " " {
			a.Status = "done"
		}
		text = text[len(m[0]):]
	}
	if m := struck().FindStringSubmatch(text); m != nil {
		if a.Status == "" || m[2] != "" && a.Status == "open" {
			a.Status, a.Reason = "declined", plain(m[2])
		}
		text = m[1]
	}
	if m := ticketAt().FindStringSubmatch(text); m != nil {
		a.To, text = m[2], m[3]
	} else if m := bareAt().FindStringSubmatch(text); m != nil {
		a.To, text = m[1], m[2]
	}
	for range 8 {
		short, ok := d.shorten(&a, text)
		if !ok {
			break
		}
		text = short
	}
	if m := anyLink().FindAllStringSubmatch(text, -1); len(m) == 1 && a.To == "" && ofTicket().MatchString(m[0][0]) {
		a.To = m[0][1] + m[0][2]
	}
	a.Title = plain(text)
	if strings.HasPrefix(text, "**") && strings.HasSuffix(a.Title, ".") {
		a.Title = strings.TrimSuffix(a.Title, ".") // a title in bold, with sentences behind it
	}
	for _, line := range it.below {
		if m := keyWord().FindStringSubmatch(plain(line)); m != nil {
			d.qualifyBy(&a, actionKeys[strings.ToLower(m[1])], m[2])
		}
	}
	d.addAction(a)
}

// shorten takes from the end of an item what qualifies it; false where nothing does.
func (d *document) shorten(a *incident.Action, text string) (string, bool) {
	if m := ticket().FindStringSubmatch(text); m != nil && m[1] != "" && a.To == "" {
		a.To = m[3]
		return m[1], true
	}
	if m := bare().FindStringSubmatch(text); m != nil && a.To == "" {
		a.To = m[2]
		return m[1], true
	}
	if m := dueTail().FindStringSubmatchIndex(text); m != nil && m[0] > 0 && a.Due.IsZero() && isBalanced(text[:m[0]]) {
		if at := wholeDate(text[m[2]:m[3]], d.clock.year); at != "" {
			a.Due = d.due(at)
			return text[:m[0]], true
		}
	}
	for _, form := range []func() *regexp.Regexp{bracketed, dashed, sentence} {
		if m := form().FindStringSubmatch(text); m != nil && d.qualifies(a, m[2]) {
			return m[1], true
		}
	}
	return text, false
}

func isBalanced(s string) bool { return strings.Count(s, "(") == strings.Count(s, ")") }

// wholeDate is a text that is nothing but a date as 2026-03-02; empty for others.
func wholeDate(s, year string) string {
	s = normal(strings.TrimSpace(s), year)
	if _, _, n := when.Stretch(s); n > 0 && n == len(s) {
		return s
	}
	return ""
}

// qualifies takes a part of an item that says nothing but who, until when and how far; false where it says more.
func (d *document) qualifies(a *incident.Action, part string) bool {
	next := *a
	var at incident.Time // a date without a word that says what of
	for one := range strings.FieldsFuncSeq(normal(plain(part), d.clock.year), func(r rune) bool { return r == ',' || r == ';' }) {
		one = strings.TrimSpace(one)
		if m := keyWord().FindStringSubmatch(one); m != nil {
			if key := actionKeys[strings.ToLower(m[1])]; key != "" && key != "title" {
				if !d.qualifyBy(&next, key, m[2]) {
					return false
				}
				continue
			}
		}
		date := wholeDate(dueWord().ReplaceAllString(one, ""), d.clock.year)
		switch {
		case stateOf(one) != "":
			next.Status = stateOf(one)
		case date != "" && date == one:
			at = d.due(date)
		case date != "":
			next.Due = d.due(date)
		case next.Owner == "" && len(one) < 40 && (saysTeam(one) || isTeam(one) && isTitled(one)):
			next.Owner = strings.TrimPrefix(one, "@")
		default:
			return false
		}
	}
	switch {
	case at.IsZero():
	case next.HasEnded():
		next.Ended = at
	default:
		next.Due = at
	}
	*a = next
	return true
}

// isTitled reports whether a text begins, and each longer word of it, with a capital letter, as names of teams do.
func isTitled(s string) bool {
	words := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" -/@", r) })
	return len(words) > 0 && !slices.ContainsFunc(words, func(word string) bool {
		first, _ := utf8.DecodeRuneInString(word)
		return len(word) > 3 && unicode.IsLower(first)
	})
}

func (d *document) addAction(a incident.Action) {
	if a.Title == "" {
		return
	}
	a.ID = "A" + strconv.Itoa(len(d.front.Actions)+1)
	a.To = importing.OneLine(a.To)
	d.front.Actions = append(d.front.Actions, a)
}
