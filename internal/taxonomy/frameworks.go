// Package taxonomy holds the built-in frameworks and the clocks of reporting duties, each with its
// version, source and the day it was read. It is data with the arithmetic that belongs to it, and
// knows nothing of how records are stored, checked or shown.
package taxonomy

import (
	"cmp"
	"embed"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"hindcast/internal/incident"
)

//go:embed data/*.tsv
var tables embed.FS

// Framework is a set of controls, techniques or articles that records refer to.
type Framework struct {
	Key     string // as in the front matter
	Title   string
	Version string
	Source  string
	Names   map[string]string // name by id; nil where there is no table
	Example string            // an id, to show its form
	form    *regexp.Regexp    // of ids beyond the table
	shape   *regexp.Regexp    // of ids that another edition of the table may hold; nil where there is none
	retired []string          // ids that earlier editions held
	whole   *regexp.Regexp    // of an id the article or risk that it is a part of
	duties  *regexp.Regexp    // ids that somebody has to see to; nil for all, without a match for none, as in lists of risks
}

// Catalogue is frameworks by key.
type Catalogue map[string]Framework

// Name is what a control is called; empty where that is not known.
func (c Catalogue) Name(framework, id string) string { return c[framework].Name(id) }

// ControlRef is a control that an action names. Its name is empty where it is not known.
type ControlRef struct{ Framework, ID, Name string }

// Named takes apart how an action names a control: the key of a framework, a space, the id. The id is empty where there
// is no space.
func (c Catalogue) Named(text string) ControlRef {
	framework, id, _ := strings.Cut(text, " ")
	id = strings.TrimSpace(id)
	return ControlRef{framework, id, c.Name(framework, id)}
}

// Frameworks are the built-in ones by key. The map is the caller's to keep.
func Frameworks() map[string]Framework { return maps.Clone(builtIn()) }

// builtIn are the frameworks with their tables, which are read once.
var builtIn = sync.OnceValue(func() map[string]Framework {
	none := regexp.MustCompile(`^$`)
	list := []Framework{
		{Key: "nist_ai_rmf", Title: "NIST AI RMF", Version: "1.0", Example: "MANAGE 4.3", duties: regexp.MustCompile(`\.`), shape: regexp.MustCompile(`^(GOVERN|MAP|MEASURE|MANAGE) \d(\.\d{1,2})?$`)},
		{Key: "mitre_atlas", Title: "MITRE ATLAS", Version: "5.6.0", Example: "AML.T0051", duties: regexp.MustCompile(`^AML\.M`), form: regexp.MustCompile(`^AML\.CS\d{4}$`), shape: regexp.MustCompile(`^AML\.(TA|M|T)\d{4}(\.\d{3})?$`), retired: []string{"AML.T0009", "AML.T0030"}},
		{Key: "avid_sep", Title: "AVID SEP", Version: "2026", Example: "P0204", duties: none, shape: regexp.MustCompile(`^[SEP]\d{4}$`)},
		{Key: "mit", Title: "MIT AI risk taxonomy", Version: "2025", Example: "7.3", duties: none, shape: regexp.MustCompile(`^\d(\.\d)?$`)},
		{Key: "iso_42001", Title: "ISO/IEC 42001", Version: "2023", Example: "A.6.2.4", duties: regexp.MustCompile(`^(\d+\.\d|A\.([^6]|10)\.\d|A\.6\.\d\.\d)$`), whole: regexp.MustCompile(`^(\d+\.\d|A\.6\.\d\.\d|A\.([^6]|10)\.\d)`), form: regexp.MustCompile(`^(A\.)?\d{1,2}(\.\d{1,2}){0,3}$`)},
		{Key: "owasp_llm", Title: "OWASP Top 10 for LLM Applications", Version: "2025", Example: "LLM01:2025", duties: none, form: regexp.MustCompile(`^LLM(0[1-9]|10)(:20\d{2})?$`)},
		{Key: "owasp_agentic", Title: "OWASP agentic threats", Version: "2025", Example: "ASI01", duties: none, whole: regexp.MustCompile(`^(T|ASI)\d+`), form: regexp.MustCompile(`^(T([1-9]|1\d)|ASI(0[1-9]|10)(:20\d{2})?)$`)},
		{Key: "eu_ai_act", Title: "EU AI Act", Version: "2024/1689", Example: "Art. 73(2)", duties: regexp.MustCompile(`^Art\. ([4589]|1\d|2[0-7]|4[3789]|5[0345]|60|7[23]|86)$`), whole: regexp.MustCompile(`^(Art\. \d+[a-z]?|Annex [IVX]+)`), form: regexp.MustCompile(`^(Art\. \d{1,3}[a-z]?(\(\d+\))?(\([a-z]\))?|Annex [IVX]+( \d+(\([a-z]\))?)?|Recital \d{1,3})$`)},
		{Key: "oecd", Title: "OECD common reporting framework", Version: "2025", Example: "3", duties: none, form: regexp.MustCompile(`^\d{1,2}(\.\d{1,2})?$`)},
		{Key: "oecd_ai_principles", Title: "OECD AI Principles", Version: "2024", Example: "1.4", duties: none},
		{Key: "mitre_attack", Title: "MITRE ATT&CK", Example: "T1566.002", duties: none, whole: regexp.MustCompile(`^T\d{4}`), form: regexp.MustCompile(`^(T\d{4}(\.\d{3})?|(TA|M|S|G|C|DS)\d{4})$`)},
		{Key: "osv", Title: "OSV advisories", Example: "GHSA-jfh8-c2jp-5v3q", form: regexp.MustCompile(`^(GHSA(-[23456789cfghjmpqrvwx]{4}){3}|(PYSEC|RUSTSEC|GO|OSV|MAL|CVE)-\d{4}-\d+)$`)},
		{Key: "cve", Title: "CVE", Example: "CVE-2025-1234", form: regexp.MustCompile(`^CVE-\d{4}-\d{4,}$`)},
		{Key: "cwe", Title: "CWE", Example: "CWE-79", duties: none, form: regexp.MustCompile(`^CWE-\d+$`)},
	}
	byKey := make(map[string]Framework, len(list))
	for _, f := range list {
		f.Names, f.Source = table(f.Key)
		byKey[f.Key] = f
	}
	return byKey
})

