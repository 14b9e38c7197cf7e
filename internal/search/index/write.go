package index

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hindcast/internal/incident"
	"hindcast/internal/search/format"
	"hindcast/internal/words"
)

var lower32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// packer compresses. Texts repeat themselves; numbers don't, so for these only a Huffman code is used, which is faster
// and hardly larger.
type packer struct{ texts, numbers *zlib.Writer }

func newPacker(opts Options) packer {
	if opts.Uncompressed {
		return packer{newWriter(zlib.NoCompression), newWriter(zlib.NoCompression)}
	}
	return packer{newWriter(zlib.DefaultCompression), newWriter(zlib.HuffmanOnly)}
}

func newWriter(level int) *zlib.Writer {
	w, err := zlib.NewWriterLevel(nil, level)
	if err != nil {
		panic(err) // a level of the package itself
	}
	return w
}

// pack is data as published, and the hash of its name. Each part is compressed by itself, so that numbers of different
// kinds share no code.
func pack(w *zlib.Writer, parts ...[]byte) (packed []byte, hash string) {
	var b bytes.Buffer
	w.Reset(&b)
	var err error
	for i, part := range parts {
		if i > 0 {
			err = errors.Join(err, w.Flush())
		}
		_, failed := w.Write(part)
		err = errors.Join(err, failed)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		panic(fmt.Errorf("compress in memory: %w", err)) // a buffer takes all bytes
	}
	sum := sha256.Sum256(b.Bytes())
	return bytes.Clone(b.Bytes()), lower32.EncodeToString(sum[:4])[:format.HashLength]
}

// The bytes of a file before it is compressed, from which on another begins. Packs of postings grow with the
// index, so that those of a small one are small and those of a large one few.
const (
	termsSize     = 10 << 10
	positionsSize = 224 << 10

	fewSize      = 4 << 10
	minPostings  = 6 << 10
	maxPostings  = 32 << 10
	postingPacks = 290
)

// fewDocs is how many documents a posting list of the second series has at least.
const fewDocs = 24

// postingsSize is the bytes of a pack of posting lists of the second series.
func (b *builder) postingsSize() int {
	all := 0
	for i := range b.lists {
		if l := &b.lists[i]; l.df >= fewDocs {
			all += len(l.docs) + len(l.impacts)
		}
	}
	return min(max(all/postingPacks, minPostings), maxPostings)
}

// writer makes files of what a builder gathered.
type writer struct {
	*builder
	packer
	files map[string][]byte
	root  format.Root
}

func (b *builder) write() *Index {
	w := writer{b, newPacker(b.opts), map[string][]byte{}, format.Root{
		Version: format.Version, Docs: len(b.entries), Columns: map[string]string{}, Synonyms: b.synonyms(),
		// No null, which the script rejects.
		Terms: format.TermTable{First: []string{}}, Postings: format.PostingTable{Lists: []int{}},
	}}
	w.documents()
	order := w.terms()
	w.postings(order)
	w.positions(order)
	w.columns()
	w.runs()
	w.files[format.RootName], _ = pack(w.texts, encode(w.root))
	return &Index{w.files}
}

func encode(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // structs of texts and numbers
	}
	return b.Bytes()
}

// put adds a file and returns its hash.
func (w *writer) put(name func(hash string) string, z *zlib.Writer, parts ...[]byte) string {
	packed, hash := pack(z, parts...)
	w.files[name(hash)] = packed
	return hash
}

func (w *writer) numbered(kind string, number int, z *zlib.Writer, parts ...[]byte) string {
	return w.put(func(hash string) string { return format.FileName(kind, number, hash) }, z, parts...)
}

// A site of many records gets larger packs of documents, so that they stay few.
const (
	documentsSize = 16
	maxPacks      = 2048
)

