package browser

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"hindcast/internal/search"
	"hindcast/internal/search/format"
)

// material is what queries about a site are made of.
type material struct {
	random *rand.Rand
	ids    []string
	texts  []string
	years  []string // of each document
	values []string // of columns, as filters
}

// materialOf gathers what an index shows: what documents say of themselves, and the values of columns.
func materialOf(r *search.Reader) (*material, error) {
	m := &material{random: rand.New(rand.NewPCG(7, 2026))}
	all, err := r.Search("-none", search.ByRelevance)
	if err != nil {
		return nil, err
	}
	for _, hit := range all.Hits {
		doc, err := r.Doc(hit.Doc)
		if err != nil {
			return nil, err
		}
		m.ids = append(m.ids, doc.ID)
		m.texts = append(m.texts, doc.Title, doc.Summary+" "+strings.Join(doc.Facts, " "))
	}
	for _, column := range format.Columns {
		facet, err := r.Facet(column, all.Hits)
		if err != nil {
			return nil, err
		}
		for _, v := range facet.Values {
			if column == "year" {
				m.years = slices.Concat(m.years, slices.Repeat([]string{v.Value}, v.Count))
			}
			m.values = append(m.values, column+":"+v.Value, fmt.Sprintf("%s:%q", column, v.Title))
		}
	}
	return m, nil
}

// queries are n queries that nobody thought of, of all kinds, the same every time.
func (m *material) queries(n int) []string {
	kinds := []func() string{
		m.words, m.words, m.words, m.prefixed, m.misspelt, m.misspelt, m.phrase, m.phrase, m.without, m.inflected,
		m.filtered, m.filtered, m.id, m.id, m.dated, m.mixed, m.odd, m.odd, m.spaceless,
	}
	list := make([]string, n)
	for i := range list {
		list[i] = kinds[i%len(kinds)]()
	}
	return list
}

func pick[T any](m *material, list []T) T { return list[m.random.IntN(len(list))] }

// run is some consecutive words of a text.
func (m *material) run(most int) []string {
	for {
		if list := strings.Fields(pick(m, m.texts)); len(list) > 0 {
			from := m.random.IntN(len(list))
			return list[from:min(len(list), from+1+m.random.IntN(most))]
		}
	}
}

func (m *material) word() string { return m.run(1)[0] }

func (m *material) words() string {
	list := m.run(3)
	for range m.random.IntN(3) {
		list = append(list, m.word())
	}
	return strings.Join(list, " ")
}

// prefixed ends in the beginning of a word, as a query does while it is typed.
func (m *material) prefixed() string {
	word := []rune(m.word())
	return m.words() + " " + string(word[:1+m.random.IntN(len(word))])
}

func (m *material) misspelt() string {
	list := m.run(2)
	word := []rune(list[0])
	for range 1 + m.random.IntN(2) {
		at := m.random.IntN(len(word))
		switch letter := rune('a' + m.random.IntN(26)); m.random.IntN(4) {
		case 0:
			word = append(word[:at:at], append([]rune{letter}, word[at:]...)...)
		case 1:
			word[at] = letter
		case 2:
			word[at], word[len(word)/2] = word[len(word)/2], word[at]
		case 3:
			word = append(word[:at:at], word[min(at+1, len(word)-1):]...)
		}
	}
	list = append([]string{string(word)}, list[1:]...)
	return strings.Join(list, " ")
}

func (m *material) phrase() string {
	return `"` + strings.ReplaceAll(strings.Join(m.run(4), " "), `"`, "") + `"`
}

func (m *material) without() string {
	switch not := "-" + m.word(); m.random.IntN(3) {
	case 0:
		return not
	case 1:
		return m.word() + " -" + m.phrase()
	default:
		return m.words() + " " + not
	}
}

func (m *material) inflected() string {
	word := strings.TrimFunc(m.word(), func(r rune) bool { return !unicode.IsLetter(r) })
	ending := pick(m, []string{"s", "ed", "ing", "er", "ly", "ation", "en", "ung", "'s", "’s"})
	if cut := len(word) - 1 - m.random.IntN(4); cut > 3 && m.random.IntN(2) == 0 {
		word = word[:cut]
	}
	return strings.ToValidUTF8(word, "") + ending + " " + m.word()
}

