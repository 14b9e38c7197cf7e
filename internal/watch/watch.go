// Package watch is what is looked for in texts: shapes of addresses, handles, secrets and names of people.
package watch

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"hindcast/internal/markdown"
)

// What is looked for in texts, beside what the Markdown parser notes itself.
const (
	SeenHandle      = "handle"
	SeenPlaceholder = "placeholder"
	SeenSecret      = "secret"
	SeenDuration    = "duration"
	SeenPerson      = "person"
)

// What durations are of, and their units, in the languages of section names.
const (
	stretchSaid = `time to (?:detect(?:ion)?|contain(?:ment)?|mitigat(?:e|ion)|resolve|resolution|recover|recovery|restore)|M?TT[DR]|` +
		`(?:outage|incident|disruption|degradation|downtime) (?:lasted|took|of)|resolved (?:after|in|within)|` +
		`(?:Ausfall|Störung|Vorfall) dauerte|behoben (?:nach|in|innerhalb von)|(?:panne|incident|interruption) a duré|résolue? (?:après|en)|` +
		`(?:caída|incidente|interrupción) duró|resuelto (?:en|tras|después de)`
	lengthNamed = `(?:(?:total|outage|incident) )?(?:duration|downtime)|(?:Gesamt|Ausfall)?dauer|Ausfallzeit|durée(?: totale| de l['’]incident)?|` +
		`duración(?: total| del incidente)?|継続時間|障害時間|停止時間|復旧時間|持续时间|持續時間|故障时长`
	unitForm  = `d(?:ays?|ías?)?|tage?n?|jours?|h(?:ours?|rs?|eures?|oras?)?|std|stunden?|m(?:in(?:ut(?:e|o)?)?[sn]?)?|` + unitSigns
	unitSigns = `日間?|天|時間|小时|小時|分(?:間|钟|鐘)?`
)

// DurationPart is a number (1) with its unit (2) in the length of a Duration, or hours, minutes and seconds (3 to 5).
var DurationPart = regexp.MustCompile(`(?i)(\d+(?:[.,]\d+)?) ?(` + unitForm + `)|(\d+):(\d\d):(\d\d)`)

var (
	// Email is the common shape of a mail address.
	Email = NewForm(`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`, holdsAt)
	// Handle is a name as people are called by on platforms, with what comes after it where it is a part of something
	// longer; see IsHandle.
	Handle = NewForm(`(?:^|[\s(])@[A-Za-z][\w-]{1,38}(?:/[\w.-]+)?\b`, holdsAt)
	// Placeholder is text that a template or its writer left to be filled in.
	Placeholder = NewForm(`\b(?:TODO|TBD|FIXME|XXX)\b|(?i:\blorem ipsum\b)|<(?:describe|insert|your|fill)[^>\n]{0,60}>`,
		headsOf(true, "todo", "tbd", "fixme", "xxx", "lorem ip", "<describe", "<insert", "<your", "<fill").in)
	// Duration says how long a stretch took that the timestamps measure: in a sentence (1), or in a line of its own or a
	// cell (2). It may be about that long (3), and the length (4) is read by DurationPart.
	Duration = NewForm(`(?i)(?:\b(`+stretchSaid+`)|(?m:^)[ \t>*_|+-]*((?:`+lengthNamed+`)(?: of the (?:incident|outage))?(?: \([^()\n]{1,20}\))?))`+
		`[*_]{0,3}[ \t]?(?:was|is|of|for|war|betrug|de)?[ \t]?[:：=|,–—-]?[*_]{0,3}[ \t]*(?:\|[ \t]*)?`+
		`(~ ?|≈ ?|約 ?|约 ?|(?:about|around|roughly|approximately|approx\.?|nearly|almost|ca\.?|circa|etwa|rund|fast|environ|unos|casi) )?`+
		`((?:\d+ ?(?:`+unitForm+`)\.?,? ?(?:(?:and|und|et|y) )?){0,2}(?:\d+(?:[.,]\d+)? ?(?:`+unitForm+`)\b|\d+ ?(?:`+unitSigns+`)|\d+:\d\d:\d\d\b))`,
		headsOf(true, "time to ", "mttd", "mttr", "ttd", "ttr", "outage ", "incident ", "disruption ", "degradation ", "downtime", "resolved ", "total ",
			"duration", "dauer", "gesamtdauer", "ausfall", "störung", "vorfall", "behoben ", "durée", "panne ", "résolu", "duración", "caída ",
			"incidente ", "interrupción ", "resuelto ", "継続時間", "障害時間", "停止時間", "復旧時間", "持续时间", "持續時間", "故障时长").in)
	// Secret is a few shapes of keys that services give out. It is no secret scanner.
	Secret = NewForm(`\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{60,}\b|\bglpat-[\w-]{20,}|\bxox[abposr]-[A-Za-z0-9-]{20,}|`+
		`\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{32,}|\bAIza[\w-]{35}\b|-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}`,
		headsOf(false, "AKIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_",
			"github_pat_", "glpat-", "xox", "sk-", "AIza", "-----BEGIN ", "eyJ").in)
)