// FrameworksOf are the built-in ones and the organisation's own, which are before them where both
// have a key.
func FrameworksOf(own map[string]incident.OwnFramework) map[string]Framework {
	byKey := Frameworks()
	for key, o := range own {
		f := Framework{Key: key, Title: o.Title, Version: o.Version, Source: o.Source}
		if f.Title == "" {
			f.Title = strings.ReplaceAll(key, "_", " ")
		}
		if was, known := byKey[key]; bool(o.Extend) && known {
			f = was.extended(o)
		} else if len(o.Controls) > 0 {
			f.Names, f.Example = make(map[string]string, len(o.Controls)), o.Controls[0].ID
		}
		for _, c := range o.Controls {
			f.Names[c.ID] = c.Title
		}
		byKey[key] = f
	}
	return byKey
}

// extended is a built-in framework with what an organisation adds or says anew.
func (f Framework) extended(o incident.OwnFramework) Framework {
	f.Names = maps.Clone(f.Names)
	if f.Names == nil {
		f.Names = map[string]string{}
	}
	f.Title, f.Version, f.Source = cmp.Or(o.Title, f.Title), cmp.Or(o.Version, f.Version), cmp.Or(o.Source, f.Source)
	return f
}

// table reads the ids of a framework, a line each: id, tab, name. Comments come first, the second
// of them the source.
func table(key string) (names map[string]string, source string) {
	text, err := tables.ReadFile("data/" + key + ".tsv")
	if err != nil {
		return nil, ""
	}
	names = map[string]string{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		if comment, ok := strings.CutPrefix(line, "# "); ok {
			source = comment
			continue
		}
		id, name, _ := strings.Cut(line, "\t")
		names[id] = name
	}
	return names, source
}

// Check says what is wrong with an id; empty where nothing is, or another edition may hold it: see Edition.
func (f Framework) Check(id string) string {
	if f.shape != nil && f.shape.MatchString(id) {
		return ""
	}
	if _, known := f.Names[id]; known || f.form != nil && f.form.MatchString(id) {
		return ""
	}
	if f.Names == nil && f.form == nil { // the organisation's own, without a table
		return ""
	}
	if f.Names != nil && f.form == nil {
		return fmt.Sprintf("%s holds no %q", f.edition(), id)
	}
	return fmt.Sprintf("%q has not the form of an id of %s, such as %s", id, f.Title, f.Example)
}

// Edition says that the table of this edition does not hold an id which has the shape of its ids; empty where it does, or
// did before.
func (f Framework) Edition(id string) string {
	_, known := f.Names[id]
	if known || f.shape == nil || !f.shape.MatchString(id) || f.Retired(id) {
		return ""
	}
	return fmt.Sprintf("%s, as Hindcast knows it, holds no %s", f.edition(), id)
}

// Retired reports whether earlier editions held an id that this one does not.
func (f Framework) Retired(id string) bool {
	_, known := f.Names[id]
	return !known && slices.Contains(f.retired, id)
}

func (f Framework) edition() string { return strings.TrimSpace(f.Title + " " + f.Version) }

// Name is what an id is called, or the article or risk that it is a part or an edition of; empty where that is not known.
func (f Framework) Name(id string) string {
	return cmp.Or(f.Names[id], f.Names[id+":"+f.Version], f.Names[f.Whole(id)])
}

// Whole is the article or risk that an id is a part or an edition of; the id itself where that is not known.
func (f Framework) Whole(id string) string {
	if f.whole == nil {
		return id
	}
	return cmp.Or(f.whole.FindString(id), id)
}

// Duties are the ids of the table that an organisation has to see to, sorted: a lack of evidence says something of
// controls, and nothing of headings, risks or the tasks of authorities.
func (f Framework) Duties() []string {
	return slices.DeleteFunc(f.IDs(), func(id string) bool { return f.duties != nil && !f.duties.MatchString(id) })
}

// IDs are those of the table, sorted.
func (f Framework) IDs() []string { return slices.Sorted(maps.Keys(f.Names)) }
