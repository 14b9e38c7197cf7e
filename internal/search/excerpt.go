package search

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"hindcast/internal/words"
)

// Section is a part of a page's text under its heading.
type Section struct{ Title, Text string }

// Excerpt is a piece of a text with the hits of a query.
type Excerpt struct {
	Section       string // heading of the section; empty for none
	Parts         []Part
	Before, After bool // the section goes on there
}

// Part is a piece of text that is a hit or between hits.
type Part struct {
	Text string
	Hit  bool
}

// The size of an excerpt and what units take up of it: about what a word of their script fills of a line.
const (
	maxExcerpt    = 180
	wordSize      = 6
	characterSize = 2

	leadUnits = 5 // before the first hit
)

// compound is words with the single characters that join them.
var compound = regexp.MustCompile(`[\p{L}\p{N}\p{M}]+(?:[-._\x{2010}][\p{L}\p{N}\p{M}]+)*`)

// run is a word of a compound.
var run = regexp.MustCompile(`[\p{L}\p{N}\p{M}]+`)

// unit is a word of a text, or one character of a script without spaces.
type unit struct {
	start, end int // bytes of the text
	size       int
	hit        string // the word that was found; empty for none
}

// betweenCells is what the cells of a table are shown with; a text has tabs there.
const betweenCells = " · "

// BestExcerpt is the piece of the sections with the most of the words found, each counted once, then the most hits,
// then the first; false where the texts have none. Rows of tables, which say little by themselves, are shown where
// nothing else has a word.
func BestExcerpt(sections []Section, found map[string]bool) (Excerpt, bool) {
	best, ok := bestOf(sections, found, withoutTables)
	if !ok {
		return bestOf(sections, found, func(text string) string { return strings.ReplaceAll(text, "\t", betweenCells) })
	}
	return best, ok
}

// withoutTables is a text without the rows of its tables.
func withoutTables(text string) string {
	lines := slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool { return strings.Contains(line, "\t") })
	return strings.Join(lines, "\n")
}

// bestOf is the best piece of the sections, whose texts are shown in a form.
func bestOf(sections []Section, found map[string]bool, form func(text string) string) (Excerpt, bool) {
	var best Excerpt
	highest := 0
	for _, s := range sections {
		s.Text = form(s.Text)
		units := unitsOf(s.Text, found)
		for i, u := range units {
			if u.hit == "" {
				continue
			}
			from := max(0, i-leadUnits)
			if to, value := measure(units, from); value > highest {
				highest = value
				best = Excerpt{s.Title, partsOf(s.Text, units, from, to), from > 0, to < len(units)}
			}
		}
	}
	return best, highest > 0
}

// Highlight is a whole text, divided at its hits.
func Highlight(text string, found map[string]bool) []Part {
	units := unitsOf(text, found)
	if len(units) == 0 {
		return []Part{{Text: text}}
	}
	return partsOf(text, units, 0, len(units))
}

// measure is the unit at which an excerpt ends that begins at another, and the value of what it holds.
func measure(units []unit, from int) (to, value int) {
	size, hits := 0, 0
	distinct := map[string]bool{}
	for to = from; to < len(units) && size < maxExcerpt; to++ {
		size += units[to].size
		if units[to].hit != "" {
			distinct[units[to].hit] = true
			hits++
		}
	}
	return to, 1000*len(distinct) + hits
}

// partsOf divides the text of some units at their hits.
func partsOf(text string, units []unit, from, to int) []Part {
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
		if u.hit != "" {
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

// unitsOf divides a text into units.
func unitsOf(text string, found map[string]bool) []unit {
	var list []unit
	for _, c := range compound.FindAllStringIndex(text, -1) {
		whole := text[c[0]:c[1]]
		if hit := hitIn(whole, found, words.Identifier); hit != "" {
			list = append(list, unit{c[0], c[1], wordSize, hit})
			continue
		}
		for _, r := range run.FindAllStringIndex(whole, -1) {
			list = appendRun(list, text, c[0]+r[0], c[0]+r[1], found)
		}
	}
	return list
}

// appendRun adds a word, or each character of a script without spaces, which is a hit together with the one before or
// after it, or alone.
func appendRun(list []unit, text string, start, end int, found map[string]bool) []unit {
	word := text[start:end]
	first, _ := utf8.DecodeRuneInString(word)
	if !words.IsSpaceless(first) {
		return append(list, unit{start, end, wordSize, hitIn(word, found, words.Word)})
	}
	before := ""
	for at := start; at < end; {
		_, size := utf8.DecodeRuneInString(text[at:end])
		_, next := utf8.DecodeRuneInString(text[at+size : end])
		character := text[at : at+size]
		hit := cmp.Or(
			hitIn(before+character, found, words.Word),
			hitIn(text[at:at+size+next], found, words.Word),
			hitIn(character, found, words.Word),
		)
		list = append(list, unit{at, at + size, characterSize, hit})
		before = character
		at += size
	}
	return list
}

// hitIn is the first token of a kind in a text that was found; empty for none.
func hitIn(text string, found map[string]bool, kind words.Kind) string {
	for t := range words.Scan(text) {
		if t.Kind == kind && found[t.Text] {
			return t.Text
		}
	}
	return ""
}
