package search

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"hindcast/internal/words"
)

// Query is a parsed query.
type Query struct {
	Terms   []Term   // what documents should hold
	Phrases [][]Term // of which the words must stand as they do here; their words are among Terms
	Without [][]Term // words and phrases that documents must not hold
	Filters []Filter
	Notes   []Note // what could not be read as it was meant
}

// Term is a word or an identifier of a query.
type Term struct {
	Text  string   // as the dictionary has it
	At    int      // position, of words of a phrase relative to its first
	Exact bool     // of a phrase: no other forms
	Parts []string // of an identifier, its words
}

// Filter asks that a column holds one of the values, or, for "after" and "before", that the date is not
// before Day or is before it.
type Filter struct {
	Field  string
	Values []string // folded
	Day    int      // since 1970
	Not    bool
}

// Note tells what a query says that was searched otherwise. Its code is one of the constants below.
type Note struct{ Code, Text string }

// The codes of notes.
const (
	NoteQuote = "quote" // a quotation mark without its partner; the words were searched
	NoteField = "field" // Text is no filter; the words were searched
	NoteDate  = "date"  // Text is no date; the words were searched
	NoteMany  = "many"  // there is more than mostTerms of something; the first were searched
	NoteWord  = "word"  // nothing holds Text, nor anything like it
	NoteValue = "value" // nothing has the value, Text is field:value
)

const (
	mostTerms = 32
	mostText  = 10_000 // signs of a query that are read
)

// Parse reads a query: words, "phrases", -without, field:value. Every text is a query; what cannot be
// read as it seems to be meant is searched as words, and a note says so.
func Parse(text string) Query {
	var q Query
	runes := []rune(text)
	p := parser{q: &q, rest: runes[:min(len(runes), mostText)]}
	for p.part() {
	}
	return q
}

type parser struct {
	q    *Query
	rest []rune
}

// isSpace tells what both engines take for a space.
func isSpace(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' }

func isQuote(r rune) bool { return r == '"' || r == '“' || r == '”' || r == '„' }

// part reads what stands up to the next space outside of quotation marks; false at the end.
func (p *parser) part() bool {
	for len(p.rest) > 0 && isSpace(p.rest[0]) {
		p.rest = p.rest[1:]
	}
	if len(p.rest) == 0 {
		return false
	}
	start := p.rest
	not := p.rest[0] == '-' && len(p.rest) > 1 && !isSpace(p.rest[1]) && p.rest[1] != '-'
	if not {
		p.rest = p.rest[1:]
	}
	field := p.field()
	value, quoted, closed := p.value()
	if quoted && !closed {
		p.note(NoteQuote, "")
		p.rest = append(slices.Clone(start[:len(start)-len(value)-1]), value...) // without the mark
		return true
	}
	whole := string(start[:len(start)-len(p.rest)])
	switch {
	case field != "" && p.filter(field, string(value), quoted, not):
	case quoted && field == "":
		p.words(string(value), true, not)
	default:
		p.words(strings.TrimPrefix(whole, "-"), false, not && field == "")
	}
	return true
}

// field cuts the letters before a colon off, where a value follows.
func (p *parser) field() string {
	for i, r := range p.rest {
		if r == ':' && i > 0 {
			if i+1 == len(p.rest) || isSpace(p.rest[i+1]) || p.rest[i+1] == ':' || p.rest[i+1] == '/' {
				return ""
			}
			name := strings.ToLower(string(p.rest[:i]))
			p.rest = p.rest[i+1:]
			return name
		}
		if !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z') {
			return ""
		}
	}
	return ""
}

// value cuts a quoted text or one up to the next space off.
func (p *parser) value() (value []rune, quoted, closed bool) {
	if isQuote(p.rest[0]) {
		inside := p.rest[1:]
		if end := slices.IndexFunc(inside, isQuote); end >= 0 {
			p.rest = inside[end+1:]
			return inside[:end], true, true
		}
		p.rest = nil
		return inside, true, false
	}
	end := slices.IndexFunc(p.rest, isSpace)
	if end < 0 {
		end = len(p.rest)
	}
	value, p.rest = p.rest[:end], p.rest[end:]
	return value, false, true
}

