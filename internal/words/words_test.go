package words_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"hindcast/internal/words"
)

// cases is testdata/words.json, which the tests of site/src/words.ts read too.
type cases struct {
	Fold      map[string]string
	Scan      map[string]string // words bare, identifiers with their #, unigrams with a ~
	Positions map[string][]int
}

func readCases(t *testing.T) (c cases) {
	t.Helper()
	data, err := os.ReadFile("testdata/words.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFold(t *testing.T) {
	for text, want := range readCases(t).Fold {
		if got := words.Fold(text); got != want {
			t.Errorf("%q folds to %q, want %q", text, got, want)
		}
	}
}

func TestScan(t *testing.T) {
	for text, want := range readCases(t).Scan {
		var got []string
		for token := range words.Scan(text) {
			got = append(got, map[words.Kind]string{words.Unigram: "~"}[token.Kind]+token.Text)
		}
		if joined := strings.Join(got, " "); joined != want {
			t.Errorf("%q gives %q, want %q", text, joined, want)
		}
	}
}

// Positions count words, so that neighbours differ by one whatever is between them.
func TestPositions(t *testing.T) {
	for text, want := range readCases(t).Positions {
		var got []int
		for token := range words.Scan(text) {
			got = append(got, token.Position)
		}
		if !slices.Equal(got, want) {
			t.Errorf("positions in %q are %v, want %v", text, got, want)
		}
	}
}

// A consumer may stop at any token.
func TestScanStops(t *testing.T) {
	const text = "see INC-2026-0007 in 東京都 now"
	all := slices.Collect(words.Scan(text))
	for n := range all {
		var got []words.Token
		for token := range words.Scan(text) {
			got = append(got, token)
			if len(got) > n {
				break
			}
		}
		if !slices.Equal(got, all[:n+1]) {
			t.Errorf("the first %d tokens are %v, want %v", n+1, got, all[:n+1])
		}
	}
}

// What other packages take of a language is there, in a form that they can compare.
func TestLanguages(t *testing.T) {
	for _, l := range words.Languages {
		if l.Tag == "" || len(l.Endings) == 0 || len(l.None) == 0 || len(l.Measures) == 0 || l.OpenSearch.Stemmer == "" {
			t.Errorf("something is missing in %+v", l)
		}
		for _, ending := range l.Endings {
			if strings.Trim(ending, "abcdefghijklmnopqrstuvwxyz") != "" {
				t.Errorf("%s: the ending %q is not folded", l.Tag, ending)
			}
		}
	}
}

func TestStem(t *testing.T) {
	stemmed := map[string]bool{}
	for _, c := range []struct{ language, word, want string }{
		{"en", "charges", "charg"},
		{"en", "charged", "charg"},
		{"en", "hallucinations", "hallucin"},
		{"de", "vorfalle", "vorfall"},
		{"de", "vorfallen", "vorfall"},
		{"en-GB", "charges", "charg"},
		{"DE-AT", "vorfalle", "vorfall"},
		{"den", "vorfalle", "vorfalle"},
		{"fr", "charges", "charges"},
		{"", "charges", "charges"},
		{"en", "gpt4s", "gpt4s"},
		{"en", "東京", "東京"},
	} {
		if got := words.Stem(c.language, c.word); got != c.want {
			t.Errorf("the stem of %s in %q is %s, want %s", c.word, c.language, got, c.want)
		}
		stemmed[c.language] = stemmed[c.language] || c.word != c.want
	}
	for _, l := range words.Languages {
		if !stemmed[l.Tag] {
			t.Errorf("no word of %s has a stem", l.Tag)
		}
	}
}

func TestGuessLanguage(t *testing.T) {
	samples := map[string]string{
		"The model drifted for a week, and the team found it by chance from the logs.": "en",
		"Das Modell lief eine Woche, und die Ursache ist nicht von der Hand zu weisen": "de",
		"Modelo de fraude": "fallback",
		"":                 "fallback",
	}
	for text, want := range samples {
		if got := words.GuessLanguage("fallback", text); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
	for _, l := range words.Languages {
		if !slices.Contains(slices.Collect(maps.Values(samples)), l.Tag) {
			t.Errorf("no sample is in %s", l.Tag)
		}
	}
}

// Words that hold sentences together are known in each language, folded, and those that tell something are not among
// them. Nothing is known of other languages.
func TestIsFunction(t *testing.T) {
	for tag, want := range map[string]struct{ function, telling string }{
		"en":    {"the although reportedly we've between company", "arrest refund deepfake die war"},
		"de-AT": {"dass während können möglicherweise laut darüber", "verhaftung sperrung modell karte"},
		"fr":    {"", "le dans pour"},
	} {
		for word := range words.Tokens(want.function) {
			if len(word) > 1 && !words.IsFunction(tag, word) {
				t.Errorf("%s: %s tells something", tag, word)
			}
		}
		for word := range words.Tokens(want.telling) {
			if words.IsFunction(tag, word) {
				t.Errorf("%s: %s tells nothing", tag, word)
			}
		}
	}
}
