package postmortem

import (
	"slices"
	"strings"

	"hindcast/internal/importing"
	"hindcast/internal/lazy"
)

// fields are what keys of documents are called, by what they say of an incident: in lower case, with single spaces. The
// languages are English, German, French, Spanish, Italian, Portuguese, Dutch, Japanese and Chinese.
var fields = byWord(map[string]string{
	"title": "title|name|titel|titre|título|titolo|タイトル|件名|标题",
	"summary": "summary|description|tldr|tl;dr|abstract|excerpt|zusammenfassung|kurzfassung|beschreibung|résumé|resumen|descripción|" +
		"sintesi|descrizione|resumo|descrição|samenvatting|beschrijving|概要|摘要|概述",
	"severity": "severity|sev|severity level|severity class|severity rating|incident severity|priority|prio|incident priority|priority level|impact level|" +
		"criticality|schweregrad|schwere|priorität|kritikalität|gravité|niveau de gravité|sévérité|niveau de sévérité|criticité|priorité|" +
		"gravedad|nivel de gravedad|severidad|nivel de severidad|criticidad|prioridad|gravità|livello di gravità|severità|priorità|criticità|" +
		"gravidade|severidade|prioridade|criticidade|ernst|prioriteit|urgentie|重大度|深刻度|優先度|严重程度|严重级别|严重等级|故障等级|优先级",
	"status": "status|state|incident status|current status|stand|statut|état|estado|estado del incidente|stato|situação|estado do incidente|toestand|" +
		"ステータス|状態|状况|状态",
	"owner": "owner|team|owning team|owner team|owned by|responsible team|team responsible|incident owner|service owner|postmortem owner|report owner|" +
		"responsible|verantwortlich|verantwortliches team|zuständig|zuständiges team|équipe|equipe|équipe responsable|équipe propriétaire|" +
		"service responsable|responsable|equipo|equipo responsable|equipo propietario|área responsable|propietario|squadra|team responsabile|" +
		"gruppo responsabile|ufficio responsabile|responsabile|equipa|equipa responsável|equipe responsável|time responsável|responsável|" +
		"eigenaar|verantwoordelijk team|verantwoordelijk|verantwoordelijke|担当チーム|オーナー|负责团队|责任团队|负责人",
	"commander": "incident commander|commander|ic|incident lead|incident manager|response lead|lead|einsatzleitung|leitung|koordination|pilote|" +
		"pilote de l'incident|pilotage|coordination|comandante|coordinación|coordinador|responsable del incidente|coordinamento|" +
		"coordinatore|responsabile dell'incidente|coordenação|comandante do incidente|incidentleider|coördinatie|インシデントコマンダー|指揮官|指挥官",
	"systems": "service|services|affected service|affected services|services affected|service affected|impacted service|impacted services|services impacted|" +
		"svc|system|systems|affected system|affected systems|systems affected|impacted systems|component|components|affected components|" +
		"components affected|product|products|affected product|affected products|dienst|dienste|betroffene dienste|betroffener dienst|systeme|" +
		"betroffene systeme|betroffenes system|betroffene komponenten|komponenten|produkt|produkte|système|systèmes|système touché|" +
		"systèmes touchés|système concerné|systèmes concernés|systèmes affectés|systèmes impactés|service touché|services touchés|" +
		"services affectés|service concerné|services concernés|services impactés|composants|servicio|servicios|servicio afectado|" +
		"servicios afectados|sistema|sistemas|sistema afectado|sistemas afectados|componentes|componentes afectados|servizio|servizi|servizi coinvolti|" +
		"servizi interessati|sistemi|sistemi coinvolti|sistemi interessati|componenti|serviço|serviços|serviços afetados|serviços afectados|" +
		"sistemas afetados|getroffen systemen|betrokken systemen|getroffen diensten|systemen|diensten|対象システム|影響システム|対象サービス|" +
		"影響サービス|受影响系统|受影响服务|涉及系统",
	"type": "type|incident type|category|incident category|kategorie|art|catégorie|type d'incident|tipo|tipo de incidente|categoría|tipo di incidente|" +
		"categoria|soort|categorie|種別|类型",
	"tlp":  "tlp",
	"tags": "tags|labels|keywords|categories|schlagworte|étiquettes|mots clés|etiquetas|etichette|trefwoorden|タグ|标签",
	"day": "incident date|date of incident|vorfallsdatum|vorfalldatum|datum des vorfalls|date de l'incident|date incident|fecha del incidente|" +
		"data dell'incidente|data do incidente|datum incident|datum van het incident|occurred on|発生日|发生日期",
	"date": "date|day|datum|tag|jour|fecha|data|dag|日付|日期",
	"started": "started|start|start time|started at|incident start|incident started|begin|began|beginning|fault occurs|impact start|impact started|" +
		"impact started at|impact began|start of impact|beginn|anfang|störungsbeginn|beginn der auswirkung|beginn der auswirkungen|" +
		"beginn der störung|beginn des vorfalls|début|debut|début de l'incident|début de l'impact|inicio|inicio del incidente|" +
		"inicio del impacto|inizio|inizio dell'incidente|inizio dell'impatto|início|início do incidente|início do impacto|" +
		"aanvang|begin van het incident|start incident|発生|発生日時|開始|开始|开始时间|发生时间",
	"detected": "detected|detected at|detected on|detection time|time detected|date detected|first detected|fault detected|discovered|discovered at|" +
		"discovered on|team aware|entdeckt|erkannt|entdeckt am|erkannt am|détecté|détecté à|détecté le|détection|detectado|detectado a las|" +
		"detectado el|detección|rilevato|rilevato il|rilevato alle|rilevamento|detetado|detectado em|detetado em|deteção|detecção|ontdekt|ontdekt op|" +
		"gedetecteerd|検知|検知日時|検出|发现|发现时间|检测时间",
	// When no other key says when the incident was detected, these do.
	"noticed": "identified|identified at|identified on|reported|reported at|reported on|first reported|gemeldet|gemeldet am|bemerkt|bemerkt am|festgestellt|" +
		"festgestellt am|identifié|identifié le|signalé|signalé le|constaté|constaté le|identificado|identificado el|notificado|reportado|individuato|" +
		"segnalato|segnalato il|identificado em|reportado em|gemeld|gemeld op|報告|报告时间",
	"contained": "mitigated|mitigated at|mitigated on|contained|contained at|contained on|repaired|repaired declared|time mitigated|eingedämmt|" +
		"eingedämmt am|entschärft|eindämmung|contenu|contenu le|atténué|endigué|mitigado|mitigado a las|contenido|contenido a las|contenuto|contenuto il|mitigato|" +
		"mitigato il|contenimento|contido|contido em|mitigado em|ingedamd|ingeperkt|gemitigeerd|暫定対応|緩和|缓解|缓解时间|止损时间",
	"resolved": "resolved|resolved at|resolved on|resolution time|time resolved|date resolved|end|end time|ended|ended at|incident end|incident ended|" +
		"impact end|impact ended|impact ended at|end of impact|fixed|fixed at|fixed on|recovered|recovered at|behoben|behoben am|gelöst|gelöst am|" +
		"ende|störungsende|ende der auswirkung|ende des vorfalls|résolu|résolu à|résolu le|fin|fin de l'incident|fin de l'impact|rétabli|" +
		"rétabli le|resuelto|resuelto a las|fin del incidente|fin del impacto|risolto|risolto il|risolto alle|fine dell'incidente|" +
		"fine dell'impatto|resolvido|resolvido em|fim|fim do incidente|fim do impacto|opgelost|opgelost op|einde|einde incident|" +
		"einde van het incident|復旧|復旧日時|解決|解決日時|终了|恢复|恢复时间|解决|解决时间",
	"people": "author|authors|participants|attendees|facilitator|assignee|assignees|reviewer|reviewers|reporter|contributors|responders|autor|autoren|autorin|" +
		"teilnehmer|teilnehmende|auteur|auteurs|rédacteur|rédacteurs|autores|participantes|autori|autore|partecipanti|deelnemers|作成者|作者|参加者",
})

