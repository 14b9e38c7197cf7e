package incident_test

import (
	"fmt"

	"hindcast/internal/incident"
)

// Records are found by ids, former ids and the case they come in.
func ExampleLog_Names() {
	log := &incident.Log{
		Records: []*incident.Record{{
			File:  incident.File{Path: "incidents/2026/INC-2026-0007-fee.md"},
			Front: incident.Front{ID: "INC-2026-0007", Title: "Fee quoted twice", Aliases: []string{"INC-2026-XK7Q2"}},
		}},
		Systems: []*incident.System{{Slug: "assistant", SystemFront: incident.SystemFront{Title: "Chat assistant"}}},
	}
	names := log.Names()
	fmt.Println(names.Record("inc-2026-0007").Title)
	fmt.Println(names.Record("INC-2026-XK7Q2").ID)
	fmt.Println(names.Any("assistant").(*incident.System).Title)
	fmt.Println(names.File("incidents/2026/INC-2026-0009-b.md", "INC-2026-0007-fee.md").(*incident.Record).ID)
	fmt.Println(names.Any("INC-2026-0008"))
	// Output:
	// Fee quoted twice
	// INC-2026-0007
	// Chat assistant
	// INC-2026-0007
	// <nil>
}

// What a stage asks for and a record does not have yet.
func ExampleStage() {
	config := incident.NewConfig(incident.Settings{})
	r := &incident.Record{Front: incident.Front{Title: "Fee quoted twice", Owner: "channels", Status: "detected"}}
	for _, need := range incident.Lifecycle[incident.StageIndex("triaged")].Needs {
		if need.When != nil && !need.When(&config, r) {
			continue
		}
		met := incident.Has(r.Front, need.Key)
		if need.Met != nil {
			met = need.Met(r)
		}
		if !met {
			fmt.Printf("%s: %s\n", need.Key, need.Hint)
		}
	}
	// Output:
	// summary: one plain sentence, up to 200 characters
	// roles.commander: the team or role that leads the response
	// timeline.started: when it began, or {unknown: why}
}
