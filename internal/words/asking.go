package words

import "strings"

// Asking is words of queries that filters are read from: what they mean, and the words for it, folded, with spaces
// between. Forms of one word of an ordered list are joined by bars.
//
//   - months and units (day, week, month, quarter, year): ordered lists
//   - during, since, after, before: what stands before a period
//   - today, yesterday; this, last and past, of which the last counts back from today
//   - overdue, late, open, reopened, closed: what is told of records
//   - records, actions, obligations: what that is told of
//   - advice: beginnings of questions for what to do, with commas between; words of one place are joined by bars
type Asking map[string]string

// AskingIn is the words of a language and those of English, which the names of filters are of.
func AskingIn(tag string) []Asking {
	list := []Asking{english.asking.folded()}
	if own := LanguageOf(tag); own.asking != nil && own.Tag != english.Tag {
		list = append([]Asking{own.asking.folded()}, list...)
	}
	return list
}

func (a Asking) folded() Asking {
	folded := Asking{}
	for meaning, text := range a {
		folded[meaning] = Fold(strings.Join(strings.Fields(text), " "))
	}
	return folded
}

// withEndings is each word by itself and with each of the endings.
func withEndings(words string, endings ...string) string {
	var list []string
	for word := range strings.FieldsSeq(words) {
		list = append(list, word)
		for _, ending := range endings {
			list = append(list, word+ending)
		}
	}
	return strings.Join(list, " ")
}
