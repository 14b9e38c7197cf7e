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
	"sort"
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

// pack is data as published. Each part is compressed by itself, so that numbers of different kinds share no code.
func pack(w *zlib.Writer, parts ...[]byte) []byte {
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
	return bytes.Clone(b.Bytes())
}

// hashOf is the hash of files in their names.
func hashOf(files ...[]byte) string {
	h := sha256.New()
	for _, data := range files {
		h.Write(data)
	}
	return lower32.EncodeToString(h.Sum(nil)[:4])[:format.HashLength]
}

// The bytes of a file before it is compressed, from which on another begins. Packs of postings grow with the
// index, so that those of a small one are small and those of a large one few.
const (
	termsSize     = 10 << 10
	positionsSize = 224 << 10

	fewSize      = 4 << 10
	minPostings  = 6 << 10
	maxPostings  = 40 << 10
	postingPacks = 290
)

// fewDocs is how many documents a posting list of the second series has at least.
const fewDocs = 24

// postingsSize is the bytes of a pack of posting lists of the second series.
func (b *builder) postingsSize() int {
	all := 0
	for i := range b.lists {
		if l := &b.lists[i]; l.df >= fewDocs {
			all += l.size()
		}
	}
	return min(max(all/postingPacks, minPostings), maxPostings)
}

// size is the bytes of a posting list, roughly.
func (l *postingList) size() int { return len(l.docs) + len(l.impacts) }

// isLong reports whether a posting list is a third of a pack at least. It gets one of its own, so that a query for a
// common word loads no list of another word.
func (w *writer) isLong(list int) bool { return 3*w.lists[list].size() >= w.packSize }

// writer makes files of what a builder gathered.
type writer struct {
	*builder
	packer
	files    map[string][]byte
	root     format.Root
	packSize int // see postingsSize
}

func (b *builder) write() *Index {
	w := writer{b, newPacker(b.opts), map[string][]byte{}, format.Root{
		Version: format.Version, Docs: len(b.entries), Columns: map[string]string{}, Synonyms: b.synonyms(),
		Asking: words.AskingIn(b.opts.Language),
		// No null, which the script rejects.
		Terms: format.TermTable{First: []string{}}, Postings: format.PostingTable{Lists: []int{}},
	}, b.postingsSize()}
	w.documents()
	order := w.terms()
	w.postings(order)
	w.positions(order)
	w.columns()
	w.runs()
	w.files[format.RootName] = pack(w.texts, encode(w.root))
	return &Index{w.files}
}

func encode(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // structs of texts and numbers
	}
	return bytes.Clone(b.Bytes())
}

// named adds a column, or what is named like one, and returns its hash.
func (w *writer) named(field string, data []byte) string {
	packed := pack(w.texts, data)
	hash := hashOf(packed)
	w.files[format.ColumnName(field, hash)] = packed
	return hash
}

// sequence adds the numbered files of a kind.
type sequence struct {
	files   map[string][]byte
	kind    string
	z       *zlib.Writer
	n       int      // files that have their names
	unnamed [][]byte // those that share the next hash
	hashes  strings.Builder
}

func (w *writer) sequence(kind string, z *zlib.Writer) *sequence {
	return &sequence{files: w.files, kind: kind, z: z}
}

func (s *sequence) add(parts ...[]byte) {
	s.unnamed = append(s.unnamed, pack(s.z, parts...))
	if len(s.unnamed) == format.HashedTogether {
		s.name()
	}
}

func (s *sequence) name() {
	if len(s.unnamed) == 0 {
		return
	}
	hash := hashOf(s.unnamed...)
	s.hashes.WriteString(hash)
	for _, data := range s.unnamed {
		s.files[format.FileName(s.kind, s.n, hash)] = data
		s.n++
	}
	s.unnamed = nil
}

// end names the last files and returns the hashes of all.
func (s *sequence) end() string {
	s.name()
	return s.hashes.String()
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
	files := w.sequence("d", w.texts)
	for pack := range slices.Chunk(w.entries, w.root.Documents.Size) {
		rows := make([][]any, len(pack))
		for i, e := range pack {
			rows[i] = []any{e.ID, e.Title, e.URL, e.Summary, e.Kind, e.Severity, e.Status, nonNil(e.Facts)}
		}
		files.add(encode(rows))
	}
	w.root.Documents.Hashes = files.end()
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// postings writes the posting lists, given in the order of their numbers.
func (w *writer) postings(order []int) {
	files := w.sequence("p", w.numbers)
	var sizes, documents, impacts []byte
	count, size := 0, fewSize
	flush := func() {
		if count > 0 {
			heads := append(appendInt(nil, count), sizes...)
			files.add(heads, documents, impacts)
			w.root.Postings.Lists = append(w.root.Postings.Lists, count)
			sizes, documents, impacts, count = nil, nil, nil, 0
		}
	}
	for number, i := range order {
		if number == w.root.Postings.Few {
			flush()
			size = w.packSize
		}
		l := &w.lists[i]
		if l.df <= maxInline {
			sizes = appendInt(sizes, 0)
			count++
			continue
		}
		own := l.documents()
		if len(documents)+len(impacts)+len(own)+len(l.impacts) > size || number > 0 && w.isLong(order[number-1]) {
			flush()
		}
		documents, impacts = append(documents, own...), append(impacts, l.impacts...)
		sizes = appendInt(sizes, len(own))
		count++
	}
	flush()
	w.root.Postings.Hashes = files.end()
}

// positions writes the positions of words. A long list goes on in the next file.
func (w *writer) positions(order []int) {
	table := format.PositionTable{First: [][2]int{}}
	files := w.sequence("q", w.numbers)
	var heads, body []byte
	count := 0
	flush := func() {
		if count > 0 {
			data := append(appendInt(nil, count), append(heads, body...)...)
			files.add(data)
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
	table.Hashes = files.end()
	w.root.Positions = w.named("positions", encode(table))
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
	w.root.Columns["date"] = w.named("date", data)
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
	return w.named(field, data)
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
	sort.Slice(kept, func(i, j int) bool { return slices.Compare(kept[i], kept[j]) < 0 })
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