// note adds a note once.
func (p *parser) note(code, text string) {
	if n := (Note{code, text}); !slices.Contains(p.q.Notes, n) {
		p.q.Notes = append(p.q.Notes, n)
	}
}

// filter reads a value of a field; false where it is none, and the whole is to be searched as words.
func (p *parser) filter(field, value string, quoted, not bool) bool {
	switch {
	case field == "after" || field == "before":
		return p.date(field, value, not)
	case !IsColumn(field):
		p.note(NoteField, field)
		return false
	}
	values := []string{value}
	if !quoted {
		values = strings.Split(value, ",")
	}
	values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
	for i, v := range values {
		values[i] = words.Fold(v)
	}
	if len(values) == 0 {
		return false
	}
	if len(values) > mostTerms {
		p.note(NoteMany, "")
		values = values[:mostTerms]
	}
	for i, f := range p.q.Filters {
		if f.Field == field && f.Not == not { // values of one field are alternatives
			if len(f.Values)+len(values) > mostTerms {
				p.note(NoteMany, "")
				return true
			}
			p.q.Filters[i].Values = append(f.Values, values...)
			return true
		}
	}
	p.q.Filters = append(p.q.Filters, Filter{Field: field, Values: values, Not: not})
	return true
}

func (p *parser) date(field, value string, not bool) bool {
	year, month, day, ok := parseDate(value)
	if !ok {
		p.note(NoteDate, value)
		return false
	}
	if len(p.q.Filters) == mostTerms {
		p.note(NoteMany, "")
		return true
	}
	p.q.Filters = append(p.q.Filters, Filter{Field: field, Day: dayNumber(year, month, day), Not: not})
	return true
}

// parseDate reads 2026, 2026-03 and 2026-03-02.
func parseDate(s string) (year, month, day int, ok bool) {
	numbers := [3]int{0, 1, 1}
	parts := strings.Split(s, "-")
	if len(parts) > 3 {
		return 0, 0, 0, false
	}
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || strings.Trim(part, "0123456789") != "" || len(part) != [3]int{4, 2, 2}[i] {
			return 0, 0, 0, false
		}
		numbers[i] = n
	}
	year, month, day = numbers[0], numbers[1], numbers[2]
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return year, month, day, at.Day() == day && int(at.Month()) == month && at.Year() == year
}

// dayNumber counts days from 1970.
func dayNumber(year, month, day int) int {
	const second = 24 * 60 * 60
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix()
	return int(at / second) // whole days, also before 1970
}

// words adds what a text says: to the terms, as a phrase, or to what must be absent.
func (p *parser) words(text string, phrase, not bool) {
	terms := terms(text, phrase || not)
	if len(terms) > mostTerms {
		p.note(NoteMany, "")
		terms = terms[:mostTerms]
	}
	switch {
	case len(terms) == 0:
		return
	case not && len(p.q.Without) == mostTerms, phrase && len(p.q.Phrases) == mostTerms:
		p.note(NoteMany, "")
		return
	case not:
		p.q.Without = append(p.q.Without, terms)
		return
	case phrase:
		p.q.Phrases = append(p.q.Phrases, terms)
	}
	for _, t := range terms {
		if slices.ContainsFunc(p.q.Terms, func(o Term) bool { return o.Text == t.Text }) {
			continue
		}
		if len(p.q.Terms) == mostTerms {
			p.note(NoteMany, "")
			return
		}
		p.q.Terms = append(p.q.Terms, t)
	}
}

// terms cuts a text into words; an identifier stands for its words where no phrase needs them.
func terms(text string, exact bool) []Term {
	var list []Term
	before := -1 // the last word of the identifier before
	for token := range words.Scan(text) {
		switch {
		case token.Kind == words.Word:
			list = append(list, Term{Text: token.Text, At: token.Position, Exact: exact})
		case token.Kind == words.Identifier && !exact && token.Position != before:
			before = token.Position
			from := slices.IndexFunc(list, func(t Term) bool { return t.At >= token.First && t.Parts == nil })
			if from < 0 {
				continue
			}
			var parts []string
			for _, t := range list[from:] {
				parts = append(parts, t.Text)
			}
			list = append(list[:from], Term{Text: token.Text, At: token.Position, Parts: parts})
		}
	}
	return list
}
