package watch

import (
	"regexp"
	"strings"
)

// Form is a regular expression that is tried only on texts in which it may match. Most texts hold nothing of what
// is looked for, and an expression takes a hundred times as long as a look at the bytes.
type Form struct {
	*regexp.Regexp
	may func(text string) bool // false only where the expression matches nowhere
}

// NewForm is the form of an expression. May tells for sure where it matches nowhere.
func NewForm(expr string, may func(text string) bool) *Form {
	return &Form{regexp.MustCompile(expr), may}
}

// FindString is the first match in a text; empty where there is none.
func (f *Form) FindString(text string) string {
	if !f.may(text) {
		return ""
	}
	return f.Regexp.FindString(text)
}

// FindAllStringIndex is where the first n matches in a text begin and end, as byte offsets; all for -1.
func (f *Form) FindAllStringIndex(text string, n int) [][]int {
	if !f.may(text) {
		return nil
	}
	return f.Regexp.FindAllStringIndex(text, n)
}

// heads is how matches begin, by the first byte.
type heads struct {
	by   [256][]string
	fold bool // letters of ASCII match in either case
}

// headsOf makes heads of texts that are not empty, in lower case where case is folded.
func headsOf(fold bool, texts ...string) *heads {
	h := &heads{fold: fold}
	for _, text := range texts {
		h.by[text[0]] = append(h.by[text[0]], text)
		if fold && isLower(text[0]) {
			upper := text[0] - 'a' + 'A'
			h.by[upper] = append(h.by[upper], text)
		}
	}
	return h
}

// in reports whether a head stands in a text; one that begins with a word's character, not within a word. An underscore
// may be a mark of emphasis before it.
func (h *heads) in(text string) bool {
	for i := range len(text) {
		for _, head := range h.by[text[i]] {
			if h.at(text[i:], head) && (i == 0 || !isWord(text[i]) || !isWord(text[i-1]) || text[i-1] == '_') {
				return true
			}
		}
	}
	return false
}

func (h *heads) at(text, head string) bool {
	if !h.fold {
		return strings.HasPrefix(text, head)
	}
	return len(text) >= len(head) && strings.EqualFold(text[:len(head)], head)
}

func isLower(b byte) bool { return b >= 'a' && b <= 'z' }

// isWord reports whether a byte is one of those between which \b of a regular expression matches nowhere.
func isWord(b byte) bool { return isLower(b|0x20) || isDigit(b) || b == '_' }

func isDigit(b byte) bool { return b >= '0' && b <= '9' }
