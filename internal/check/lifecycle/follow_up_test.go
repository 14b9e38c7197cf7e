package lifecycle

import (
	"testing"

	"hindcast/internal/words"
)

// A response in any built-in language can say that there was no interim measure.
func TestSaysWhyNone(t *testing.T) {
	for _, l := range words.Languages {
		for _, none := range l.None {
			for _, measure := range l.Measures {
				if text := "x, " + none + " " + measure + "x"; !saysWhyNone.MatchString(text) {
					t.Errorf("%s: %q does not say it", l.Tag, text)
				}
			}
		}
	}
	for _, text := range []string{"the note is needed", "no. An interim measure", "There was no time"} {
		if saysWhyNone.MatchString(text) {
			t.Errorf("%q says it", text)
		}
	}
}
