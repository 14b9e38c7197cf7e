package link

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hindcast/internal/incident"
	"hindcast/internal/words"
)

// What a term counts for by the place where it stands: titles and summaries say what happened, texts much else. Names,
// of places for one, count like words of texts wherever they stand.
const (
	inTitle   = 3
	inSummary = 2
	inText    = 1
)

// wordsRead is how many words of a text are read, which in most records tell what happened.
const wordsRead = 150

// use is a term of a record, or another feature, and what it counts for there.
type use struct{ feature, weight int32 }

// story is what the texts of a record tell.
type story struct {
	uses []use
	said []int32 // the words of title and summary in their order
	own  int     // sum of the squared weights of terms that no other record has
}

// noTerm is what words are that tell nothing.
const noTerm = -1

// vocabulary is the words of records and their terms by number, and what each record tells.
type vocabulary struct {
	words     []string
	termOf    []int32    // of each word
	terms     []string   // stems
	spelling  []spelling // of the words of each term
	frequency []int      // records that have each term
	stories   []story    // by record

	numbers map[string]int32 // of terms
	at      []int32          // of each term: its place among the uses of the record that is read, from 1 on
	idle    map[string]bool  // words of idle texts
}

// spelling is how the words of a term were met within sentences: a name has a capital each time.
type spelling uint8

const (
	withCapital spelling = 1 << iota
	withoutCapital
)

// tell keeps of each record the terms that set it apart, the most telling first: said in its title or summary, rare
// elsewhere and not unique to it.
func (v *vocabulary) tell() {
	byAlphabet := make([]int32, len(v.terms))
	for t := range byAlphabet {
		byAlphabet[t] = int32(t)
	}
	slices.SortFunc(byAlphabet, func(a, b int32) int { return cmp.Compare(v.terms[a], v.terms[b]) })
	place := make([]int32, len(v.terms))
	for i, t := range byAlphabet {
		place[t] = int32(i)
	}
	weights := make([]int32, len(v.terms)) // of the terms of one record
	for i := range v.stories {
		s := &v.stories[i]
		var ranked ranking
		for _, u := range s.uses {
			if n := v.frequency[u.feature]; n == 1 {
				s.own += int(u.weight * u.weight)
			} else if n <= len(v.stories)/commonPart+2 {
				ranked.add(int(u.weight)*rarity(len(v.stories), n), place[u.feature])
				weights[u.feature] = u.weight
			}
		}
		ranked.order()
		s.uses = s.uses[:0]
		for len(ranked) > 0 && len(s.uses) < termsKept {
			t := byAlphabet[ranked.next()]
			s.uses = append(s.uses, use{t, weights[t]})
		}
	}
}

// read gathers the terms of records in logs of a language, without the words of idle texts.
func read(records []*incident.Record, language string, idle []string) *vocabulary {
	v := &vocabulary{stories: make([]story, len(records)), numbers: map[string]int32{}, idle: map[string]bool{}}
	for _, text := range idle {
		for w := range words.Tokens(text) {
			v.idle[strings.Clone(w)] = true
		}
	}
	readers := map[string]*reader{}
	for i, r := range records {
		tag := words.GuessLanguage(language, r.Title, r.Summary)
		if readers[tag] == nil {
			readers[tag] = &reader{
				vocabulary: v, tag: tag, capitals: words.LanguageOf(tag).Capitals, known: map[string]int32{},
			}
		}
		v.stories[i] = readers[tag].record(r)
		for _, u := range v.stories[i].uses {
			v.frequency[u.feature]++
			v.at[u.feature] = 0
		}
	}
	for _, s := range v.stories {
		for i, u := range s.uses {
			if v.spelling[u.feature] == withCapital {
				s.uses[i].weight = inText
			}
		}
	}
	return v
}