// everyone are the words by which chats call all who are there.
var everyone = []string{"here", "channel", "everyone", "all", "room", "team"}

// annotations are words that follow an at sign in code and its comments.
var annotations = []string{
	"abstractmethod", "app", "autowired", "bean", "cached_property", "classmethod", "dataclass", "deprecated", "entity", "import",
	"injectable", "inject", "keyframes", "lru_cache", "media", "nonnull", "nullable", "override", "param", "property", "pytest",
	"return", "returns", "since", "staticmethod", "suppresswarnings", "test", "throws", "transactional", "ts-expect-error", "ts-ignore",
}

// shared is how names begin or end that a team or a program goes by.
var shared = regexp.MustCompile(`(?i)^(?:all-hands|dependabot|github-actions|renovate|oncall|on-call)\b|-(?:bot|team)$`)

// IsHandle reports whether what has the form of a handle may be a person's: neither a team, as in @org/team, nor a
// package, as in @scope/name, nor a program, nor everyone; nor an annotation in code, as in @Override.
func IsHandle(text string) bool {
	_, name, _ := strings.Cut(text, "@")
	lower := strings.ToLower(name)
	return !strings.Contains(name, "/") && !slices.Contains(everyone, lower) && !slices.Contains(annotations, lower) &&
		!shared.MatchString(name)
}

// mailboxes are addresses that belong to a role by their name (RFC 2142 and what is usual beside it), and the user by
// which Git is reached.
var mailboxes = []string{
	"abuse", "admin", "alerts", "cert", "compliance", "contact", "csirt", "datenschutz", "dpo", "feedback", "git", "hello", "help",
	"helpdesk", "hostmaster", "info", "kontakt", "legal", "media", "news", "noc", "no-reply", "no_reply", "noreply", "office", "oncall",
	"postmaster", "press", "presse", "privacy", "psirt", "report", "root", "safety", "sales", "security", "service", "soc",
	"support", "team", "vulnerabilities", "vulnerability", "webmaster",
}

// version begins what follows the name of a package, as in model@1.2.3.
var version = regexp.MustCompile(`^v?\d+(?:\.\d+)+(?:[.+-][\w.+-]*)?$`)

// IsMailbox reports whether what has the form of a mail address may be a person's: neither that of a role, or of a part of
// one behind a hyphen or a plus, nor a version of a package.
func IsMailbox(address string) bool {
	user, host, _ := strings.Cut(strings.ToLower(address), "@")
	user, _, _ = strings.Cut(user, "+") // support+eu
	parts := strings.Split(user, "-")   // security-alerts, ml-team
	ofRole := slices.Contains(mailboxes, user) || slices.Contains(mailboxes, parts[0]) || slices.Contains(mailboxes, parts[len(parts)-1])
	return !ofRole && !version.MatchString(host)
}

func holdsAt(text string) bool { return strings.IndexByte(text, '@') >= 0 }

// NamesOf matches any of a list of people's names; nil where none is a name of two words or more, since
// a single word could be anything.
func NamesOf(list []string) *Form {
	var names, quoted []string
	for _, name := range list {
		if words := strings.Fields(name); len(words) > 1 && len(words) < 6 && utf8.ValidString(name) {
			name = strings.Join(words, " ")
			names, quoted = append(names, name), append(quoted, regexp.QuoteMeta(name))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return NewForm(`\b(?:`+strings.Join(quoted, "|")+`)\b`, headsOf(false, names...).in)
}

// Watches are what the parser of texts is told to look for. People may be nil.
func Watches(people *Form) []markdown.Watch {
	watches := []markdown.Watch{
		{Name: markdown.SeenEmail, Form: Email},
		{Name: SeenHandle, Form: Handle},
		{Name: SeenPlaceholder, Form: Placeholder},
		{Name: SeenDuration, Form: Duration, Raw: true, NotCode: true},
		{Name: SeenSecret, Form: Secret, Raw: true},
	}
	if people != nil {
		watches = append(watches, markdown.Watch{Name: SeenPerson, Form: people})
	}
	return watches
}
