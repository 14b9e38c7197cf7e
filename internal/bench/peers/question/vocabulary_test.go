package question

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hbollon/go-edlib"
)

// collection has word i, of 300, in its first i+1 records.
func collection() (*Vocabulary, []string) {
	v := NewVocabulary()
	words := make([]string, 300)
	for i := range words {
		words[i] = strings.NewReplacer("0", "alor", "1", "bel", "2", "cen", "3", "dro", "4", "fen", "5", "gor", "6", "hil",
			"7", "jun", "8", "kel", "9", "lun").Replace(fmt.Sprintf("%03d", i))
	}
	for record := range words {
		v.Add(strings.Join(words[record:], " "))
	}
	return v, words
}

func TestCommonAndRare(t *testing.T) {
	v, words := collection()
	common, rare := v.Common(seeded(), 50), v.Rare(seeded(), 50)
	for name, list := range map[string][]string{"common": common, "rare": rare} {
		if len(slices.Compact(slices.Sorted(slices.Values(list)))) != 50 {
			t.Errorf("%d different %s words, not 50: %v", len(list), name, list)
		}
	}
	for _, word := range common {
		if at := slices.Index(words, word); at < 200 {
			t.Errorf("%s, common, is held by %d records", word, at+1)
		}
	}
	for _, word := range rare {
		if at := slices.Index(words, word); at < 4 || at > 104 {
			t.Errorf("%s, rare, is held by %d records", word, at+1)
		}
	}
	if again := v.Common(seeded(), 50); !slices.Equal(again, common) {
		t.Errorf("the same seed gives %v and %v", common, again)
	}
}

// Each pair is in five records at least.
func TestPairs(t *testing.T) {
	v, words := collection()
	pairs := v.Pairs(seeded(), 50)
	if len(pairs) != 50 {
		t.Errorf("%d pairs", len(pairs))
	}
	for _, pair := range pairs {
		one, other, _ := strings.Cut(pair, " ")
		if one == other || slices.Index(words, one) < 200 || slices.Index(words, other) < 14 {
			t.Errorf("%q are no two words that many records hold", pair)
		}
	}
}

func TestMisspeltWords(t *testing.T) {
	v, words := collection()
	right, wrong := v.Misspelt(seeded(), 60)
	if len(right) != 60 || len(wrong) != 60 {
		t.Fatalf("%d words and %d errors", len(right), len(wrong))
	}
	for i, word := range wrong {
		if slices.Contains(words, word) || !slices.Contains(words, right[i]) ||
			edlib.OSADamerauLevenshteinDistance(word, right[i]) != 1 {
			t.Errorf("%s stands for %s", word, right[i])
		}
	}
}

// A small collection gives what it has.
func TestSmallVocabulary(t *testing.T) {
	v := NewVocabulary()
	for range 5 {
		v.Add("model refuses loans")
	}
	if got := slices.Sorted(slices.Values(v.Common(seeded(), 50))); !slices.Equal(got,
		[]string{"loans", "model", "refuses"}) {
		t.Errorf("common are %v", got)
	}
	if got := NewVocabulary().Rare(seeded(), 50); len(got) != 0 {
		t.Errorf("nothing holds %v", got)
	}
}
