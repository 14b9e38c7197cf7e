package postmortem

import "testing"

// What an event begins with names the stage that it is, with what or who brought it about behind it.
func TestStageOf(t *testing.T) {
	for text, want := range map[string]string{
		"Detected by an alert on score age": "detected", "**Resolved** by rolling back": "resolved", "Detected": "detected",
		"Mitigated by a failover": "contained", "Behoben durch einen Neustart": "resolved", "Ticket resolved by support": "",
		"v58 is live. **start**": "started", "Posts released, all clear. **end**": "resolved", "11:52 <DETECTED> by on-call": "", "All boards red **<OUTAGE MITIGATED>**": "contained",
		"restart of the proxy, fin de l'incident": "resolved", "début de l'incident : nouvelle règle": "started", "Search is on again. Ende": "resolved",
		"The end of the quarter": "", "Typo fixed, fixed by hand": "", "Störung beendet": "resolved",
		"By hand": "", "Looked at by the team": "",
	} {
		if got := stageOf(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
