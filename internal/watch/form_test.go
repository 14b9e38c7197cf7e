package watch_test

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hindcast/internal/incident"
	"hindcast/internal/watch"
)

var names = watch.NamesOf([]string{"Ann Author", "Ann Authorson", "Émile  Zola", "jo von Berg", "Cher"})

var forms = map[string]*watch.Form{
	"email": watch.Email, "handle": watch.Handle, "placeholder": watch.Placeholder, "duration": watch.Duration, "secret": watch.Secret, "id": incident.BareID,
	"person": names,
}

// matching are texts that the forms match as a whole, at least one for each alternative.
var matching = map[string][]string{
	"email":  {"jo@example.org", "a.b+c-d@x-y.co.uk"},
	"handle": {"@jo-on-call", "(@jo", " @jo", "\n@J0"},
	"placeholder": {
		"TODO", "TBD", "FIXME", "XXX", "lorem ipsum", "LOREM Ipſum", "<describe what>", "<insert >", "<your name>", "<fill>",
	},
	"duration": {
		"time to detect was 3 h 15 min", "Time To contain: 1 day", "TIME TO RESOLVE of 2 days, 3 hours and 4 minutes",
		"time to reſolve was 2 h", "MTTR: 96 minutes", "mttd 5m", "outage lasted 3 hours", "Incident lasted 2h 5m", "resolved after 96 minutes",
		"Resolved within 1 d", "Duration: 3h 45m", "**Duration**: 96 minutes", "_Duration: 3h 45m", "__Downtime__: 2 h", "| Total duration | 1 day, 2 hrs", "> Outage duration: 3 mins",
		"time to recovery: 5 min", "TTR = 96m", "outage took about 2 hours", "downtime lasted ~3 h", "incident of 2h", "Total downtime: 7.5 hours",
		"Duration of the incident – 96 min", "Duration (total): 01:36:00", "| Duration: | 3h45m", "Gesamtdauer: rund 3 Std. 45 Min", "Ausfall dauerte 2 Tage",
		"behoben nach 96 Minuten", "Durée totale : 1 heure et 36 minutes", "incident a duré 2 jours", "résolu en 2h", "Duración: 96 minutos",
		"caída duró casi 3 horas", "resuelto tras 2 horas", "継続時間：約1時間36分", "**持续时间**：2 天 3 小时", "故障时长: 96 分钟",
		"disruption lasted 3 h", "degradation lasted 1 h", "downtime lasted 1 h", "resolved in 4 h",
	},
	"secret": {
		"AKIAABCDEFGHIJKLMNOP", "github_pat_" + strings.Repeat("a_", 30), "glpat-" + strings.Repeat("b-", 10),
		"ghp_" + strings.Repeat("c", 36), "gho_" + strings.Repeat("c", 40), "ghu_" + strings.Repeat("c", 36),
		"ghs_" + strings.Repeat("c", 36), "ghr_" + strings.Repeat("c", 36),
		"xoxa-" + strings.Repeat("1", 20), "xoxb-" + strings.Repeat("d", 20), "xoxp-" + strings.Repeat("-", 20),
		"xoxo-" + strings.Repeat("d", 20), "xoxs-" + strings.Repeat("d", 20), "xoxr-" + strings.Repeat("d", 20),
		"sk-" + strings.Repeat("e", 32), "sk-proj-" + strings.Repeat("e", 32), "sk-ant-" + strings.Repeat("-", 32),
		"AIza" + strings.Repeat("f-", 17) + "f", "-----BEGIN PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----",
		"eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.SflKxwRJSMeKKF2QT4",
	},
	"id":     {"INC-2026-0007", "AIID-0004", "A9-B-2026-X7K3F", "A-X0000", "Z0-99999"},
	"person": {"Ann Author", "Ann Authorson", "jo von Berg"},
}

func TestFormsMatchEachOfTheirShapes(t *testing.T) {
	for name, texts := range matching {
		for _, text := range texts {
			if got := forms[name].FindString(text); got != text {
				t.Errorf("%s: found %q in %q", name, got, text)
			}
		}
	}
}

// sameAsExpression fails where a form finds something else than its expression alone.
func sameAsExpression(t interface{ Errorf(string, ...any) }, text string) {
	for name, form := range forms {
		if got, want := form.FindString(text), form.Regexp.FindString(text); got != want {
			t.Errorf("%s: found %q in %q, want %q", name, got, text, want)
		}
		got, want := form.FindAllStringIndex(text, -1), form.Regexp.FindAllStringIndex(text, -1)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: found %v in %q, want %v", name, got, text, want)
		}
	}
}

// Texts are put together of what the forms match, of pieces of it, and of what may stand around it.
func TestFormsFindWhatTheirExpressionsDo(t *testing.T) {
	around := []string{
		"", " ", "\n", "-", "_", ".", "@", "a", "Z", "0", "X", "é", "漢", "\xC3", "\xA9", "risk-", "(", "<", ":",
		"aÉmile Zola", "Émile Zola",
	}
	var texts []string
	for _, list := range matching {
		texts = append(texts, list...)
	}
	piece := rapid.Custom(func(t *rapid.T) string {
		text := rapid.SampledFrom(texts).Draw(t, "text")
		if rapid.Bool().Draw(t, "whole") {
			return text
		}
		cut := rapid.IntRange(0, len(text)).Draw(t, "cut")
		if rapid.Bool().Draw(t, "before") {
			return text[:cut]
		}
		return text[cut:]
	})
	whole := rapid.SliceOfN(rapid.OneOf(piece, rapid.SampledFrom(around), rapid.String()), 0, 6)
	rapid.Check(t, func(t *rapid.T) { sameAsExpression(t, strings.Join(whole.Draw(t, "pieces"), "")) })
}

// The same for any text.
func FuzzForms(f *testing.F) {
	for _, texts := range matching {
		for _, text := range texts {
			f.Add(text)
			f.Add("\xC3" + text + "é" + text + "_" + text)
		}
	}
	f.Fuzz(func(t *testing.T, text string) { sameAsExpression(t, text) })
}
