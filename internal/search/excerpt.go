package search

import (
	"regexp"
	"unicode/utf8"

	"hindcast/internal/words"
)

// Section is a part of a page's text under its heading.
type Section struct{ Title, Text string }

// Excerpt is a stretch of a text with the words marked that a query found.
type Excerpt struct {
	Section       string // heading it stands under; empty for none
	Parts         []Part
	Before, After bool // the section goes on there
}

// Part is a stretch of text; Hit tells that the query found it.
type Part struct {
	Text string
	Hit  bool
}

// How much a unit takes up of an excerpt: about what a word of the script fills of a line.
const (
	unitWord  = 6
	unitSign  = 2
	excerpted = 180
	lead      = 5 // units before the first word that was found
)

// compound is words with the single signs that join them.
var compound = regexp.MustCompile(`[\p{L}\p{N}\p{M}]+(?:[-._\x{2010}][\p{L}\p{N}\p{M}]+)*`)

// run is the words in a compound, with what joins them apart.
var run = regexp.MustCompile(`[\p{L}\p{N}\p{M}]+`)

// unit is a word of a text, or one sign of a script without spaces, up to the next.
type unit struct {
	start, end int // bytes of the text
	size       int
	word       string // that was found; empty where none was
}

// Cut is the stretch of the sections that holds most of the words found, each counted once, then most
// hits, then stands first; false where the texts hold none.
func Cut(sections []Section, found map[string]bool) (Excerpt, bool) {
	var best Excerpt
	most := 0
	for _, s := range sections {
		units := units(s.Text, found)
		for i, u := range units {
			if u.word == "" {
				continue
			}
			from := max(0, i-lead)
			to, value := measure(units, from)
			if value > most {
				most = value
				best = Excerpt{s.Title, parts(s.Text, units, from, to), from > 0, to < len(units)}
			}
		}
	}
	return best, most > 0
}

// measure is where an excerpt ends that begins at a unit, and what it is worth.
func measure(units []unit, from int) (to, value int) {
	size, hits := 0, 0
	distinct := map[string]bool{}
	for to = from; to < len(units) && size < excerpted; to++ {
		size += units[to].size
		if units[to].word != "" {
			distinct[units[to].word] = true
			hits++
		}
	}
	return to, 1000*len(distinct) + hits
}

// parts cuts the text of some units at the borders of hits.
func parts(text string, units []unit, from, to int) []Part {
	var list []Part
	at := units[from].start
	if from == 0 {
		at = 0
	}
	add := func(end int, hit bool) {
		switch {
		case end <= at:
			return
		case len(list) > 0 && list[len(list)-1].Hit == hit:
			list[len(list)-1].Text += text[at:end]
		default:
			list = append(list, Part{text[at:end], hit})
		}
		at = end
	}
	for _, u := range units[from:to] {
		if u.word != "" {
			add(u.start, false)
			add(u.end, true)
		}
	}
	end := units[to-1].end
	if to == len(units) {
		end = len(text)
	}
	add(end, false)
	return list
}

func units(text string, found map[string]bool) []unit {
	var list []unit
	for _, c := range compound.FindAllStringIndex(text, -1) {
		whole := text[c[0]:c[1]]
		if word := hit(whole, found, words.Identifier); word != "" {
			list = append(list, unit{c[0], c[1], unitWord, word})
			continue
		}
		for _, r := range run.FindAllStringIndex(whole, -1) {
			list = appendRun(list, text, c[0]+r[0], c[0]+r[1], found)
		}
	}
	return list
}

// appendRun adds a word, or each sign of a script without spaces for itself, which is found with the one before or after it.
func appendRun(list []unit, text string, start, end int, found map[string]bool) []unit {
	word := text[start:end]
	first, _ := utf8.DecodeRuneInString(word)
	if !words.IsSpaceless(first) {
		return append(list, unit{start, end, unitWord, hit(word, found, words.Word)})
	}
	before := ""
	for at := start; at < end; {
		_, size := utf8.DecodeRuneInString(text[at:end])
		sign := text[at : at+size]
		_, next := utf8.DecodeRuneInString(text[at+size : end])
		word := hit(before+sign, found, words.Word)
		if word == "" {
			word = hit(text[at:at+size+next], found, words.Word)
		}
		if word == "" {
			word = hit(sign, found, words.Word)
		}
		list = append(list, unit{at, at + size, unitSign, word})
		before = sign
		at += size
	}
	return list
}

// hit is the first token of a kind in a text that was found; empty where none was.
func hit(text string, found map[string]bool, kind words.Kind) string {
	for t := range words.Scan(text) {
		if t.Kind == kind && found[t.Text] {
			return t.Text
		}
	}
	return ""
}

// Marked is a whole text with the words marked that were found.
func Marked(text string, found map[string]bool) []Part {
	units := units(text, found)
	if len(units) == 0 {
		return []Part{{Text: text}}
	}
	return parts(text, units, 0, len(units))
}
