package setup

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"text/template"
	"time"

	"hindcast/internal/diag"
	"hindcast/internal/incident"
	"hindcast/templates"
)

// started is a file of a new repository with its text.
type started struct {
	start
	text string
}

// initData is what the templates of init show.
type initData struct {
	Title, Organisation string
	CI                  string // empty for none
	CIFile, Request     string
	Stages              []stageNeeds
	Types, Severities   incident.Vocabulary
	Methods             incident.Vocabulary
	SampleID, Detected  string
}

// stageNeeds is a stage with what a record has from then on, in words.
type stageNeeds struct{ ID, Needs string }

// render fills in the templates, all before the first file is written. Their marks are <% and %>,
// since workflows use braces and records use brackets.
func (s *starter) render() ([]started, error) {
	data := s.data()
	funcs := template.FuncMap{"quote": quote, "oneLine": diag.Printable}
	var out []started
	for _, f := range s.files() {
		source, err := fs.ReadFile(templates.Init, "init/"+f.template)
		if err != nil {
			return nil, fmt.Errorf("read a template: %w", err)
		}
		t, err := template.New(f.template).Delims("<%", "%>").Funcs(funcs).Parse(string(source))
		if err != nil {
			return nil, fmt.Errorf("parse a template: %w", err)
		}
		var text strings.Builder
		if err := t.Execute(&text, data); err != nil {
			return nil, fmt.Errorf("fill in a template: %w", err)
		}
		out = append(out, started{f, text.String()})
	}
	return out, nil
}

func (s *starter) data() initData {
	words := incident.DefaultVocabularies()
	d := initData{
		Title: s.flags.title, Organisation: s.flags.organisation, CI: strings.TrimPrefix(s.flags.ci, "none"), Request: "pull request",
		CIFile: "`.github/workflows/hindcast.yml`", Stages: needsByStage(),
		Types: words["types"], Severities: words["severities"], Methods: words["methods"],
		SampleID: s.sampleID(), Detected: s.now.Format(time.DateOnly),
	}
	if s.flags.ci == "gitlab" {
		d.CIFile, d.Request = "`.gitlab-ci.yml`", "merge request"
	}
	return d
}

// needsByStage words the table of the lifecycle for an incident.
func needsByStage() []stageNeeds {
	var rows []stageNeeds
	for _, stage := range incident.Lifecycle {
		var needs []string
		for _, n := range stage.Needs {
			if len(n.Kinds) > 0 && !slices.Contains(n.Kinds, incident.KindIncident) {
				continue
			}
			word := "`" + n.Key + "`"
			if section, ok := strings.CutPrefix(n.Key, "section:"); ok {
				word = "the section " + section
			}
			if n.When != nil {
				word += " (for the worst severities)"
			}
			needs = append(needs, word)
		}
		needs = append(needs, "`timeline."+stage.ID+"`")
		rows = append(rows, stageNeeds{stage.ID, strings.Join(needs, ", ")})
	}
	return rows
}

// quote writes a text as a string in double quotes, which YAML reads as JSON does.
func quote(s string) (string, error) {
	var out strings.Builder
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.TrimSuffix(out.String(), "\n"), err
}
