package rule

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hindcast/internal/diag"
	"hindcast/internal/frontmatter"
	"hindcast/internal/incident"
)

// Pass is the check of one file.
type Pass struct {
	*Context
	File   *incident.File
	Front  any              // pointer to the struct of the front matter
	Record *incident.Record // nil for other files
	Slug   string           // of systems and articles
	TLP    string
	Title  string

	Rule     *Rule
	Findings []diag.Finding
	leaves   []incident.Leaf // made where asked for, as the events are
	events   []incident.Event
}

// Leaves are the texts and times of the front matter.
func (p *Pass) Leaves() []incident.Leaf {
	if p.leaves == nil {
		incident.Walk(p.Front, func(l incident.Leaf) { p.leaves = append(p.leaves, l) })
	}
	return p.leaves
}

// Events are those of the section Timeline.
func (p *Pass) Events() []incident.Event {
	if p.events == nil {
		p.events = p.File.Events()
	}
	return p.events
}

// Name is the record's id, else the path.
func (p *Pass) Name() string {
	if p.Record != nil && p.Record.ID != "" {
		return p.Record.ID
	}
	return p.File.Path
}

// Report adds a finding of the rule about the file.
func (p *Pass) Report(f diag.Finding) *diag.Finding {
	f.Rule, f.Level, f.Path, f.Record = p.Rule.ID, p.Rule.Level, p.File.Path, p.Name()
	p.Findings = append(p.Findings, f)
	return &p.Findings[len(p.Findings)-1]
}

// At reports about the value at a key path.
func (p *Pass) At(key, message, hint string) *diag.Finding {
	span, text, ok := p.File.Places.Value(key)
	if !ok {
		return p.Missing(key, message, hint)
	}
	return p.Report(diag.Finding{Key: key, Span: span, Text: text, Message: message, Hint: hint})
}

// AtKey reports about the key at a key path.
func (p *Pass) AtKey(key, message, hint string) *diag.Finding {
	span, text, ok := p.File.Places.Key(key)
	if !ok {
		return p.Missing(key, message, hint)
	}
	return p.Report(diag.Finding{Key: key, Span: span, Text: text, Message: message, Hint: hint})
}

// Missing reports what is not there: at the key of the map that lacks it, else at the opening ---.
func (p *Pass) Missing(key, message, hint string) *diag.Finding {
	span := p.File.Places.Start()
	if i := strings.LastIndexAny(key, ".["); i > 0 {
		if s, _, ok := p.File.Places.Key(key[:i]); ok {
			span = s
		}
	}
	return p.Report(diag.Finding{Key: key, Span: span, Message: message, Hint: hint})
}

// AtStatus reports what the stage asks for and is not there, at the value of status.
func (p *Pass) AtStatus(key, message, hint string) *diag.Finding {
	span, text, ok := p.File.Places.Value("status")
	if !ok {
		span = p.File.Places.Start()
	}
	return p.Report(diag.Finding{Key: key, Span: span, Text: text, Message: message, Hint: hint})
}

// nothing is how YAML writes a value that says nothing.
var nothing = regexp.MustCompile(`^(?:~|null|Null|NULL|"\s*"|'\s*'|\[(?:\s|#.*\n)*\]|\{(?:\s|#.*\n)*\}|[|>][-+\d]*)?$`)

// IsWritten reports whether something is at a key, be it wrong.
func (p *Pass) IsWritten(key string) bool {
	text, ok := p.File.Places.Text(key)
	return ok && text != "" && (strings.IndexByte("~nN\"'[{|>", text[0]) < 0 || !nothing.MatchString(text))
}

// IsMeant reports whether something is at a key or was meant for it: under a misspelt name, or in a map that is itself
// misspelt or none. That is a finding already, and the key is not missing.
func (p *Pass) IsMeant(key string) bool {
	if p.IsWritten(key) || slices.ContainsFunc(p.File.Faults, func(f diag.Finding) bool { return isFor(f, key) }) {
		return true
	}
	dot := strings.LastIndexByte(key, '.')
	return dot > 0 && !p.File.Places.IsMap(key[:dot]) && p.IsMeant(key[:dot])
}

// isFor reports whether a fault is about a key, or about an unknown one: of nearly the same name beside it, or of the
// same name outside of its map.
func isFor(f diag.Finding, key string) bool {
	if f.Rule != frontmatter.RuleUnknownKey {
		return f.Rule == frontmatter.RuleForm && f.Key == key
	}
	parent := key[:strings.LastIndexByte(key, '.')+1]
	if f.Key == key[len(parent):] {
		return true
	}
	name, isBeside := strings.CutPrefix(f.Key, parent)
	return isBeside && diag.Nearest(name, []string{key[len(parent):]}) != ""
}

// Lacks are the keys that are missing from the map at a key.
func (p *Pass) Lacks(key string, needs []string) (missing []string) {
	for _, need := range needs {
		if !p.IsMeant(key + "." + need) {
			missing = append(missing, need)
		}
	}
	return missing
}

// IsPresent reports whether a key or an item of a list is there, be it empty.
func (p *Pass) IsPresent(key string) bool { return p.File.Places.Has(key) }

// Relate adds the place of a key to a finding and returns its line.
func (p *Pass) Relate(f *diag.Finding, key, message string) int {
	span, _, ok := p.File.Places.Value(key)
	if !ok {
		return 0
	}
	f.Related = append(f.Related, diag.Place{Path: p.File.Path, Span: span, Message: message})
	return span.Start.Line
}

// LastKey is the name of a key path's key: "severity" of "severity", "harms" of "impact.harms[1]".
func LastKey(key string) string {
	key, _, _ = strings.Cut(key[strings.LastIndexByte(key, '.')+1:], "[")
	return key
}

// Item is the key path of an item of a list.
func Item(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }
