package site

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"hindcast/internal/incident"
)

var update = flag.Bool("update", false, "write the generated script anew")

// The script knows the facets by the table that the program has.
func TestColumnsAreThoseOfTheTable(t *testing.T) {
	var b strings.Builder
	b.WriteString("// Made from the table of facets in internal/incident/facet.go: go test ./site -run Columns -update\n\n" +
		"/** The title of each field of filters and facets, in the order in which facets are shown. */\n" +
		"export const facetTitles: Record<string, string> = {\n")
	for _, f := range incident.Facets {
		fmt.Fprintf(&b, "  %s: %q,\n", f.Name, f.Title)
	}
	b.WriteString("};\n")
	checkMade(t, "src/search/engine/columns.ts", b.String(), "go test ./site -run Columns -update")
}

// checkMade holds a script against the text that a command makes of a table, or writes it where -update is given.
func checkMade(t *testing.T, name, want, command string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(name)
	if err != nil || string(text) != want {
		t.Errorf("%s is not made from the table (%v): run %s and go generate ./site", name, err, command)
	}
}