// byWord turns round a table of words with strokes between them: it has what each of them says.
func byWord(words map[string]string) map[string]string {
	m := map[string]string{}
	for what, list := range words {
		for word := range strings.SplitSeq(list, "|") {
			m[word] = what
		}
	}
	return m
}

// fieldOf is what a key says of an incident; empty for others.
func fieldOf(key string) string {
	key = camel().ReplaceAllString(bareTitle(key), "$1 $2") // incidentDate
	key = strings.NewReplacer("_", " ", "-", " ", "’", "'").Replace(strings.ToLower(key))
	key = strings.Trim(importing.Fold(key), " :：?")
	if field := fields[key]; field != "" {
		return field
	}
	return fields[strings.TrimSpace(bracketNote().ReplaceAllString(key, ""))] // Detected (UTC)
}

var camel = lazy.Regexp(`(\p{Ll})(\p{Lu})`)

// What names of teams, offices and roles have in them: words that say so in any text, parts of such words, and, of a
// name alone, abbreviations in capitals and words for what organisations have teams for.
var (
	teamWords = setOf(`sre sres devops secops mlops oncall bereitschaft rufbereitschaft astreinte guardia reperibilità piket helpdesk servicedesk
		support security sicherheit sécurité seguridad sicurezza segurança beveiliging platform plattform plateforme plataforma piattaforma
		engineering eng operations infrastructure infra backend frontend betrieb crew squads guild tribe group desk department departement
		departamento referat unit board committee council office bureau ufficio reparto direzione direction directorate division dirección
		afdeling setor manager lead leads leitung engineer engineers ingeniero ingeniera ingénieur ingénieure officer responder csirt maintainers
		developers conformité compliance legal product marketing finance`)
	teamParts = []string{
		"team", "équipe", "equipe", "equipo", "equipa", "squad", "gruppe", "groupe", "grupo", "gruppo", "abteilung", "beauftragte", "kundendienst",
		"kundenservice", "チーム", "团队", "團隊", "小组", "部门",
	}
	teamLetters = setOf("AI KI IA ML NLP LLM QA IT HR UX API SRE SOC NOC DPO CERT OPS T&S PR CS")
	teamTopics  = setOf(`ops exploitation produit producto prodotto produto produkt data daten datos dati dados données reliability fiabilité
		fiabilidad affidabilità release integration integrity inference models modeling conversational observability monitoring search suche
		recherche búsqueda payments billing checkout identity accounts account risk fraud trust safety privacy growth mobile web cloud network
		storage database analytics insights research design content experience customer customers care success service services quality
		qualität communications audit governance sales procurement mission juridique agents vendor`)
)

