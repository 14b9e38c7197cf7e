package importing

import (
	"fmt"
	"testing"
)

func TestWithoutComments(t *testing.T) {
	for text, want := range map[string]string{
		"a <!-- x --> b <!-- y --> c\n":  "a  b  c\n",
		"<!-- x\ny\nz --> b\nc":          " b\nc",
		"a\n<!-- x\n\n### y\n-->\nz":     "a\n\nz",
		"a <!-- x\nb -->\n":              "a <!-- x\nb -->\n", // shown, since it begins within a line
		"<!-- x\nb":                      "<!-- x\nb",
		"```\n<!-- x -->\n```\n":         "```\n<!-- x -->\n```\n",
		"~~~ `x`\n<!-- x -->\n~~~\n":     "~~~ `x`\n<!-- x -->\n~~~\n",
		"- ```\n  - ```\n  <!-- x -->\n": "- ```\n  - ```\n  <!-- x -->\n", // an item within code ends no code
		"````\n```\n<!-- x -->\n````\n":  "````\n```\n<!-- x -->\n````\n",
		"> ~~~~\n> ~~~~~\n<!-- x -->b\n": "> ~~~~\n> ~~~~~\nb\n",
		"<!-- ```\n-->\n<!-- x -->b":     "\nb",
	} {
		if got := WithoutComments(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestSections(t *testing.T) {
	text := "lead\n### A\n\n# in it\n```\n### code\n```\n## B\n### C\nc"
	for level, want := range map[int]string{
		0: `[{"" "lead"} {"A" "\n# in it\n` + "```" + `\n### code\n` + "```" + `\n## B"} {"C" "c"}]`,
		2: `[{"" "lead\n### A\n\n# in it\n` + "```" + `\n### code\n` + "```" + `"} {"B" "### C\nc"}]`,
	} {
		if got := fmt.Sprintf("%q", Sections(text, level)); got != want {
			t.Errorf("level %d: %s, want %s", level, got, want)
		}
	}
}
