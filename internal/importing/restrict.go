package importing

import (
	"slices"
	"strings"

	"hindcast/internal/incident"
	"hindcast/internal/lazy"
)

// RestrictedMark is the mark of an entry, or of an event, that its source shows to some of its readers alone. Such have
// named recipients, by membership or role, and RED is the mark for these; AMBER+STRICT would show it to everybody in the
// organisation.
const RestrictedMark = "RED"

// Restrict marks a record whose source restricts who sees it, whatever the default is, and says why.
func Restrict(f *incident.Front, why string) {
	if f.TLP != RestrictedMark {
		f.TLP = RestrictedMark
		Lacks(f, "tlp: %s was taken, since the source shows the entry to some alone: %s", f.TLP, OneLine(why))
	}
}

// mark is one of the Traffic Light Protocol as people write it; version 1 had WHITE for CLEAR.
var mark = lazy.Regexp(`(?i)\btlp[ \t:=/_-]{1,3}(clear|white|green|amber(?:[ +_-]strict)?|red)(?:[^\pL\pN]|$)`)

// Mark is the strictest mark of the Traffic Light Protocol that a text names, as TLP:RED; empty where it names none.
func Mark(text string) (strictest string) {
	for _, m := range mark().FindAllStringSubmatch(text, -1) {
		name := strings.NewReplacer("WHITE", "CLEAR", " ", "+", "_", "+", "-", "+").Replace(strings.ToUpper(m[1]))
		if Stricter(name, strictest) {
			strictest = name
		}
	}
	return strictest
}

// ownMark is a line that has a mark and nothing else.
var ownMark = lazy.Regexp(`(?im)^[^\pL\pN\n]*tlp[^\n]{1,20}$`)

// SaidMark is the strictest mark that a title names, or a line of a text that has nothing else; empty where none does.
func SaidMark(title, text string) string {
	return Mark(strings.Join(append(ownMark().FindAllString(text, -1), title), "\n"))
}

// Stricter reports whether a mark is stricter than another; each is stricter than none.
func Stricter(a, b string) bool {
	ids := incident.TLP.IDs()
	return slices.Index(ids, a) > slices.Index(ids, b)
}

// secret are words of a classification that is not for everybody in an organisation.
var secret = lazy.Regexp(`\b(?:confidential|restricted|secret|vertraulich|geheim|confidentiel|secreto|confidencial|riservato|sigiloso|vertrouwelijk)`)

// Restricts reports whether a key of an entry has a value that restricts who sees the entry in its source, as private: true
// or visibility: private. A word that is not known restricts.
func Restricts(key, value string) bool {
	value = Word(value)
	switch strings.TrimPrefix(compact(key), "is") {
	case "confidential", "private", "restricted":
		return !slices.Contains([]string{"", "false", "no", "n", "f", "0", "none", "null"}, value)
	case "visibility":
		return !slices.Contains([]string{"", "public", "open", "all", "everyone", "everybody", "anyone", "true", "yes"}, value)
	case "classification", "confidentiality", "einstufung", "vertraulichkeit", "confidentialité", "clasificación", "confidencialidad", "classificazione",
		"riservatezza", "classificação", "confidencialidade", "vertrouwelijkheid":
		return secret().MatchString(value)
	case "securitylevel", "issuesecuritylevel":
		return !slices.Contains([]string{"", "none", "null"}, value)
	}
	return false
}