// documents writes what results show of documents.
func (w *writer) documents() {
	w.root.Documents.Size = documentsSize
	for w.root.Documents.Size*maxPacks < len(w.entries) {
		w.root.Documents.Size *= 2
	}
	var all strings.Builder // hashes
	number := 0
	for pack := range slices.Chunk(w.entries, w.root.Documents.Size) {
		rows := make([][]any, len(pack))
		for i, e := range pack {
			rows[i] = []any{e.ID, e.Title, e.URL, e.Summary, e.Kind, e.Severity, e.Status, nonNil(e.Facts)}
		}
		all.WriteString(w.numbered("d", number, w.texts, encode(rows)))
		number++
	}
	w.root.Documents.Hashes = all.String()
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// postings writes the posting lists, given in the order of their numbers.
func (w *writer) postings(order []int) {
	var all strings.Builder // hashes
	var sizes, documents, impacts []byte
	count, size := 0, fewSize
	flush := func() {
		if count > 0 {
			heads := append(appendInt(nil, count), sizes...)
			all.WriteString(w.numbered("p", len(w.root.Postings.Lists), w.numbers, heads, documents, impacts))
			w.root.Postings.Lists = append(w.root.Postings.Lists, count)
			sizes, documents, impacts, count = nil, nil, nil, 0
		}
	}
	for number, i := range order {
		if number == w.root.Postings.Few {
			flush()
			size = w.postingsSize()
		}
		l := &w.lists[i]
		if l.df <= maxInline {
			sizes = appendInt(sizes, 0)
			count++
			continue
		}
		own := l.documents()
		if len(documents)+len(impacts)+len(own)+len(l.impacts) > size {
			flush()
		}
		documents, impacts = append(documents, own...), append(impacts, l.impacts...)
		sizes = appendInt(sizes, len(own))
		count++
	}
	flush()
	w.root.Postings.Hashes = all.String()
}

// positions writes the positions of words. A long list goes on in the next file.
func (w *writer) positions(order []int) {
	table := format.PositionTable{First: [][2]int{}}
	var all strings.Builder // hashes
	var heads, body []byte
	count := 0
	flush := func() {
		if count > 0 {
			data := append(appendInt(nil, count), append(heads, body...)...)
			all.WriteString(w.numbered("q", len(table.First)-1, w.numbers, data))
			heads, body, count = nil, nil, 0
		}
	}
	for number, i := range order {
		rest := format.Cursor{Data: w.lists[i].positions}
		for ordinal := 0; len(rest.Data) > 0; {
			if count == 0 {
				table.First = append(table.First, [2]int{number, ordinal})
			}
			start, documents := rest.Data, 0
			for len(rest.Data) > 0 && (documents == 0 || len(body)+len(start)-len(rest.Data) < positionsSize) {
				for range rest.Next() {
					rest.Next()
				}
				documents++
			}
			size := len(start) - len(rest.Data)
			heads = appendInt(appendInt(heads, documents), size)
			body = append(body, start[:size]...)
			count++
			ordinal += documents
			if len(body) >= positionsSize {
				flush()
			}
		}
	}
	flush()
	table.Hashes = all.String()
	w.root.Positions = w.put(func(hash string) string {
		return format.ColumnName("positions", hash)
	}, w.texts, encode(table))
}

// columns writes the columns of all fields and that of dates.
func (w *writer) columns() {
	for _, field := range slices.Concat(format.Columns, w.opts.Own) {
		w.root.Columns[field] = w.column(field)
	}
	data := appendHeader(nil, format.ColumnHeader{Values: [][2]string{}})
	last := 0
	for i := range w.entries {
		day := format.NoDate
		if at := w.entries[i].Sort; !at.IsZero() {
			day = days(at)
		}
		data = appendZigzag(data, day-last)
		last = day
	}
	w.root.Columns["date"] = w.put(func(hash string) string { return format.ColumnName("date", hash) }, w.texts, data)
}

// days is the day of a time as it is written, counted from 1970.
func days(at incident.Time) int {
	text := at.String()
	day, _ := format.DayOf(text[:min(len(text), len("2006-01-02"))])
	return day
}

func appendHeader(data []byte, header format.ColumnHeader) []byte {
	text := encode(header)
	return append(appendInt(data, len(text)), text...)
}

// column writes the values of a field; they are numbered in their order of bytes.
func (w *writer) column(field string) string {
	seen := map[string]int{}
	for i := range w.entries {
		for _, v := range w.entries[i].Values[field] {
			seen[v] = 0
		}
	}
	values := slices.Sorted(maps.Keys(seen))
	header := format.ColumnHeader{Values: make([][2]string, len(values))}
	for i, v := range values {
		seen[v] = i
		title := v
		if w.opts.Title != nil {
			title = w.opts.Title(field, v)
		}
		header.Values[i] = [2]string{v, title}
		if w.opts.Former == nil {
			continue
		}
		for _, name := range w.opts.Former(field, v) {
			header.Former = append(header.Former, [2]string{words.Fold(name), v})
		}
	}
	data := appendHeader(nil, header)
	for i := range w.entries {
		own := w.entries[i].Values[field]
		data = appendInt(data, len(own))
		for _, v := range own {
			data = appendInt(data, seen[v])
		}
	}
	return w.put(func(hash string) string { return format.ColumnName(field, hash) }, w.texts, data)
}

// The priors of documents by class, in 1/256; own records lose a little with each year.
const (
	priorPrecedent = 208
	priorKnowledge = 256
	priorOwn       = 256
	priorYear      = 4
	priorYears     = 8
)

// runs computes the priors of documents.
func (w *writer) runs() {
	newest := 0
	for i := range w.entries {
		if e := &w.entries[i]; e.Class == Own && !e.Sort.IsZero() {
			newest = max(newest, days(e.Sort))
		}
	}
	w.root.Runs = [][2]int{}
	for i := range w.entries {
		prior := priorPrecedent
		switch e := &w.entries[i]; e.Class {
		case Knowledge:
			prior = priorKnowledge
		case Own:
			years := priorYears
			if !e.Sort.IsZero() {
				years = min(priorYears, (newest-days(e.Sort))/365)
			}
			prior = priorOwn - priorYear*years
		}
		if n := len(w.root.Runs); n == 0 || w.root.Runs[n-1][1] != prior {
			w.root.Runs = append(w.root.Runs, [2]int{i, prior})
		}
	}
}

// synonyms is the sets of the options and those of the languages of the entries: of two phrases at least, each phrase
// as its words, one of which at least is held by documents.
func (b *builder) synonyms() [][]string {
	sets := slices.Clone(b.opts.Synonyms)
	languages := map[string]bool{}
	for i := range b.entries {
		languages[b.entries[i].Language] = true
	}
	for _, tag := range slices.Sorted(maps.Keys(languages)) {
		sets = append(sets, words.Synonyms(tag)...)
	}
	kept := [][]string{}
	for _, set := range sets {
		var phrases []string
		isHeld := false
		for _, phrase := range set {
			list := tellingWords(phrase)
			text := strings.Join(list, " ")
			if slices.ContainsFunc(list, func(word string) bool { return !b.holds(word) }) {
				text = format.Unheld + text
			} else if text != "" {
				isHeld = true
			}
			if len(list) > 0 && !slices.Contains(phrases, text) {
				phrases = append(phrases, text)
			}
		}
		if isHeld && len(phrases) > 1 {
			kept = append(kept, phrases)
		}
	}
	slices.SortFunc(kept, slices.Compare)
	return kept
}

// tellingWords is the words of a phrase without those that queries are searched without, where two others are left.
func tellingWords(phrase string) []string {
	list := slices.Collect(words.Tokens(phrase))
	telling := slices.DeleteFunc(slices.Clone(list), words.IsStop)
	if len(telling) > 1 {
		return telling
	}
	return list
}

// holds reports whether documents hold a word in some form.
func (b *builder) holds(word string) bool {
	if b.wordForms[word] != nil {
		return true
	}
	return slices.ContainsFunc(words.Languages, func(l words.Language) bool {
		_, known := b.stems[words.Stem(l.Tag, word)]
		return known
	})
}

func appendInt(b []byte, v int) []byte { return binary.AppendUvarint(b, uint64(v)) }

func appendZigzag(b []byte, v int) []byte { return appendInt(b, zigzag(v)) }

// zigzag makes small numbers of small signed ones.
func zigzag(v int) int { return v<<1 ^ v>>63 }
