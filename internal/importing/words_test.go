package importing

import (
	"testing"

	"hindcast/internal/incident"
)

// A severity in several parts is what all of them that are known agree on.
func TestSeverityOfParts(t *testing.T) {
	for word, want := range map[string]string{
		"2 - High": "sev2", "P2 (Major)": "sev2", "SEV-3: Moderate": "sev3", "Sev 4": "sev4", "Low / P4": "sev4", "Priority: High": "sev2", "1 (Highest)": "sev1",
		"High 🔥": "sev2", "Medium impact": "sev3", "Very high": "sev1", "S3 minor": "sev3",
		"P3 - Low": "", "Medium-high": "", "Not critical": "", "non-critical": "", "4 - Critical": "", "2 users": "", "2/5": "", "5/5": "", "n/a": "", "Sev": "",
		"2 - sideways": "", "a high number of people saw this": "", "9 - High": "",
	} {
		w := NewWords(Settings{}, incident.DefaultVocabularies())
		if got := w.Read(Severity, word); got != want {
			t.Errorf("%q is %q, want %q", word, got, want)
		}
		if got, isKept := w.Lacking(Severity)[Word(word)]; !isKept || got != want {
			t.Errorf("%q is kept as %q, %v", word, got, isKept)
		}
	}
	set := NewWords(Settings{Severity: map[string]string{"p1": "sev2", "high": "sev1"}, Status: map[string]string{}, Type: map[string]string{}}, incident.DefaultVocabularies())
	for word, want := range map[string]string{"P1 (severe)": "sev2", "P1 (critical)": "", "Sev1 (high)": "sev1"} {
		if got := set.Read(Severity, word); got != want {
			t.Errorf("%q is %q by the settings, want %q", word, got, want)
		}
	}
	if w := NewWords(Settings{}, incident.DefaultVocabularies()); w.Known(Severity, "high-availability") != "" {
		t.Error("a label is a severity by a part of it")
	}
}

// A review that goes on is no stage that is reached.
func TestStatusInReview(t *testing.T) {
	w := NewWords(Settings{}, incident.DefaultVocabularies())
	for word, want := range map[string]string{"In review": "resolved", "reviewed": "reviewed"} {
		if got := w.Read(Status, word); got != want {
			t.Errorf("%q is %q", word, got)
		}
	}
}
