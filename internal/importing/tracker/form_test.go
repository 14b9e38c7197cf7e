package tracker

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"hindcast/internal/importing"
	"hindcast/internal/incident"
)

func words() *importing.Words {
	return importing.NewWords(importing.Settings{}, incident.DefaultVocabularies())
}

// reported is what is read of an issue with a body, in each of the forms that a single issue comes in.
func reported(t *testing.T, title, body string) Report {
	t.Helper()
	encoded := func(s string) string {
		text, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	var first Report
	for n, form := range []string{
		`{"action":"opened","issue":{"number":7,"title":%s,"body":%s,"html_url":"https://github.com/acme/log/issues/7","user":{"login":"octo"}},"sender":{"login":"octo"}}`,
		`{"number":7,"title":%s,"body":%s,"url":"https://github.com/acme/log/issues/7"}`,
		`{"number":7,"title":%s,"body":%s,"html_url":"https://github.com/acme/log/issues/7","url":"https://api.github.com/repos/acme/log/issues/7","comments":3}`,
		`{"id":99,"iid":7,"title":%s,"description":%s,"web_url":"https://gitlab.example.org/acme/log/-/issues/7","author":{"username":"octo"}}`,
	} {
		r, err := ReadReport(fmt.Appendf(nil, form, encoded(title), encoded(body)), words())
		if err != nil {
			t.Fatal(err)
		}
		source := *r.Front.Source
		name, url := "GitHub", "https://github.com/acme/log/issues/7"
		if n == 3 {
			name, url = "GitLab", "https://gitlab.example.org/acme/log/-/issues/7"
		}
		if r.Front.TLP != "" {
			t.Errorf("form %d: marked %s", n, r.Front.TLP)
		}
		if source.Name != name || source.ID != "acme/log#7" || string(source.URL) != url {
			t.Errorf("form %d: %+v", n, source)
		}
		if n == 0 {
			first = r
		} else if got, want := fmt.Sprintf("%+v", r.Answers), fmt.Sprintf("%+v", first.Answers); got != want {
			t.Errorf("form %d:\n%s\nwant\n%s", n, got, want)
		}
	}
	return first
}

func TestReadReport(t *testing.T) {
	r := reported(t, "Incident: Chat quotes an old fee", "Before the form.\r\n\r\n### What happened\r\n\r\nIt quoted a fee.\r\n\r\n# Log\r\n\r\n```\r\n### Type\r\nbias\r\n```\r\n\r\n"+
		"### System\r\n\r\nChat assistant, Router\r\n\r\n### Type\r\n\r\nmodel_failure\r\n\r\n### How bad is it\r\n\r\nsev2: serious harm to people or to a core service, or many people affected\r\n\r\n"+
		"### When it was noticed\r\n\r\n2026-03-02T09:25Z\r\n\r\n### How it was noticed\r\n\r\nuser_report\r\n\r\n### Is it still going on\r\n\r\nnot sure\r\n\r\n"+
		"### Who and what is affected\r\n\r\n_No response_\r\n\r\n### Phase of the moon\r\n\r\nfull")
	f := r.Front
	if f.Title != "Chat quotes an old fee" || f.Type != "model_failure" || f.Severity != "sev2" || f.Timeline.Detected.String() != "2026-03-02T09:25Z" ||
		f.Detection.Method != "user_report" || strings.Join(f.Unregistered, "|") != "Chat assistant|Router" || len(f.Tags)+len(f.Source.Issues) > 0 {
		t.Errorf("%+v", f)
	}
	var kept []string
	for _, a := range r.Answers {
		if !a.IsHeld {
			kept = append(kept, a.Question+"="+a.Text)
		}
	}
	want := "=Before the form.|What happened=It quoted a fee.\n\n### Log\n\n```\n### Type\nbias\n```|Phase of the moon=full"
	if got := strings.Join(kept, "|"); got != want {
		t.Errorf("%q\nwant\n%q", got, want)
	}
}

// What no key holds all of stays an answer, and what is contradictory or can't be read is no value.
func TestReadReportKeepsWords(t *testing.T) {
	for _, test := range []struct {
		question, answer string
		isHeld           bool
		has              func(f incident.Front) bool
	}{
		{"How bad is it", "sev3", true, func(f incident.Front) bool { return f.Severity == "sev3" }},
		{"How bad is it", "sev3: because of the press", false, func(f incident.Front) bool { return f.Severity == "sev3" }},
		{"How bad is it?", "critical", true, func(f incident.Front) bool { return f.Severity == "sev1" }},
		{"How bad is it", "very", false, func(f incident.Front) bool { return f.Severity == "" }},
		{"Type", "- [ ] bias\n- [x] misuse\n- [X] data_leak", true, func(f incident.Front) bool { return f.Type == "misuse" && len(f.Also) == 1 }},
		{"Type", "odd", false, func(f incident.Front) bool { return f.Type == "" }},
		{"How it was noticed", "by chance", false, func(f incident.Front) bool { return f.Detection.Method == "" }},
		{"When it was noticed", "yesterday", false, func(f incident.Front) bool { return f.Timeline.Detected.IsZero() }},
		{"When it was noticed", "2026-03-02 09:25", true, func(f incident.Front) bool {
			return f.Timeline.Detected.String() == "2026-03-02" && len(f.Source.Issues) == 1 && strings.Contains(f.Source.Issues[0], "2026-03-02 09:25")
		}},
		{"System", "The assistant.\n\nIt answers questions.", false, func(f incident.Front) bool { return len(f.Unregistered) == 0 }},
		{"Owner", "Jo Doe", false, func(f incident.Front) bool { return f.Owner == "" }},
	} {
		r := reported(t, "x", "### "+test.question+"\n\n"+test.answer)
		if len(r.Answers) != 1 || r.Answers[0].IsHeld != test.isHeld || !test.has(r.Front) {
			t.Errorf("%s: %s: %+v %+v", test.question, test.answer, r.Answers, r.Front)
		}
	}
	if r := reported(t, "x", "### Type\n\n- [ ] bias\n- [ ] misuse\n\n### System\n\n<!-- which\none -->\n\n### Type\n\nNot sure"); len(r.Answers) > 0 {
		t.Errorf("nothing was answered, and yet %+v", r.Answers)
	}
	r := reported(t, "x", "### Type\n\nbias\n\n### How bad is it\n\nsev1\n\n### Severity\n\nsev4")
	if r.Front.Severity != "sev1" || r.Answers[2].IsHeld {
		t.Errorf("the second of two severities is lost: %+v", r)
	}
}

// A line above dashes or signs of equality is no section of the record, and what is typed as a heading alone is an answer.
func TestReadReportKeepsBelow(t *testing.T) {
	for _, test := range [][2]string{
		{"It failed.\n---", "It failed.\n"},
		{"## It failed.", "It failed."},
		{"Scores\n---\n\nwere missing", "### Scores\n\n\nwere missing"},
		{"Scores\nwere missing\n---\nagain", "Scores\nwere missing\n\n---\nagain"},
		{"**Scores** were missing\n===", "**Scores** were missing\n\n==="},
		{"Scores\n-\nagain", "Scores\n\n-\nagain"},
		{"# One\n\nx\n\n# Two\n\ny", "### One\n\nx\n\n### Two\n\ny"},
		{"Scores\n\n---\n\n```\na\n---\n```", "Scores\n\n---\n\n```\na\n---\n```"},
	} {
		r := reported(t, "x", "### What happened\n\n"+test[0]+"\n\n### Impact\n\nx")
		if len(r.Answers) != 2 || strings.TrimRight(r.Answers[0].Text, "\n") != strings.TrimRight(test[1], "\n") {
			t.Errorf("%q: %+v", test[0], r.Answers)
		}
	}
}

// The questions of a form are the sections of an imported issue, whatever headings answers have.
func TestFormText(t *testing.T) {
	for text, want := range map[string]string{
		"Lead.\n\n### What <b>happened</b>\n\nIt failed.\n---\n\n### Impact\n\n# All\n\nof it\n\n### Response\n\n_No response_\n": "Lead.\n\n## What \\<b>happened\\</b>\n\nIt failed.\n\n\n## Impact\n\n### All\n\nof it",
		"Lead.\n\n# Title\n\n## What happened\n\nIt failed.":                                                                      "Lead.\n\n## Title\n\n## What happened\n\nIt failed.",
		"What happened\n---\n\nIt failed.\n\n### More\n\nx":                                                                       "## What happened\n\n\nIt failed.\n\n### More\n\nx",
		"No headings\n_No response_":                                                                                              "No headings\n_No response_",
	} {
		if got := formText(text); got != want {
			t.Errorf("%q:\n%q\nwant\n%q", text, got, want)
		}
	}
}

// Nothing of an issue is read as more than it is: what opens in one answer does not swallow the next.
func TestReadReportClosesAnswers(t *testing.T) {
	r := reported(t, "x", "### What happened\n\nSee [[INC-2026-0001]] <script>x</script> <!-- hidden --> and <!-- open\n\n:::tlp CLEAR\n\n### Is it still going on\n\nyes\n\n```\nno end")
	want := "See \\[\\[INC-2026-0001]] \\<script>x\\</script>  and \\<!-- open\n\n\\:\\:\\:tlp CLEAR"
	if r.Answers[0].Text != want || r.Answers[1].Text != "yes\n\n```\nno end\n```" {
		t.Errorf("%+v", r.Answers)
	}
}

func TestReadReportRestricted(t *testing.T) {
	for text, why := range map[string]string{
		`{"iid":7,"title":"x","description":"y","confidential":true}`:                    "confidential: true",
		`{"number":7,"title":"TLP:RED Scores leak","body":"y"}`:                          "its title or text says so",
		`{"number":7,"title":"x","body":"### What happened\n\n:::tlp RED\nIt.\n:::"}`:    "its title or text says so",
		`{"number":7,"title":"x (TLP:CLEAR)","body":"A report marked TLP:RED came in."}`: "",
	} {
		r, err := ReadReport([]byte(text), words())
		if issues := strings.Join(r.Front.Source.Issues, ""); err != nil || (r.Front.TLP == "RED") != (why != "") || !strings.HasSuffix(issues, why) {
			t.Errorf("%s: %+v, %v", text, r.Front, err)
		}
	}
}

func TestReadReportRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "unexpected end",
		"[1]":                        "is a array",
		`{"title":"x","body":"y"}`:   "no number",
		`{"issue":{"number":"one"}}`: "number is a string",
		`{"number":1,"title":"x","pull_request":{}}`:                               "pull request",
		`{"number":1,"title":"x","body":"` + strings.Repeat("x", maxText+1) + `"}`: "more than 1 MiB",
	} {
		if _, err := ReadReport([]byte(text), words()); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%.60s: %v, want %q", text, err, want)
		}
	}
}

func FuzzReport(f *testing.F) {
	f.Add("### What happened\n\nIt <!-- x --> failed.\n\n### Type\n\n- [x] bias\n")
	f.Add("```\n### Type\n~~~")
	f.Fuzz(func(t *testing.T, body string) {
		text, err := json.Marshal(map[string]any{"number": 1, "title": "x", "body": body})
		if err != nil {
			t.Skip()
		}
		r, err := ReadReport(text, words())
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range r.Answers {
			if strings.Contains(a.Question, "\n") || strings.ContainsAny(a.Text, "\r\x00") {
				t.Errorf("%+v", a)
			}
		}
	})
}