// number is that of the term of a word.
func (v *vocabulary) number(tag, word string) int32 {
	if !isTerm(word) || v.idle[word] || words.IsFunction(tag, word) {
		return noTerm
	}
	stem := words.Stem(tag, word)
	t, ok := v.numbers[stem]
	if !ok {
		t = int32(len(v.terms))
		v.numbers[stem] = t
		v.terms, v.spelling = append(v.terms, stem), append(v.spelling, 0)
		v.frequency, v.at = append(v.frequency, 0), append(v.at, 0)
	}
	return t
}

// isTerm reports whether a word can tell something: no numbers, nothing short.
func isTerm(w string) bool {
	return (utf8.RuneCountInString(w) >= 3 || len(w) >= 6) &&
		strings.IndexFunc(w, func(r rune) bool { return r >= '0' && r <= '9' }) < 0
}

// reader reads the texts of records of one language.
type reader struct {
	*vocabulary
	tag      string
	capitals bool             // of nouns, so that names don't stand out
	known    map[string]int32 // number of each word
	story    story            // of the record that is read
}

// record reads title, summary and text, without headings, which all records of a kind have alike.
func (d *reader) record(r *incident.Record) story {
	d.story.uses, d.story.said = d.story.uses[:0], d.story.said[:0]
	d.text(r.Title, inTitle, math.MaxInt)
	d.text(r.Summary, inSummary, math.MaxInt)
	left := wordsRead
	for _, block := range r.Text.Blocks {
		if block.Level == 0 {
			left = d.text(block.Plain, inText, left)
		}
	}
	for _, p := range partiesOf(r) { // which count by themselves
		if n, ok := d.known[words.Fold(p)]; ok && d.termOf[n] != noTerm {
			if at := d.at[d.termOf[n]]; at > 0 {
				d.story.uses[at-1].weight = inText
			}
		}
	}
	return story{uses: slices.Clone(d.story.uses), said: slices.Clone(d.story.said)}
}

// ends are the characters after which a sentence may begin.
const ends = ".!?:;\n\"“”„«»‘’("

// text reads as many words of a text as are left, and gives how many are left after it.
func (d *reader) text(text string, weight int32, left int) int {
	for isStart := true; left > 0; left-- {
		start := strings.IndexFunc(text, isOfWord)
		if start < 0 {
			break
		}
		isStart = isStart || strings.ContainsAny(text[:start], ends)
		text = text[start:]
		end, isPlain := wordEnd(text)
		var how spelling
		if first, _ := utf8.DecodeRuneInString(text); !unicode.IsUpper(first) {
			how = withoutCapital
		} else if weight != inTitle && !isStart && !d.capitals {
			how = withCapital
		}
		if isPlain {
			d.take(words.Fold(text[:end]), weight, how)
		} else {
			for w := range words.Tokens(text[:end]) {
				d.take(w, weight, how)
			}
		}
		text, isStart = text[end:], false
	}
	return left
}

// take reads a folded word.
func (d *reader) take(word string, weight int32, how spelling) {
	n := d.word(word)
	if weight != inText {
		d.story.said = append(d.story.said, n)
	}
	if t := d.termOf[n]; t != noTerm {
		d.note(t, weight)
		d.spelling[t] |= how
	}
}

// wordEnd is where the word ends with which a text begins, and whether it is of ASCII.
func wordEnd(text string) (end int, isPlain bool) {
	isPlain = true
	for i, r := range text {
		if !isOfWord(r) {
			return i, isPlain
		}
		isPlain = isPlain && r < utf8.RuneSelf
	}
	return len(text), isPlain
}

func isOfWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.M)
}

// word is the number of a word.
func (d *reader) word(word string) int32 {
	n, ok := d.known[word]
	if !ok {
		word = strings.Clone(word)
		n = int32(len(d.words))
		d.known[word] = n
		d.words, d.termOf = append(d.words, word), append(d.termOf, d.number(d.tag, word))
	}
	return n
}

// note notes that the record has a term.
func (d *reader) note(t, weight int32) {
	if at := d.at[t]; at > 0 {
		u := &d.story.uses[at-1]
		u.weight = max(u.weight, weight)
		return
	}
	d.story.uses = append(d.story.uses, use{t, weight})
	d.at[t] = int32(len(d.story.uses))
}