func setOf(words string) map[string]bool {
	m := map[string]bool{}
	for _, word := range strings.Fields(words) {
		m[word] = true
	}
	return m
}

// isOffice are keys whose values are teams, whatever their names.
var isOffice = setOf("team squad squadra équipe equipe equipo equipa")

// namesTeam reports whether a key says that its value is a team.
func namesTeam(key string) bool {
	return slices.ContainsFunc(strings.Fields(strings.ToLower(plain(key))), func(word string) bool { return isOffice[strings.Trim(word, " :：")] })
}

// isTeam reports whether a name is that of a team or a role, and not of a person.
func isTeam(name string) bool {
	return saysTeam(name) || slices.ContainsFunc(nameWords(name), func(word string) bool {
		return teamLetters[word] || teamTopics[strings.ToLower(word)]
	})
}

// saysTeam reports whether words say that they name a team or a role, wherever they stand.
func saysTeam(name string) bool {
	words := nameWords(name)
	lower := strings.ToLower(name)
	if len(words) == 0 {
		return false
	}
	return slices.ContainsFunc(teamParts, func(part string) bool { return strings.Contains(lower, part) }) ||
		slices.ContainsFunc(words, func(word string) bool { return teamWords[strings.ToLower(word)] })
}

// nameWords are the words of a name; none where it is too long for one, or an address.
func nameWords(name string) []string {
	name = onCall().ReplaceAllString(strings.TrimPrefix(name, "@"), "oncall")
	words := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(" ,/()+-_'’", r) })
	if len(words) > 7 || strings.Contains(name, "@") {
		return nil
	}
	return words
}

var onCall = lazy.Regexp(`(?i)\bon[- ]call\b`)