func (m *material) filtered() string {
	filter := pick(m, m.values)
	switch m.random.IntN(6) {
	case 0:
		return "-" + filter
	case 1:
		column, value, _ := strings.Cut(filter, ":")
		return strings.ToUpper(column) + ":" + strings.ToUpper(value) + " " + m.word()
	case 2:
		return filter + "," + m.word() + " " + pick(m, m.values)
	case 3:
		return pick(m, format.Columns) + ":" + m.word()
	default:
		return filter + " " + m.words()
	}
}

func (m *material) id() string {
	id := pick(m, m.ids)
	parts := strings.Split(id, "-")
	switch m.random.IntN(6) {
	case 0:
		return strings.ToLower(id)
	case 1:
		return strings.Join(parts[len(parts)/2:], "-")
	case 2:
		return id[:1+m.random.IntN(len(id))]
	case 3:
		return strings.ReplaceAll(id, "-", pick(m, []string{" ", "_", ".", "‑", "--"}))
	case 4:
		return strings.ReplaceAll(id, "-0", "-") + " " + m.word()
	default:
		return id + " " + pick(m, m.ids)
	}
}

func (m *material) dated() string {
	date := fmt.Sprintf("%s-%02d-%02d", pick(m, m.years), 1+m.random.IntN(12), 1+m.random.IntN(28))
	if m.random.IntN(8) == 0 {
		date = fmt.Sprintf("%04d-%02d-%02d", m.random.IntN(2100), m.random.IntN(14), m.random.IntN(33))
	}
	filter := pick(m, []string{"after:", "before:", "-after:", "-before:", "After:"}) +
		date[:pick(m, []int{4, 7, 10, 10, 5})]
	return filter + " " + pick(m, []string{m.word(), "", "before:" + date[:4], pick(m, m.values)})
}

func (m *material) mixed() string {
	var parts []string
	for range 2 + m.random.IntN(3) {
		kind := pick(m, []func() string{m.words, m.misspelt, m.phrase, m.filtered, m.id, m.dated, m.odd})
		parts = append(parts, kind())
	}
	return strings.Join(parts, " ")
}

// odd puts pieces of words and signs together.
func (m *material) odd() string {
	pieces := []string{
		" ", " ", " ", ":", "-", "'", "’s", ".", "\"", "“", "„", "<", "_", "#", "/", ",", "\u00a0", "\u3000", "\u00ad", "\u200d", "\u202e", "\u0301", "\t", "\n", "\ufeff", "\u0085",
		"kind:", "type:", "TYPE:", "system:", "year:", "Year:2016", "kind:incident", "after:", "nothing:", "İ", "ẞ", "ς", "Σ", "ﬁ", "①", "½", "⒈⒉", "e\u0301", "ﾊﾞ", "ー", "が", "한", "ไทย", "🚗", "Ǆ", "𝐔𝐛𝐞𝐫", "007", "2026-03-01", "𠮷野", "豈",
	}
	var b strings.Builder
	for range 1 + m.random.IntN(8) {
		if m.random.IntN(2) == 0 {
			b.WriteString(pick(m, pieces))
			continue
		}
		text := []rune(pick(m, m.texts))
		if len(text) == 0 {
			continue
		}
		from := m.random.IntN(len(text))
		b.WriteString(string(text[from:min(from+1+m.random.IntN(9), len(text))]))
	}
	return b.String()
}

// spaceless asks in scripts that put no spaces between words.
func (m *material) spaceless() string {
	text := []rune(pick(m, []string{
		"詐欺検知モデルの誤検知", "模型错误地拒绝了付款", "사기 탐지 모델이 결제를 거부했다", "โมเดลตรวจจับการฉ้อโกง", "AIモデルv2-3の不具合",
	}))
	from := m.random.IntN(len(text))
	return string(text[from:min(len(text), from+1+m.random.IntN(5))]) + pick(m, []string{"", " ", "\u3000"}) + m.word()
}
