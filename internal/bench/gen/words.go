package gen

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Vocabulary is how many different words the texts draw from.
const Vocabulary = 30_000

const (
	topics   = 58
	ownFirst = 1000 // rank from which on every word belongs to a topic
)

// No two or three of these in a row make a slur of a language known to the author.
var syllables = strings.Fields("al ar bel bor bra cal cen cor del dor dra el en er fal fen flo gar gel gor hal hel hor il in jor kal kel kor " +
	"lan len lo mal mar men mir mor nal nem nor ol or pal pel por quen ral ren ro sal sel sol stel tal ten tor ul un ur val ven vor wen wil yor zel zor")

// vocabulary lists the words by rank, short ones first; it is the same for every seed.
func vocabulary() []string {
	rng := rand.New(rand.NewPCG(1, Vocabulary))
	words, seen := make([]string, 0, Vocabulary), make(map[string]bool, Vocabulary)
	for len(words) < Vocabulary {
		n := 1
		switch {
		case len(words) >= 2000:
			n += 1 + rng.IntN(2)
		case len(words) >= 40:
			n++
		}
		var b strings.Builder
		for range n {
			b.WriteString(syllables[rng.IntN(len(syllables))])
		}
		if word := b.String(); !seen[word] {
			seen[word], words = true, append(words, word)
		}
	}
	return words
}

// prose writes text about a topic. Words follow a Zipf law, a quarter of them within the topic's own.
type prose struct {
	*rand.Rand
	words       []string
	theme       int
	common, own *rand.Zipf
}

func newProse(rng *rand.Rand, words []string, topic int) *prose {
	// The exponent of English prose is near 1; the generator asks for more than that.
	return &prose{
		rng, words, topic, rand.NewZipf(rng, 1.07, 2.7, Vocabulary-1),
		rand.NewZipf(rng, 1.07, 2.7, (Vocabulary-ownFirst)/topics-1),
	}
}

func (p *prose) word() string {
	if p.chance(25) {
		return p.words[ownFirst+p.theme+topics*int(p.own.Uint64())]
	}
	return p.words[p.common.Uint64()]
}

// chance is true in so many of a hundred cases.
func (p *prose) chance(percent int) bool { return p.IntN(100) < percent }

func (p *prose) pick(list []string) string { return list[p.IntN(len(list))] }

// phrase is n words, the first with a capital.
func (p *prose) phrase(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = p.word()
	}
	text := strings.Join(list, " ")
	return strings.ToUpper(text[:1]) + text[1:]
}

// sentence is a phrase of eight to eighteen words with what marks up prose here and there.
func (p *prose) sentence() string {
	text := p.phrase(4+p.IntN(8)) + ", " + p.word()
	switch p.IntN(16) {
	case 0:
		text += " **" + p.word() + "**"
	case 1:
		text += " `" + p.word() + "_" + p.word() + "`"
	case 2:
		text += fmt.Sprintf(" %d.%d%%", p.IntN(100), p.IntN(10))
	case 3:
		text += fmt.Sprintf(" [%s %s](https://example.org/%s/%d)", p.word(), p.word(), p.word(), p.IntN(1000))
	}
	return text + " " + strings.ToLower(p.phrase(2+p.IntN(5))) + "."
}

// paragraphs is about so many words in paragraphs of some sixty.
func (p *prose) paragraphs(words int) string {
	var b strings.Builder
	for inParagraph := 0; words > 0; {
		text := p.sentence()
		n := len(strings.Fields(text))
		b.WriteString(text)
		words, inParagraph = words-n, inParagraph+n
		if inParagraph > 60 || words <= 0 {
			b.WriteString("\n\n")
			inParagraph = 0
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String()
}
