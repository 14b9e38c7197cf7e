package question

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/hbollon/go-edlib"
)

func seeded() *rand.Rand { return rand.New(rand.NewPCG(7, 11)) }

func records() []Record {
	return []Record{
		{"A-1", "Bank refuses Loans", "The bank's model refuses loans: applicants, mostly pensioners, complained about 4chan posts and GPT4 answers in Zürich."},
		{"A-2", "Robot stops", "It did so with them."},
		{"A-3", "Chatbot invents rulings", "A lawyer filed invented rulings, and the judge imposed sanctions on the lawyer."},
		{"A-4", "", "Cameras matched innocent shoppers against watchlists."},
	}
}

func TestWords(t *testing.T) {
	got := Words(records()[0].Text)
	want := strings.Fields("bank model refuses loans applicants mostly pensioners complained posts answers zürich")
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// A question holds three different content words of its record and none of its title.
func TestKnownItems(t *testing.T) {
	byID := map[string]Record{}
	for _, r := range records() {
		byID[r.ID] = r
	}
	questions := KnownItems(seeded(), records(), 10)
	if len(questions) != 3 { // one record has too few words
		t.Fatalf("%d questions: %v", len(questions), questions)
	}
	for _, q := range questions {
		text, title := strings.ToLower(byID[q.ID].Text), strings.ToLower(byID[q.ID].Title)
		if len(q.Words) != 3 || len(slices.Compact(slices.Sorted(slices.Values(q.Words)))) != 3 {
			t.Errorf("%s is asked for with %q", q.ID, q.Words)
		}
		for _, w := range q.Words {
			if !strings.Contains(text, w) || slices.Contains(strings.Fields(title), w) {
				t.Errorf("%s is asked for with %q", q.ID, w)
			}
			if utf8.RuneCountInString(w) < 4 || strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLower(r) }) {
				t.Errorf("%q is no word to ask for", w)
			}
		}
	}
	if got := KnownItems(seeded(), records(), 2); !reflect.DeepEqual(got, questions[:2]) {
		t.Errorf("the same seed asks %v and %v", got, questions[:2])
	}
}

// What was edited is one typing error away, by a distance that others wrote: insertions, deletions,
// other letters, and neighbours exchanged count one each (optimal string alignment).
func TestEdit(t *testing.T) {
	rng := seeded()
	lengths := map[int]int{}
	exchanged := 0
	for range 5000 {
		for _, word := range []string{"abc", "aaa", "loan", "zürich", "pensioners"} {
			got := Edit(rng, word)
			if d := edlib.OSADamerauLevenshteinDistance(word, got); d != 1 {
				t.Fatalf("%q became %q, at a distance of %d", word, got, d)
			}
			n := utf8.RuneCountInString(got)
			if n < 3 {
				t.Fatalf("%q became %q", word, got)
			}
			lengths[n-utf8.RuneCountInString(word)]++
			if edlib.LevenshteinDistance(word, got) == 2 {
				exchanged++
			}
		}
	}
	if lengths[-1] < 2000 || lengths[0] < 5000 || lengths[1] < 4000 || exchanged < 2000 {
		t.Errorf("of 25,000 edits %d took a letter away, %d added one, %d exchanged two and %d put another in place",
			lengths[-1], lengths[1], exchanged, lengths[0]-exchanged)
	}
}

func TestMisspelt(t *testing.T) {
	rng := seeded()
	q := Question{[]string{"lawyer", "judge", "sanctions"}, "A-3"}
	at := map[int]int{}
	for range 300 {
		got := q.Misspelt(rng)
		changed := 0
		for i, w := range got.Words {
			if w != q.Words[i] {
				changed++
				at[i]++
			}
		}
		if changed != 1 || got.ID != q.ID {
			t.Fatalf("%q became %q", q, got)
		}
	}
	if len(at) != 3 || q.String() != "lawyer judge sanctions" {
		t.Errorf("edits fall on the words %v; the question itself is now %q", at, q)
	}
}

func TestRate(t *testing.T) {
	got := Rate([]int{1, 2, 0, 10, 20, 1, 11, 0})
	want := Score{Asked: 8, MRR: (1 + 0.5 + 0.1 + 0.05 + 1 + 1.0/11) / 8, First: 0.25, Five: 0.375, Ten: 0.5}
	if got.Asked != want.Asked || got.First != want.First || got.Five != want.Five || got.Ten != want.Ten || got.MRR < want.MRR-1e-12 ||
		got.MRR > want.MRR+1e-12 {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if none := Rate(nil); none != (Score{}) {
		t.Errorf("nothing asked is rated %+v", none)
	}
}

func TestRank(t *testing.T) {
	found := []string{"b", "a"}
	for id, want := range map[string]int{"a": 2, "b": 1, "c": 0} {
		if got := Rank(id, found); got != want {
			t.Errorf("%s has rank %d, want %d", id, got, want)
		}
	}
}
