package terms_test

import (
	"testing"

	"hindcast/internal/importing/postmortem/terms"
)

func TestFieldOf(t *testing.T) {
	for key, want := range map[string]string{
		"Severity": "severity", "incidentDate": "day", "incident_date": "day", "Date de l’incident": "day", "Gravité": "severity", "gravite": "severity",
		"Detected (UTC)": "detected", "Reported at": "noticed", "Betroffene Systeme": "systems", "Data dell'incidente": "day", "担当チーム": "owner",
		"Duration": "", "Fine": "", "Root cause": "",
	} {
		if got := terms.FieldOf(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
}

// Names of teams and roles, as told from those of people: in any text, of a name alone, and of the value of a key.
func TestTeams(t *testing.T) {
	for name, want := range map[string][3]bool{
		"Payments team": {true, true, true}, "on-call engineer": {true, true, true}, "@equipe-reseau": {true, true, true}, "SRE": {true, true, true},
		"Conversational AI": {false, true, true}, "QA": {false, true, true}, "Search": {false, true, true},
		"Gruppo di lavoro": {true, true, true}, "Ufficio del personale": {true, true, true}, "Keepers of the index": {false, false, true}, "Qualitätssicherung": {false, false, true},
		"ROBIN DOE": {}, "robin doe": {}, "Robin Papadopoulou": {}, "Doe-Papadopoulou": {}, "RBD": {}, "Robin de la Doe": {},
		"Robin Doe": {}, "Ai Doe": {}, "R. Doe": {}, "robin.doe@example.org": {}, "@rdoe": {}, "Robin von der Doe": {}, "": {}, "person-d": {},
	} {
		if got := [3]bool{terms.SaysTeam(name), terms.IsTeam(name), terms.IsOwner(name)}; got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
