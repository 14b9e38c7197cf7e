package audience

import (
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A text is compared by its words, so that neither case nor what is between two words hides a
// name: "INC-2026-0005", "inc_2026_5" and "…/inc-2026-0005/" are the same id.

// word is a run of letters or of digits of a text.
type word struct {
	text    string // folded: letters in lower case, digits without leading zeros
	written string
	gap     int  // characters between it and the word before
	hyphen  bool // these are one hyphen or underscore
}

var percentEncoded = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)

func percentDecoded(text string) string {
	if !strings.Contains(text, "%") {
		return text
	}
	return percentEncoded.ReplaceAllStringFunc(text, func(code string) string {
		b, _ := strconv.ParseUint(code[1:], 16, 8) // two digits, as the pattern says
		return string([]byte{byte(b)})
	})
}

// cut cuts a text into runs of letters and of digits. Percent-encoding is resolved, and what a
// reader does not see, such as a soft hyphen, is passed over.
func cut(text string) iter.Seq[word] {
	return func(yield func(word) bool) {
		text = visible(norm.NFKC.String(percentDecoded(text)))
		run, start, gap, hyphens := between, 0, 0, 0
		for i, r := range text {
			kind := kindOf(r)
			if kind != run {
				if run != between {
					if !yield(word{folded(text[start:i], run), text[start:i], gap, gap == 1 && hyphens == 1}) {
						return
					}
					gap, hyphens = 0, 0
				}
				run, start = kind, i
			}
			if kind == between {
				gap++
				if r == '_' || unicode.Is(unicode.Pd, r) {
					hyphens++
				}
			}
		}
		if run != between {
			yield(word{folded(text[start:], run), text[start:], gap, gap == 1 && hyphens == 1})
		}
	}
}

// runKind is what a run of characters is made of.
type runKind uint8

const (
	between runKind = iota
	letters
	digits
)

func kindOf(r rune) runKind {
	switch {
	case 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z':
		return letters
	case '0' <= r && r <= '9':
		return digits
	case r < utf8.RuneSelf:
		return between
	case unicode.IsDigit(r):
		return digits
	case unicode.IsLetter(r):
		return letters
	}
	return between
}

// visible is a text without what a reader does not see.
func visible(text string) string {
	if isASCII(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf && unicode.In(r, unicode.Cf, unicode.Mn) {
			return -1
		}
		return r
	}, text)
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func wordsOf(text string) []word { return slices.Collect(cut(text)) }

func folded(run string, kind runKind) string {
	if kind == letters {
		return strings.ToLower(run)
	}
	if short := strings.TrimLeft(run, "0"); short != "" {
		return short
	}
	return "0"
}

// maxGap is how many characters may be between two parts of an id for it still to be one.
const maxGap = 3

// name is something that a text may hold, as words.
type name struct {
	text  string
	words []word
	by    int  // the word that it is looked for by
	exact bool // in its own case alone, since a single word can be one of the language
	id    bool // more letters may be before it, and behind it if it ends in letters
	slug  bool // its words are joined by hyphens in a text, too: else they may be a phrase of the language
}

// at reports whether a list of words begins with the name.
func (n *name) at(list []word) bool {
	if len(list) < len(n.words) {
		return false
	}
	for i, w := range n.words {
		other := list[i]
		torn := i > 0 && (n.id && other.gap > maxGap || n.slug && !other.hyphen && (other.gap > 0 || w.gap > 0))
		if torn || !n.fits(i, w, other) {
			return false
		}
	}
	return true
}

// fits compares the word at an index of the name with one of a text.
func (n *name) fits(i int, w, other word) bool {
	switch {
	case n.exact:
		return other.written == w.written
	case other.text == w.text:
		return true
	case n.id && i == 0:
		return strings.HasSuffix(other.text, w.text)
	}
	return n.id && i == len(n.words)-1 && !isNumber(w.text) && strings.HasPrefix(other.text, w.text)
}

