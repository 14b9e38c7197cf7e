package postmortem

import (
	"slices"
	"strings"

	"hindcast/internal/importing"
	"hindcast/internal/lazy"
)

// fields are what keys of documents are called, by what they say of an incident: in English, German, French and Spanish,
// in lower case, with single spaces.
var fields = map[string][]string{
	"title": {"title", "name", "titel", "titre", "título"},
	"summary": {
		"summary", "description", "tldr", "tl;dr", "abstract", "excerpt", "zusammenfassung", "beschreibung", "résumé", "resumen", "descripción",
	},
	"severity": {
		"severity", "sev", "priority", "prio", "impact level", "severity level", "incident severity", "incident priority", "schweregrad", "schwere",
		"priorität", "gravité", "sévérité", "priorité", "gravedad", "severidad", "prioridad",
	},
	"status": {"status", "state", "incident status", "stand", "statut", "état", "estado"},
	"owner": {
		"owner", "team", "owning team", "owner team", "responsible team", "incident owner", "service owner", "responsible", "verantwortlich",
		"verantwortliches team", "zuständig", "zuständiges team", "équipe", "equipe", "équipe responsable", "responsable", "equipo", "equipo responsable", "propietario",
	},
	"commander": {"incident commander", "commander", "ic", "incident lead", "einsatzleitung", "leitung", "pilote", "comandante"},
	"systems": {
		"service", "services", "affected service", "affected services", "services affected", "system", "systems", "affected system", "affected systems",
		"component", "components", "affected components", "product", "products", "dienst", "dienste", "betroffene dienste", "betroffener dienst",
		"betroffene systeme", "betroffenes system", "système", "systèmes", "service touché", "services touchés", "services affectés", "service concerné",
		"services concernés", "servicio", "servicios", "servicios afectados", "sistema", "sistemas", "sistemas afectados",
	},
	"type": {"type", "incident type", "category", "kategorie", "art", "catégorie", "tipo", "categoría"},
	"tlp":  {"tlp"},
	"tags": {"tags", "labels", "keywords", "categories", "schlagworte", "étiquettes", "etiquetas"},
	"day": {
		"incident date", "date of incident", "vorfallsdatum", "datum des vorfalls", "date de l'incident", "date incident", "fecha del incidente",
		"occurred on",
	},
	"date": {"date", "day", "datum", "tag", "jour", "fecha"},
	"started": {
		"started", "start", "start time", "started at", "incident start", "begin", "began", "beginning", "fault occurs", "impact start", "start of impact",
		"beginn", "anfang", "störungsbeginn", "début", "debut", "début de l'incident", "inicio", "inicio del incidente",
	},
	"detected": {
		"detected", "detected at", "detected on", "detection time", "time detected", "date detected", "first detected", "fault detected", "discovered",
		"discovered at", "team aware", "entdeckt", "erkannt", "entdeckt am", "erkannt am", "détecté", "détecté à", "détecté le", "détection", "detectado",
		"detección",
	},
	"contained": {
		"mitigated", "mitigated at", "contained", "contained at", "repaired", "repaired declared", "time mitigated", "eingedämmt", "entschärft", "contenu",
		"atténué", "mitigado", "contenido",
	},
	"resolved": {
		"resolved", "resolved at", "resolved on", "resolution time", "time resolved", "date resolved", "end", "end time", "ended", "ended at",
		"incident end", "fixed", "fixed at", "behoben", "behoben am", "gelöst", "ende", "störungsende", "résolu", "résolu à", "résolu le", "fin",
		"fin de l'incident", "resuelto", "resuelto a las",
	},
	"people": {
		"author", "authors", "participants", "attendees", "facilitator", "assignee", "assignees", "reviewer", "reviewers", "autor", "autoren", "autorin",
		"teilnehmer", "teilnehmende", "auteur", "auteurs", "participants", "autores", "participantes", "contributors", "responders",
	},
}

var fieldNames = func() map[string]string {
	m := map[string]string{}
	for field, list := range fields {
		for _, name := range list {
			m[name] = field
		}
	}
	return m
}()

// fieldOf is what a key says of an incident; empty for others.
func fieldOf(key string) string {
	key = camel().ReplaceAllString(bareTitle(key), "$1 $2") // incidentDate
	key = strings.NewReplacer("_", " ", "-", " ", "’", "'").Replace(strings.ToLower(key))
	key = strings.TrimSpace(importing.Fold(strings.Trim(key, " :?")))
	return fieldNames[key]
}

var camel = lazy.Regexp(`(\p{Ll})(\p{Lu})`)

var (
	teamWords = strings.Fields(`sre sres ops devops secops mlops on-call oncall bereitschaft support security sicherheit sécurité seguridad platform plattform
		engineering operations infrastructure infra backend frontend betrieb crew squad squads guild tribe group desk department abteilung manager lead leads
		engineer engineers leitung officer dpo csirt soc noc maintainers developers legal compliance product marketing finance hr`)
	teamParts = []string{"team", "équipe", "equipe", "equipo", "gruppe", "groupe", "grupo", "squad", "beauftragte", "kundendienst"}
)

// isTeam reports whether a name is clearly that of a team or a role.
func isTeam(name string) bool {
	lower := strings.ToLower(name)
	words := strings.FieldsFunc(lower, func(r rune) bool { return strings.ContainsRune(" ,/&()+", r) })
	if len(words) > 5 || strings.Contains(name, "@") {
		return false
	}
	for _, part := range teamParts {
		if strings.Contains(lower, part) {
			return true
		}
	}
	return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(teamWords, word) })
}
