package words_test

import (
	"slices"
	"strings"
	"testing"

	"hindcast/internal/words"
)

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"plain": "plain", "UPPER Case": "upper case", "Überfüllung": "uberfullung", "Straße STRASSE": "strasse strasse",
		"ﬁne": "fine", "ＡＢＣ": "abc", "Σίσυφος": "σισυφοσ", "e\u0301": "e", "İ": "i", "": "",
	} {
		if got := words.Fold(text); got != want {
			t.Errorf("%q folds to %q, want %q", text, got, want)
		}
	}
}

// Each text gives these tokens: words bare, identifiers with their #, tails with a ~, positions where they jump.
func TestScan(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "",
		"!?…":                       "",
		"The model drifted.":        "the model drifted",
		"INC-2026-0007":             "inc 2026 7 #inc-2026-7 #2026-7",
		"inc_2026_0007, then":       "inc 2026 7 #inc-2026-7 #2026-7 then",
		"(AML.T0020.001)":           "aml t0020 1 #aml-t0020-1 #t0020-1",
		"gpt-4o-mini":               "gpt 4o mini #gpt-4o-mini #4o-mini",
		"CVE-2025-1234":             "cve 2025 1234 #cve-2025-1234 #2025-1234",
		"on 2026-03-02 at 09:05":    "on 2026 3 2 #2026-3-2 at 9 5",
		"a well-known end. 3":       "a well known end 3",
		"end.3":                     "end 3 #end-3",
		"a--b-1":                    "a b 1 #b-1",
		"0 00 007 0x7":              "0 0 7 0x7",
		"YouTube's filters":         "youtube filters",
		"the o’neills’ and it’s 's": "the o neills and it s",
		"don't":                     "don t",
		"東京支店":                      "東京 京支 支店 ~店",
		"行":                         "行",
		"model東京2":                  "model 東京 ~京 2",
		"1-2-3-4-5-6-7":             "1 2 3 4 5 6 7",
		"x\u20101":                  "x 1 #x-1",
		"x\u20111":                  "x 1 #x-1",
		strings.Repeat("a", 65):     "",
	} {
		var got []string
		for token := range words.Scan(text) {
			got = append(got, map[words.Kind]string{words.Tail: "~"}[token.Kind]+token.Text)
		}
		if joined := strings.Join(got, " "); joined != want {
			t.Errorf("%q gives %q, want %q", text, joined, want)
		}
	}
}

// Positions count words, so that neighbours differ by one whatever stands between them.
func TestPositions(t *testing.T) {
	var got []int
	for token := range words.Scan("See INC-2026-0007 in 東京都 now") {
		got = append(got, token.Position)
	}
	if want := []int{0, 1, 2, 3, 3, 3, 4, 5, 6, 6, 7}; !slices.Equal(got, want) {
		t.Errorf("positions are %v, want %v", got, want)
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

func TestStem(t *testing.T) {
	for _, c := range []struct{ language, word, want string }{
		{"en", "charges", "charg"}, {"en", "charged", "charg"}, {"en", "hallucinations", "hallucin"},
		{"de", "vorfalle", "vorfall"}, {"de", "vorfallen", "vorfall"}, {"fr", "charges", "charges"}, {"", "charges", "charges"},
		{"en", "gpt4s", "gpt4s"}, {"en", "東京", "東京"},
	} {
		if got := words.Stem(c.language, c.word); got != c.want {
			t.Errorf("the stem of %s in %q is %s, want %s", c.word, c.language, got, c.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"The model drifted for a week, and the team found it by chance from the logs.": "en",
		"Das Modell lief eine Woche, und die Ursache ist nicht von der Hand zu weisen": "de",
		"Modelo de fraude": "fallback",
		"":                 "fallback",
	} {
		if got := words.Language("fallback", text); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}
