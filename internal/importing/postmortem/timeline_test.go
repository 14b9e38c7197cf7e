package postmortem

import "testing"

// What an event begins with names the stage that it is, with what or who brought it about behind it.
func TestStageOf(t *testing.T) {
	for text, want := range map[string]string{
		"Detected by an alert on score age": "detected", "**Resolved** by rolling back": "resolved", "Detected": "detected",
		"Mitigated by a failover": "contained", "Behoben durch einen Neustart": "resolved", "Ticket resolved by support": "",
		"By hand": "", "Looked at by the team": "",
	} {
		if got := stageOf(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
