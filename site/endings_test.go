package site

import (
	"fmt"
	"strings"
	"testing"

	"hindcast/internal/words"
)

// The script knows the endings and the stop words of the languages that the program has.
func TestEndingsAreThoseOfTheLanguages(t *testing.T) {
	var b strings.Builder
	b.WriteString("// Made from the languages in internal/words: go test ./site -run Endings -update\n\n" +
		"/** The endings of inflected words in each language, by its tag. */\n" +
		"export const endings: Record<string, string> = {\n")
	for _, l := range words.Languages {
		fmt.Fprintf(&b, "  %s: %q,\n", l.Tag, strings.Join(l.Endings, " "))
	}
	b.WriteString("};\n\n" +
		"/** The words that nearly every text has in each language, by its tag. */\n" +
		"export const stopWords: Record<string, string> = {\n")
	for _, l := range words.Languages {
		fmt.Fprintf(&b, "  %s: %q,\n", l.Tag, strings.Join(l.Function, " "))
	}
	b.WriteString("};\n")
	checkMade(t, "src/endings.ts", b.String(), "go test ./site -run Endings -update")
}