func isNumber(text string) bool { return text[0] >= '0' && text[0] <= '9' }

// names are looked for in texts, all at once.
type names struct {
	byWord  map[string][]*name
	lengths [256]uint64     // of the keys of byWord, each modulo 64, by their first byte
	has     map[string]bool // by their folded words
}

func newNames() *names { return &names{byWord: map[string][]*name{}, has: map[string]bool{}} }

// lookedForBy is the names that are looked for by a word, which is not empty.
func (n *names) lookedForBy(word string) []*name {
	if n.lengths[word[0]]>>(len(word)%64)&1 == 0 {
		return nil
	}
	return n.byWord[word]
}

// ids adds ids, each also without what is between its parts; one without a number is none.
func (n *names) ids(ids ...string) {
	for _, id := range ids {
		for _, form := range []string{id, strings.ReplaceAll(id, "-", "")} {
			if words := wordsOf(form); len(words) > 1 && !isNumber(words[0].text) {
				by := 1
				if last := len(words) - 1; isNumber(words[last].text) {
					by = last
				}
				n.add(&name{text: id, words: words, by: by, id: true})
			}
		}
	}
}

// title adds a title. One of a single word is found in its own case alone.
func (n *names) title(title string) {
	words := wordsOf(title)
	if len(words) == 0 {
		return
	}
	by := 0
	for i, w := range words {
		if len(w.text) > len(words[by].text) {
			by = i
		}
	}
	n.add(&name{text: title, words: words, by: by, exact: len(words) == 1})
}

// slug adds the slug of a system or article, unless it is a single word.
func (n *names) slug(slug string) {
	if words := wordsOf(slug); len(words) > 1 {
		n.add(&name{text: slug, words: words, by: len(words) - 1, slug: true})
	}
}

func (n *names) add(p *name) {
	key := keyOf(p.words)
	if p.slug {
		key = "slug " + key // a title can have the same words
	}
	if !n.has[key] {
		n.has[key] = true
		by := p.words[p.by].text
		n.byWord[by] = append(n.byWord[by], p)
		n.lengths[by[0]] |= 1 << (len(by) % 64)
	}
}

// keyOf is the folded words of a name, to tell whether two names are the same.
func keyOf(list []word) string {
	texts := make([]string, len(list))
	for i, w := range list {
		texts[i] = w.text
	}
	return strings.Join(texts, " ")
}

// in is the first of the names that a text holds; empty where it holds none.
func (n *names) in(text string, shown *names) string {
	if len(n.byWord) == 0 || text == "" || !n.mayBeIn(text) {
		return ""
	}
	list := wordsOf(text)
	for i, w := range list {
		for _, name := range n.lookedForBy(w.text) {
			start := i - name.by
			if start >= 0 && name.at(list[start:]) && !(name.id && shown.isID(list, start, len(name.words))) {
				return name.text
			}
		}
	}
	return ""
}

// mayBeIn reports whether a text has a word that a name is looked for by, beside another of the same name. It is in
// that tells it for sure; most texts hold no such words, and theirs are not gathered.
func (n *names) mayBeIn(text string) bool {
	var before word
	var namesBefore []*name
	for w := range cut(text) {
		for _, name := range namesBefore {
			if name.by == 0 && len(name.words) > 1 && name.fits(1, name.words[1], w) {
				return true
			}
		}
		names := n.lookedForBy(w.text)
		for _, name := range names {
			by := name.by
			if len(name.words) == 1 || by > 0 && before.text != "" && name.fits(by-1, name.words[by-1], before) {
				return true
			}
		}
		before, namesBefore = w, names
	}
	return false
}

// isID reports whether words which end in an id are an id of this set, such as ZINC-2026-0001 beside a
// withheld INC-2026-0001.
func (n *names) isID(list []word, start, count int) bool {
	return n.has[keyOf(list[start:start+count])] &&
		slices.IndexFunc(list[start+1:start+count], func(w word) bool { return w.gap > maxGap }) < 0
}
