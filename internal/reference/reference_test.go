package reference_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"hindcast/internal/check"
	"hindcast/internal/incident"
	"hindcast/internal/reference"
)

func command() *cobra.Command {
	root := &cobra.Command{Use: "tool", Long: "Does <this>.\n\n  a   set\n  b   list", Example: "  tool act x"}
	act := &cobra.Command{Use: "act NAME", Short: "Act", Run: func(*cobra.Command, []string) {}}
	act.Flags().StringP("out", "o", "public", "write to `DIR`, a|b")
	act.Flags().Bool("all", false, "take all")
	root.AddCommand(act)
	return root
}

// Every link leads to a heading of its page, each heading is there once, and every row has as many cells as its table.
func TestPagesHoldTogether(t *testing.T) {
	links := regexp.MustCompile(`\]\(#([^)]*)\)`)
	for name, text := range reference.Files(command()) {
		headings, fenced, cells := map[string]int{}, false, 0
		var linked []string
		for line := range strings.Lines(text) {
			line = strings.TrimSuffix(line, "\n")
			if strings.HasPrefix(line, "```") {
				fenced = !fenced
			}
			if title := strings.TrimLeft(line, "#"); title != line && !fenced {
				address := strings.ToLower(strings.TrimSpace(title))
				headings[strings.NewReplacer(" ", "-", ".", "").Replace(address)]++
			}
			for _, m := range links.FindAllStringSubmatch(line, -1) {
				if !fenced {
					linked = append(linked, m[1])
				}
			}
			if !strings.HasPrefix(line, "| ") || fenced {
				cells = 0
				continue
			}
			n := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
			if cells > 0 && n != cells {
				t.Errorf("%s: a row has %d cells in a table of %d: %s", name, n-1, cells-1, line)
			}
			cells = n
		}
		for address, n := range headings {
			if n > 1 {
				t.Errorf("%s has %d headings at #%s", name, n, address)
			}
		}
		for _, address := range linked {
			if headings[address] == 0 {
				t.Errorf("%s links to #%s, which is no heading of it", name, address)
			}
		}
	}
}

// The pages have what the tables have.
func TestPagesAreComplete(t *testing.T) {
	files := reference.Files(command())
	for name, wanted := range map[string][]string{
		"record.md": {
			"| `severity` | one of [severities](#values-of-severities) | how bad it was | from detected, for incident, exercise |",
			"| `contained` | [time](#forms) |  | from contained, unless near_miss, hazard |",
			"| `systems` | list of texts | slugs from knowledge/systems | from detected, or `unregistered` |",
			"| `commander` | text, or list of texts |", "| closed | `roles.approver` |", "| hazard | `impact.harms` |",
			"| `bias` | Bias | groups were treated unequally without justification |",
		},
		"configuration.md": {
			"| `facet` | [switch](#forms) |", "| `text_bytes` | bytes of the text below the front matter | 131,072 | 1,048,576 |",
			"| `public` | Public | records marked CLEAR |",
		},
		"commands.md": {
			"Does &lt;this>.", "```\na   set\nb   list\n```", "## tool act", "```\ntool act NAME [flags]\n```",
			"| `-o, --out DIR` | write to DIR, a\\|b | public |", "| `--all` | take all |  |",
		},
	} {
		for _, want := range wanted {
			if !strings.Contains(files[name], want) {
				t.Errorf("%s lacks %q", name, want)
			}
		}
	}
	for _, r := range check.All() {
		if !strings.Contains(files["rules.md"], "\n## "+r.ID+"\n") {
			t.Errorf("rules.md lacks %s", r.ID)
		}
	}
}

// The reference of a repository has its own vocabularies, keys and needs.
func TestRecordOfARepository(t *testing.T) {
	c := incident.NewConfig(incident.Settings{
		Types:        incident.Vocabulary{{ID: "house_rule", Title: "House rule", Definition: "gifts | favours"}},
		CustomFields: []incident.CustomField{{ID: "priority", Title: "Priority", Values: []string{"P1", "P2"}, NeededFrom: "triaged"}},
	})
	text := reference.Record(&c)
	for _, want := range []string{
		`| ` + "`house_rule`" + ` | House rule | gifts \| favours |`, "| `priority` | Priority | P1, P2 | triaged |", "| triaged | `custom.priority` |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %q", want)
		}
	}
	if strings.Contains(text, "model_failure` | Model") {
		t.Error("it has types that the repository does not have")
	}
}
