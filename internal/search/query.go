package search

import (
	"slices"
	"strings"
	"unicode"

	"hindcast/internal/search/format"
	"hindcast/internal/words"
)

// Query is a parsed query.
type Query struct {
	Terms    []Term   // what documents should contain
	Phrases  [][]Term // whose words must be in this order; they are among Terms
	Excluded [][]Term // words and phrases that documents must not contain
	Filters  []Filter
	Readings []Reading // words that were read as filters, which are in none of the above
	Advice   bool      // it asks what to do
	Notes    []Note    // what could not be parsed as it seems to be meant
}

// Term is a word or an identifier of a query.
type Term struct {
	Text     string   // as the dictionary has it
	Position int      // in words, from the first of its part of the query
	Exact    bool     // of a phrase: no other forms
	Parts    []string // of an identifier, its words
	Literal  bool     // an abbreviation in capitals, or a word of an identifier: it is never taken for misspelt
}

// Note is a part of a query that was searched otherwise than it is written. Its code is one of the constants below.
type Note struct{ Code, Text string }

// The codes of notes.
const (
	NoteQuote = "quote" // a quotation mark without its partner; the words were searched
	NoteField = "field" // Text is no filter; the words were searched
	NoteDate  = "date"  // Text is no date; the words were searched
	NoteMany  = "many"  // there is more than maxTerms of something; the first were searched
	NoteWord  = "word"  // no document contains Text, nor anything like it
	NoteValue = "value" // no document has the value, Text is field:value
)

const (
	maxTerms = 32
	maxText  = 10_000 // characters of a query that are read
)

// Options is what a query is parsed with.
type Options struct {
	Fields []string       // of filters, beside after: and before:
	Asking []words.Asking // words that filters are read from, by language
	Today  int            // the day since 1970 that "last month" counts from; 0 for none, and it is words
	Plain  bool           // no words are read as filters
}

// Parse parses a query: words, "phrases", -excluded, field:value, after: and before:, and words such as "last month".
// Every text is a query; what cannot be parsed as it seems to be meant is searched as words, and a note reports it.
// Words that nearly every text has are left out where others are left.
func Parse(text string, opts Options) Query {
	var q Query
	runes := []rune(text)
	p := parser{q: &q, Options: opts, rest: runes[:min(len(runes), maxText)]}
	q.Advice = p.asksAdvice()
	for p.part() {
	}
	q.Terms = p.tellingTerms()
	return q
}

// tellingTerms is the terms of a query without those that tell nothing: all of them where no other is left, unless it
// has filters.
func (p *parser) tellingTerms() []Term {
	q := p.q
	telling := slices.DeleteFunc(slices.Clone(q.Terms), func(t Term) bool {
		return !t.Exact && !t.Literal && (words.IsStop(t.Text) || len(q.Readings) > 0 && p.isGeneric(t.Text))
	})
	if len(telling) == 0 && len(q.Readings) == 0 {
		return q.Terms
	}
	return telling
}

type parser struct {
	q *Query
	Options
	rest []rune
}

// isSpace reports what both engines take for a space.
func isSpace(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' }

func isQuote(r rune) bool { return r == '"' || r == '“' || r == '”' || r == '„' }

// part parses up to the next space outside of quotation marks; false at the end.
func (p *parser) part() bool {
	for len(p.rest) > 0 && isSpace(p.rest[0]) {
		p.rest = p.rest[1:]
	}
	if len(p.rest) == 0 {
		return false
	}
	if p.reading() {
		return true
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

// field cuts the name before a colon off, where a value follows.
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
		isLetter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if !isLetter && (i == 0 || r != '_' && (r < '0' || r > '9')) {
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

// bounded is the first maxTerms of a list, with a note where there are more.
func bounded[T any](p *parser, list []T) []T {
	if len(list) > maxTerms {
		p.note(NoteMany, "")
	}
	return list[:min(len(list), maxTerms)]
}

// filter parses a value of a field; false where it is none, and the whole is to be searched as words.
func (p *parser) filter(field, value string, quoted, not bool) bool {
	switch {
	case field == "after" || field == "before":
		return p.date(field, value, not)
	case !slices.Contains(p.Fields, field):
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
	values = bounded(p, values)
	same := slices.IndexFunc(p.q.Filters, func(f Filter) bool { return f.Field == field && f.Not == not })
	switch {
	case same < 0:
		p.q.Filters = append(p.q.Filters, Filter{Field: field, Values: values, Not: not})
	case len(p.q.Filters[same].Values)+len(values) > maxTerms:
		p.note(NoteMany, "")
	default: // values of one field are alternatives
		p.q.Filters[same].Values = append(p.q.Filters[same].Values, values...)
	}
	return true
}

func (p *parser) date(field, value string, not bool) bool {
	day, ok := format.DayOf(value)
	switch {
	case !ok:
		p.note(NoteDate, value)
	case len(p.q.Filters) == maxTerms:
		p.note(NoteMany, "")
	default:
		p.q.Filters = append(p.q.Filters, Filter{Field: field, Day: day, Not: not})
	}
	return ok
}

// words adds a text to the terms, as a phrase, or to what is excluded.
func (p *parser) words(text string, phrase, not bool) {
	terms := bounded(p, termsOf(text, phrase || not))
	switch {
	case len(terms) == 0:
		return
	case not && len(p.q.Excluded) == maxTerms, phrase && len(p.q.Phrases) == maxTerms:
		p.note(NoteMany, "")
		return
	case not:
		p.q.Excluded = append(p.q.Excluded, terms)
		return
	case phrase:
		p.q.Phrases = append(p.q.Phrases, terms)
	}
	for _, t := range terms {
		if at := slices.IndexFunc(p.q.Terms, func(o Term) bool { return o.Text == t.Text }); at >= 0 {
			p.q.Terms[at].Literal = p.q.Terms[at].Literal || t.Literal
			continue
		}
		if len(p.q.Terms) == maxTerms {
			p.note(NoteMany, "")
			return
		}
		p.q.Terms = append(p.q.Terms, t)
	}
}

// termsOf cuts a text into words; an identifier takes the place of its words where no phrase needs them.
func termsOf(text string, exact bool) []Term {
	var list []Term
	short := abbreviations(text)
	before := -1 // the last word of the identifier before
	for token := range words.Scan(text) {
		switch {
		case token.Kind == words.Word:
			list = append(list, Term{
				Text: token.Text, Position: token.Position, Exact: exact, Literal: slices.Contains(short, token.Text),
			})
		case token.Kind == words.Identifier && !exact && token.Position != before:
			before = token.Position
			from := slices.IndexFunc(list, func(t Term) bool { return t.Position >= token.First && t.Parts == nil })
			if from < 0 {
				continue
			}
			var parts []string
			for _, t := range list[from:] {
				parts = append(parts, t.Text)
			}
			list = append(list[:from], Term{Text: token.Text, Position: token.Position, Parts: parts})
		}
	}
	return list
}

// maxAbbreviation is how many capitals an abbreviation has at most: longer words may be capitals for emphasis.
const maxAbbreviation = 5

// abbreviations are the words of a text that are capitals alone, folded.
func abbreviations(text string) []string {
	var list []string
	for _, word := range run.FindAllString(text, -1) {
		isShort := len(word) > 1 && len(word) <= maxAbbreviation
		if isShort && !strings.ContainsFunc(word, func(r rune) bool { return r < 'A' || r > 'Z' }) {
			list = append(list, strings.ToLower(word))
		}
	}
	return list
}
