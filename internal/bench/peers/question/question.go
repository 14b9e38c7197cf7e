// Package question makes the questions that search engines are asked out of the records that they
// should find, and rates the answers. The same seed gives the same questions. It knows no engine.
package question

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Record is what a question is about.
type Record struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Question is a query and the record that it should find.
type Question struct {
	Words []string
	ID    string
}

// String is the query as it is typed.
func (q Question) String() string { return strings.Join(q.Words, " ") }

const (
	shortest = 4 // letters of a word that a question is made of
	asked    = 3 // words of a question
)

// stopWords are English words of four letters and more that say nothing about a record.
const stopWords = " about above across after again against allegedly almost along already also although among around " +
	"because been before being below between both cannot could does doing down during each either else even ever every " +
	"from further have having here hers herself himself however into itself just like made make many might more most " +
	"much must myself neither never none often once only other others ours over reportedly same shall should since some such " +
	"than that their theirs them themselves then there therefore these they this those though through thus toward under " +
	"until upon very were what when where whereas whether which while whom whose will with within without would your yours "

// Words are the different content words of a text in lower case, in the order of the text: of
// letters alone, four or more, and no stop word.
func Words(text string) []string {
	var list []string
	seen := map[string]bool{}
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r)
	}) {
		isWord := utf8.RuneCountInString(word) >= shortest && !strings.ContainsFunc(word, unicode.IsNumber)
		if isWord && !seen[word] && !strings.Contains(stopWords, " "+word+" ") {
			seen[word], list = true, append(list, word)
		}
	}
	return list
}

// KnownItems asks for n records, each once, by three words of its text that its title does not
// hold. There are fewer where fewer records have so many.
func KnownItems(rng *rand.Rand, records []Record, n int) []Question {
	var questions []Question
	for _, i := range rng.Perm(len(records)) {
		if len(questions) == n {
			break
		}
		title := Words(records[i].Title)
		list := slices.DeleteFunc(Words(records[i].Text), func(w string) bool { return slices.Contains(title, w) })
		if len(list) >= asked {
			questions = append(questions, Question{pick(rng, list, asked), records[i].ID})
		}
	}
	return questions
}

// pick takes n different entries of a list.
func pick(rng *rand.Rand, list []string, n int) []string {
	picked := make([]string, n)
	for i, from := range rng.Perm(len(list))[:n] {
		picked[i] = list[from]
	}
	return picked
}

// Misspelt is the question with one edit in one of its words.
func (q Question) Misspelt(rng *rand.Rand) Question {
	q.Words = slices.Clone(q.Words)
	at := rng.IntN(len(q.Words))
	q.Words[at] = Edit(rng, q.Words[at])
	return q
}

// Edit makes one typing error in a word of three letters or more: a letter too many, one missing,
// another one, or two neighbours exchanged. Three letters are left at least.
func Edit(rng *rand.Rand, word string) string {
	letters := []rune(word)
	for {
		edited := slices.Clone(letters)
		at, other := rng.IntN(len(letters)), 'a'+rng.Int32N(26)
		switch rng.IntN(4) {
		case 0:
			edited = slices.Insert(edited, rng.IntN(len(letters)+1), other)
		case 1:
			edited = slices.Delete(edited, at, at+1)
		case 2:
			edited[at] = other
		case 3:
			next := min(at+1, len(letters)-1)
			edited[at], edited[next] = edited[next], edited[at]
		}
		if len(edited) >= 3 && !slices.Equal(edited, letters) {
			return string(edited)
		}
	}
}
