package public

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hindcast/internal/importing"
	"hindcast/internal/incident"
	"hindcast/internal/lazy"
	"hindcast/internal/taxonomy"
)

// AVIDFolder is where records of the AI Vulnerability Database are in a records repository.
const AVIDFolder = "incidents/avid"

const (
	avidName    = "AI Vulnerability Database"
	avidPage    = "https://avidml.org/database/%s/"
	avidLicence = "MIT (https://github.com/avidml/avid-db/blob/main/LICENSE); AI Vulnerability Database; converted by Hindcast"
)

// avidKinds are the types of references that have a place, which are free text: AVID's own, and those of exported records.
var avidKinds = map[string]string{
	"source": "", "report": "report", "statement": "statement", "ticket": "ticket", "advisory": "advisory", "paper": "paper",
	"press": "press", "other": "other",
}

// avidForm is the id of a report or of a vulnerability, R or V.
var avidForm = lazy.Regexp(`^AVID-(\d{4})-([RV])(\d{3,6})$`)

// AVID reads reports and vulnerabilities of the AI Vulnerability Database, of every version of its data models
// (avidtools/datamodels in github.com/avidml/avidtools, read 2026-11-27), and makes a precedent of each. The day of a
// report is not that of what it reports, so the precedent is dated by its first reference.
func AVID(ctx context.Context, in importing.Input, o importing.Options) (importing.Batch, error) {
	im := &entries{known: map[string]importing.At{}}
	im.read = func(t importing.Tree) (importing.Entry, error) { return avidEntry(t, o.Retrieved) }
	return im.objects(ctx, in, ".json", ".jsonl")
}

func avidEntry(t importing.Tree, retrieved incident.Time) (e importing.Entry, err error) {
	if kind := t.Text("data_type"); kind != "AVID" {
		return e, fmt.Errorf("it is no report of AVID: data_type is %s", importing.Excerpt(kind))
	}
	meta := t.Sub("metadata")
	id := meta.Line("report_id")
	if id == "" {
		id = meta.Line("vuln_id")
	}
	parts := avidForm().FindStringSubmatch(id)
	if parts == nil {
		return e, fmt.Errorf("its id %s is none of AVID, such as AVID-2022-R0001", importing.Excerpt(id))
	}
	// Numbers begin anew each year, and reports and vulnerabilities have their own.
	prefix := map[string]string{"R": "AVID", "V": "AVIDV"}[parts[2]]
	f := incident.Front{
		ID: fmt.Sprintf("%s-%s%04s", prefix, parts[1], parts[3]), Kind: incident.KindPrecedent, TLP: "CLEAR", Aliases: []string{id},
	}
	page := incident.Address(fmt.Sprintf(avidPage, strings.ToLower(id)))
	f.Source = &incident.Source{Name: avidName, ID: id, URL: page, Licence: avidLicence, Retrieved: retrieved}

	problem := t.Sub("problemtype")
	f.Title = avidText(&f, problem, "problemtype.description")
	if f.Title = importing.Fold(f.Title); f.Title == "" {
		return e, fmt.Errorf("%s has no problemtype.description", id)
	}
	date := t.Text("reported_date")
	if date == "" {
		date = t.Text("published_date")
	}
	day, err := incident.ParseTime(strings.TrimSpace(date))
	if err != nil {
		return e, fmt.Errorf("%s has no usable date: it %w", id, err)
	}
	f.References = []incident.Reference{{URL: page, Title: f.Title, Kind: "report", Publisher: avidName, Date: day}}

	text := avidText(&f, t, "description")
	f.Summary = importing.Summary(text)
	if paragraphs := importing.Paragraphs(text); len(paragraphs) > 0 {
		e.Body = "\n## What happened\n" + importing.AsMarkdown(paragraphs)
		if strings.Count(strings.TrimSpace(text), "\n") != 2*(len(paragraphs)-1) { // a paragraph of the record has no lines
			t.Sub("description")["value"] = text
		}
	}
	avidAffects(&f, t.Sub("affects"))
	avidImpact(&f, t.Sub("impact"))
	switch problem["classof"] {
	case "CVE Entry":
		controls(&f, "cve", cve().FindAllString(f.Title, -1)...)
	case "Undefined": // says nothing
		delete(problem, "classof")
	}
	references(&f, t, "references", "url", "label", avidKinds)
	leaveCredits(&f, t, "credit")
	if rest := t.Rest(); rest != nil {
		f.Custom = map[string]any{"avid": rest}
	}
	e.Front, e.Folder = f, AVIDFolder
	return e, nil
}

var cve = lazy.Regexp(`\bCVE-\d{4}-\d{4,}\b`)

// avidText takes the description of a map; its language stays unless it is English, as ISO 639 or BCP 47 has it.
func avidText(f *incident.Front, t importing.Tree, where string) string {
	d := t.Sub("description")
	text := d.Text("value")
	if lang, _ := d["lang"].(string); slices.Contains([]string{"eng", "en", "en-US"}, lang) {
		delete(d, "lang")
	}
	if strings.TrimSpace(text) == "" {
		importing.Lacks(f, "%s: (empty)", where)
	}
	return text
}

// avidAffects takes who made and runs what is affected, models, and systems by name; data sets have no place.
func avidAffects(f *incident.Front, t importing.Tree) {
	for key, list := range map[string]*[]string{"developer": &f.Parties.Developers, "deployer": &f.Parties.Deployers} {
		t.Take(key, func(name string) bool { return addName(list, name) })
	}
	artifacts, _ := t["artifacts"].([]any)
	var left []any
	for _, item := range artifacts {
		a, _ := item.(map[string]any)
		name, _ := a["name"].(string)
		name = importing.OneLine(name)
		isPlaced := len(a) == 2
		switch {
		case !isPlaced || isNone(name):
			isPlaced = false
		case a["type"] == "Model":
			if m := (incident.Model{Name: name}); !slices.Contains(f.Models, m) {
				f.Models = append(f.Models, m)
			}
		case a["type"] == "System":
			addName(&f.Unregistered, name)
		default:
			isPlaced = false
		}
		if !isPlaced {
			left = append(left, item)
		}
	}
	if artifacts != nil {
		t["artifacts"] = left
	}
}

// avidImpact takes the entries of taxonomies. Scores, risk domains and phases of the life cycle stay as they are.
func avidImpact(f *incident.Front, t importing.Tree) {
	frameworks := taxonomy.Frameworks()
	t.Sub("avid").Take("sep_view", func(entry string) bool {
		id, name, _ := strings.Cut(entry, ":")
		known := frameworks["avid_sep"].Name(id)
		if known == "" {
			return false
		}
		if name = strings.TrimSpace(name); !strings.EqualFold(name, known) {
			importing.Lacks(f, "impact.avid.sep_view: %s", entry)
		}
		controls(f, "avid_sep", id)
		return true
	})
	for _, step := range t.List("atlas") { // stays whole: a step has tactic, technique and what was done
		for _, key := range []string{"tactic", "technique"} {
			if id, _ := step[key].(string); frameworks["mitre_atlas"].Name(id) != "" {
				controls(f, "mitre_atlas", id)
			}
		}
	}
	for _, weakness := range t.List("cwe") {
		if id, _ := weakness["cweId"].(string); frameworks["cwe"].Check(id) == "" {
			controls(f, "cwe", id)
			delete(weakness, "cweId")
			if weakness["lang"] == "en" {
				delete(weakness, "lang")
			}
		}
	}
}
