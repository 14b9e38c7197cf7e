package audience

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// plainWords cuts a text character by character, which is what cut does faster.
func plainWords(text string) []word {
	var list []word
	var run []rune
	digits, gap, hyphens := false, 0, 0
	end := func() {
		if len(run) > 0 {
			folded := strings.ToLower(string(run))
			if digits {
				if folded = strings.TrimLeft(string(run), "0"); folded == "" {
					folded = "0"
				}
			}
			list = append(list, word{folded, string(run), gap, gap == 1 && hyphens == 1})
			run, gap, hyphens = run[:0], 0, 0
		}
	}
	for _, r := range norm.NFKC.String(percentDecoded(text)) {
		isDigit := unicode.IsDigit(r)
		switch {
		case unicode.In(r, unicode.Cf, unicode.Mn):
		case isDigit || unicode.IsLetter(r):
			if isDigit != digits {
				end()
			}
			digits = isDigit
			run = append(run, r)
		default:
			end()
			gap++
			if r == '_' || unicode.Is(unicode.Pd, r) {
				hyphens++
			}
		}
	}
	end()
	return list
}

// plainIn compares every name with every place of a text, in the order in which in reports them.
func plainIn(n *names, text string, shown *names) string {
	list := plainWords(text)
	for i, w := range list {
		for _, name := range n.byWord[w.text] {
			start := i - name.by
			if start >= 0 && name.at(list[start:]) && !(name.id && shown.isID(list, start, len(name.words))) {
				return name.text
			}
		}
	}
	return ""
}

// drawText draws pieces that ids, titles and slugs consist of, and characters that hide, join and part them.
func drawText(t *rapid.T, what string) string {
	pieces := []string{
		"inc", "INC", "zinc", "Ｉ", "ＩＮＣ", "2026", "２０２６", "٢", "0005", "5", "51", "union", "Union", "model",
		"Zürich", "zu\u0308rich", "\u0308", "\u0338", "ß", "İ", "ﬁ", "日本", "²", "Ⅷ", "a", "-", "--", "_", "\u2011", "—",
		" ", "  ", ", ", "\u00ad", "\u200b", "\u200d", "%2D", "%C3%BC", "%c3", "%", "\xff", "\xc3", "=", apart, "/", ".",
		"한", "ᄒ", "ᅡ",
	}
	if rapid.IntRange(0, 9).Draw(t, "any "+what) == 0 {
		return rapid.String().Draw(t, what)
	}
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(t, what), "")
}

func TestWordsOfATextAreThoseOfItsCharacters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t, "text")
		if got, want := wordsOf(text), plainWords(text); !slices.Equal(got, want) {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	})
}

// A name is found wherever comparing it with every place of a text finds it, and the same one of several.
func TestNoNameIsPassedOver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		withheld, shown := newNames(), newNames()
		var drawn []string
		for range rapid.IntRange(0, 4).Draw(t, "names") {
			name := drawText(t, "name")
			drawn = append(drawn, name)
			switch rapid.IntRange(0, 3).Draw(t, "sort") {
			case 0:
				withheld.ids(name)
			case 1:
				withheld.title(name)
			case 2:
				withheld.slug(name)
			default:
				shown.ids(name)
			}
		}
		text := drawText(t, "text")
		if len(drawn) > 0 {
			text += rapid.SampledFrom(drawn).Draw(t, "held") + drawText(t, "rest")
		}
		if got, want := withheld.in(text, shown), plainIn(withheld, text, shown); got != want {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	})
}
