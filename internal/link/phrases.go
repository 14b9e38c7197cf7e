package link

import (
	"slices"
	"strings"
)

// phrases puts terms that two records share in the words of the first, together where both say them one after another.
func (v *vocabulary) phrases(a, b int, terms []use) []string {
	var list []string
	left := slices.Clone(terms)
	for len(left) > 0 {
		phrase := []int32{left[0].feature}
		left = left[1:]
		for i := 0; i < len(left); {
			switch t := left[i].feature; {
			case v.follow(a, b, phrase[len(phrase)-1], t):
				phrase = append(phrase, t)
			case v.follow(a, b, t, phrase[0]):
				phrase = slices.Insert(phrase, 0, t)
			default:
				i++
				continue
			}
			left, i = slices.Delete(left, i, i+1), 0
		}
		var said []string
		for _, t := range phrase {
			said = append(said, v.asSaid(a, b, t))
		}
		list = append(list, strings.Join(said, " "))
	}
	return list
}

// asSaid is a term as it stands in title or summary of a record, or else of another.
func (v *vocabulary) asSaid(a, b int, term int32) string {
	for _, w := range slices.Concat(v.stories[a].said, v.stories[b].said) {
		if v.termOf[w] == term {
			return v.words[w]
		}
	}
	return v.terms[term]
}

// follow reports whether one term comes right after another in titles or summaries of both records.
func (v *vocabulary) follow(a, b int, first, second int32) bool {
	return v.says(a, first, second) && v.says(b, first, second)
}

func (v *vocabulary) says(record int, first, second int32) bool {
	said := v.stories[record].said
	for i := 1; i < len(said); i++ {
		if v.termOf[said[i]] == second && v.termOf[said[i-1]] == first {
			return true
		}
	}
	return false
}
