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
	const name = "src/search/engine/columns.ts"
	var b strings.Builder
	b.WriteString("// Made from the table of facets in internal/incident/facet.go: go test ./site -run Columns -update\n\n" +
		"/** The title of each field of filters and facets, in the order in which facets are shown. */\n" +
		"export const facetTitles: Record<string, string> = {\n")
	for _, f := range incident.Facets {
		fmt.Fprintf(&b, "  %s: %q,\n", f.Name, f.Title)
	}
	b.WriteString("};\n")
	if *update {
		if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != b.String() {
		t.Errorf("%s is not made from the table: run go test ./site -run Columns -update and go generate ./site", name)
	}
}
