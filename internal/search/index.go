package search

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"encoding/json"
	"iter"
	"maps"
	"math"
	"math/bits"
	"slices"
	"strings"

	"hindcast/internal/incident"
	"hindcast/internal/words"
)

// Class orders documents and tells what they count for where all else is equal.
type Class uint8

// The classes.
const (
	Precedent Class = iota // what happened elsewhere
	Knowledge              // systems and articles
	Own                    // the organisation's own records
)

// Entry is one page to index. Its texts are borrowed.
type Entry struct {
	Doc
	Class    Class
	Sort     incident.Time       // zero for what has no date
	Language string              // whose stems its words have: "en", "de", or another for none
	Fields   []Field             //
	Values   map[string][]string // by column
}

// FieldKind is what a text is in a page.
type FieldKind uint8

// The kinds of field.
const (
	FieldID      FieldKind = iota // ids and former ids
	FieldTitle                    //
	FieldSummary                  //
	FieldHeading                  //
	FieldFact                     // names of types, causes, parties, models and such
	FieldText                     //
	fieldKinds
)

// Field is a text of a page.
type Field struct {
	Kind FieldKind
	Text string
}

// weigh tells what a word in a field counts for, relative to one in the text, and how far (of 1024) its
// length discounts it. Both were chosen on AIID by internal/bench/peers/known.
var weigh = [fieldKinds]struct{ weight, discount int }{
	FieldID: {8, 0}, FieldTitle: {5, 300}, FieldSummary: {2, 300}, FieldHeading: {2, 300}, FieldFact: {2, 300}, FieldText: {1, 700},
}

// saturation is BM25's k1, 1.2, in the 1/64 in which frequencies are counted.
const saturation = 77

// Columns are the fields that filters and facets know, in the order in which facets stand; "date" comes beside them.
var Columns = []string{"kind", "type", "severity", "status", "system", "cause", "team", "harm", "tag", "year", "is", "has"}

// IsColumn tells whether a field is one of the columns.
func IsColumn(field string) bool { return slices.Contains(Columns, field) }

// Options is what an index depends on beside its entries.
type Options struct {
	Synonyms [][]string                        // sets of phrases that mean the same
	Title    func(column, value string) string // what a value is called; nil for the value itself
}

// Index is a written index, file by file.
type Index struct{ files map[string][]byte }

// Files yields the files below the folder of the index in order of their names.
func (x *Index) Files() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for _, name := range slices.Sorted(maps.Keys(x.files)) {
			if !yield(name, x.files[name]) {
				return
			}
		}
	}
}

// File is one file of the index, as Open asks for it.
func (x *Index) File(name string) ([]byte, error) {
	if data, ok := x.files[name]; ok {
		return data, nil
	}
	return nil, errMissing
}

// Build makes the index. Entries may come in any order; they are sorted in place.
func Build(entries []Entry, opts Options) *Index {
	slices.SortFunc(entries, func(a, b Entry) int {
		byID := cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.URL, b.URL))
		if a.Class == Knowledge {
			byID = -byID // the last comes first where all else is equal
		}
		return cmp.Or(cmp.Compare(a.Class, b.Class), a.Sort.Sortable().Compare(b.Sort.Sortable()), byID)
	})
	b := builder{entries: entries, opts: opts, surfaces: map[string]*surface{}, stems: map[string]int{}, lengths: lengths(entries)}
	for doc := range entries {
		b.add(doc)
	}
	return b.write()
}

// builder gathers postings while documents pass by.
type builder struct {
	entries  []Entry
	opts     Options
	lengths  [fieldKinds]int     // average bytes of a field, see lengths
	surfaces map[string]*surface // words as written, folded
	stems    map[string]int      // list by stem
	lists    []list
	hits     []uint64 // of the document at hand: list, position and field, packed
}

// surface is a word as written; its lists are those of its stems in each language.
type surface struct{ lists []languageList }

type languageList struct {
	language string
	list     int
}

// list is what is known of a stem: the documents that hold it, how much, and where.
type list struct {
	docs, impacts, positions []byte
	df, last                 int
}

// lengths is the average length of each field in bytes, rounded to a power of the square root of two, so that it changes rarely.
func lengths(entries []Entry) (average [fieldKinds]int) {
	var total, holding [fieldKinds]int
	for i := range entries {
		for kind, n := range sizes(entries[i].Fields) {
			total[kind] += n
			holding[kind] += min(n, 1)
		}
	}
	for kind := range average {
		mean := float64(max(total[kind], 1)) / float64(max(holding[kind], 1))
		average[kind] = max(1, int(math.Exp2(math.Round(2*math.Log2(mean))/2)))
	}
	return average
}

func sizes(fields []Field) (n [fieldKinds]int) {
	for _, f := range fields {
		n[f.Kind] += len(f.Text)
	}
	return n
}

// gap keeps a phrase from reaching over the border of two texts.
const gap = 8

// A hit packs the list, the position and the field of a word, so that sorting brings a list's together.
const (
	positionShift = 8
	listShift     = 32
	noPosition    = 1<<(listShift-positionShift) - 1 // of what no phrase asks for
)

func (b *builder) add(doc int) {
	e := &b.entries[doc]
	b.hits = b.hits[:0]
	at := 0
	for _, f := range e.Fields {
		next := at
		for token := range words.Scan(f.Text) {
			position := noPosition
			if token.Kind == words.Word {
				position = min(at+token.Position, noPosition-1)
				next = position + gap
			}
			kind := f.Kind
			if kind == FieldID && token.Kind != words.Identifier && strings.Trim(token.Text, "0123456789") != "" {
				kind = FieldTitle
			}
			b.hits = append(b.hits, uint64(b.list(token.Text, e.Language))<<listShift|uint64(position)<<positionShift|uint64(kind))
		}
		at = next
	}
	slices.Sort(b.hits)
	norms := b.norms(e)
	for hits := b.hits; len(hits) > 0; {
		n := 1
		for n < len(hits) && hits[n]>>listShift == hits[0]>>listShift {
			n++
		}
		b.post(doc, hits[:n], norms)
		hits = hits[n:]
	}
}

// norms is what each field's length discounts a word by, in 1/1024.
func (b *builder) norms(e *Entry) (norms [fieldKinds]int) {
	for kind, n := range sizes(e.Fields) {
		norms[kind] = 1024 - weigh[kind].discount + weigh[kind].discount*n/b.lengths[kind]
	}
	return norms
}

// list is the number of the list that a word of a text in a language belongs to.
func (b *builder) list(word, language string) int {
	s := b.surfaces[word]
	if s == nil {
		s = &surface{}
		b.surfaces[strings.Clone(word)] = s
	}
	for _, l := range s.lists {
		if l.language == language {
			return l.list
		}
	}
	stem := words.Stem(language, word)
	number, ok := b.stems[stem]
	if !ok {
		number = len(b.lists)
		b.stems[strings.Clone(stem)] = number
		b.lists = append(b.lists, list{last: -1})
	}
	s.lists = append(s.lists, languageList{language, number})
	return number
}

// post adds a document to a list.
func (b *builder) post(doc int, hits []uint64, norms [fieldKinds]int) {
	l := &b.lists[hits[0]>>listShift]
	var count [fieldKinds]int
	places := 0
	for _, hit := range hits {
		count[uint8(hit)]++
		if hit>>positionShift&noPosition != noPosition {
			places++
		}
	}
	frequency := 0 // in 1/64
	for kind, n := range count {
		frequency += weigh[kind].weight * n * (64 * 1024) / norms[kind]
	}
	impact := 1 + (named-2)*frequency/(frequency+saturation)
	if count[FieldID] > 0 {
		impact = named
	}
	l.docs = appendInt(l.docs, doc-l.last-1)
	l.impacts = append(l.impacts, byte(impact))
	l.last = doc
	l.df++
	l.positions = appendInt(l.positions, places)
	last := 0
	for _, hit := range hits[:places] { // what has no position sorts last
		position := int(hit >> positionShift & noPosition)
		l.positions = appendInt(l.positions, position-last)
		last = position
	}
}

// The bytes of a file before it is compressed, from which on another begins. Packs of postings grow with the
// index, so that those of a small one are small and those of a large one few.
const (
	termsSize     = 10 << 10
	positionsSize = 192 << 10

	fewSize       = 4 << 10
	leastPostings = 6 << 10
	mostPostings  = 32 << 10
	postingPacks  = 290
)

// fewDocs is how many documents a list of the second series has at least.
const fewDocs = 24

// postingsSize is the bytes of a pack of postings in the second series.
func (b *builder) postingsSize() int {
	all := 0
	for i := range b.lists {
		if l := &b.lists[i]; l.df >= fewDocs {
			all += len(l.docs) + len(l.impacts)
		}
	}
	return min(max(all/postingPacks, leastPostings), mostPostings)
}

// writer makes files of what a builder gathered.
type writer struct {
	*builder
	packer
	files map[string][]byte
	root  Root
}

func (b *builder) write() *Index {
	w := writer{b, newPacker(), map[string][]byte{}, Root{Version: Version, Docs: len(b.entries), Columns: map[string]string{}, Synonyms: synonyms(b.opts.Synonyms)}}
	w.documents()
	order := w.terms()
	w.postings(order)
	w.positions(order)
	w.columns()
	w.runs()
	w.files[RootName], _ = pack(w.texts, encode(w.root))
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
	return w.put(func(hash string) string { return fileName(kind, number, hash) }, z, parts...)
}

// A site of many records gets larger packs of documents, so that they stay few.
const (
	documentsSize = 16
	mostPacks     = 2048
)

func (w *writer) documents() {
	w.root.Documents.Size = documentsSize
	for w.root.Documents.Size*mostPacks < len(w.entries) {
		w.root.Documents.Size *= 2
	}
	var all strings.Builder // hashes
	number := 0
	for pack := range slices.Chunk(w.entries, w.root.Documents.Size) {
		rows := make([][]any, len(pack))
		for i, e := range pack {
			rows[i] = []any{e.ID, e.Title, e.URL, e.Summary, e.Kind, e.Severity, e.Status, filled(e.Facts)}
		}
		all.WriteString(w.numbered("d", number, w.texts, encode(rows)))
		number++
	}
	w.root.Documents.Hashes = all.String()
}

func filled(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// terms writes the dictionary and returns the lists in the order in which it leads to them.
func (w *writer) terms() (order []int) {
	spotOf := make([]spot, len(w.lists))
	for i := range spotOf {
		spotOf[i] = nowhere
	}
	var series [2][]int     // lists
	var all strings.Builder // hashes
	block := termBlock{}
	flush := func() {
		if block.terms > 0 {
			all.WriteString(w.numbered("t", len(w.root.Terms.First)-1, w.texts, block.bytes()))
			block = termBlock{}
		}
	}
	for _, term := range slices.Sorted(maps.Keys(w.surfaces)) {
		if block.terms > 0 && len(block.text)+len(block.lists)+len(block.rare) > termsSize {
			flush()
		}
		if block.terms == 0 {
			w.root.Terms.First = append(w.root.Terms.First, term)
		}
		var leads []spot
		df := 0
		for _, l := range w.surfaces[term].lists {
			own := &w.lists[l.list]
			if spotOf[l.list] == nowhere {
				s := 0
				if own.df >= fewDocs {
					s = 1
				}
				spotOf[l.list] = spot{s, len(series[s])}
				series[s] = append(series[s], l.list)
			}
			if to := spotOf[l.list]; !slices.Contains(leads, to) {
				leads = append(leads, to)
				df = max(df, own.df)
			}
		}
		slices.SortFunc(leads, func(a, b spot) int { return cmp.Or(cmp.Compare(a.series, b.series), cmp.Compare(a.number, b.number)) })
		block.add(term, leads, df)
		for _, to := range leads {
			if l := &w.lists[series[to.series][to.number]]; l.df <= mostInline {
				block.inline(to.number, l)
			}
		}
	}
	flush()
	w.root.Terms.Hashes = all.String()
	w.root.Postings.Few = len(series[0])
	return slices.Concat(series[0], series[1])
}

// spot is the series that a list stands in, and its number there.
type spot struct{ series, number int }

var nowhere = spot{-1, -1}

// termBlock is a dictionary block in the making.
type termBlock struct {
	terms       int
	text, lists []byte
	before      string
	last        [2]int // number, by series

	rare     []byte // lists of few documents
	numbers  []int  // of these
	lastRare int
}

const (
	mostLists  = 4 // as many as a term's byte can tell
	mostInline = 8 // documents of a list that stands in the dictionary itself
)

func (b *termBlock) add(term string, lists []spot, df int) {
	shared := 0
	for shared < min(len(term), len(b.before)) && term[shared] == b.before[shared] && term[shared] < 0x80 {
		shared++
	}
	b.text = append(append(append(b.text, byte('0'+shared)), term[shared:]...), '\n')
	b.before = term
	lists = lists[:min(len(lists), mostLists)]
	b.lists = append(b.lists, byte(min(bits.Len(uint(df)), 31)|(len(lists)-1)<<5))
	for _, l := range lists {
		b.lists = appendInt(b.lists, zigzag(l.number-b.last[l.series])<<1|l.series)
		b.last[l.series] = l.number
	}
	b.terms++
}

// inline adds a list of few documents, once.
func (b *termBlock) inline(number int, l *list) {
	if slices.Contains(b.numbers, number) {
		return
	}
	posting := append(l.documents(), l.impacts...)
	b.rare = appendInt(appendZigzag(b.rare, number-b.lastRare), len(posting))
	b.rare = append(b.rare, posting...)
	b.numbers = append(b.numbers, number)
	b.lastRare = number
}

// documents is the number of a list's documents and these themselves as they are written.
func (l *list) documents() []byte { return append(appendInt(nil, l.df), l.docs...) }

func (b *termBlock) bytes() []byte {
	data := appendInt(appendInt(nil, b.terms), len(b.text))
	data = appendInt(append(append(data, b.text...), b.lists...), len(b.numbers))
	return append(data, b.rare...)
}

func (w *writer) postings(order []int) {
	var all strings.Builder // hashes
	var sizes, documents, impacts []byte
	count, size := 0, fewSize
	flush := func() {
		if count > 0 {
			all.WriteString(w.numbered("p", len(w.root.Postings.Lists), w.numbers, append(appendInt(nil, count), sizes...), documents, impacts))
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
		if l.df <= mostInline {
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

// positions writes where words stand. A long list goes on in the next file.
func (w *writer) positions(order []int) {
	var table positionTable
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
		rest := cursor{data: w.lists[i].positions}
		for ordinal := 0; len(rest.data) > 0; {
			if count == 0 {
				table.First = append(table.First, [2]int{number, ordinal})
			}
			start, documents := rest.data, 0
			for len(rest.data) > 0 && (documents == 0 || len(body)+len(start)-len(rest.data) < positionsSize) {
				for range rest.next() {
					rest.next()
				}
				documents++
			}
			size := len(start) - len(rest.data)
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
	w.root.Positions = w.put(func(hash string) string { return columnName("positions", hash) }, w.texts, encode(table))
}

func (w *writer) columns() {
	for _, field := range Columns {
		w.root.Columns[field] = w.column(field)
	}
	data := appendHeader(nil, columnHeader{Values: [][2]string{}})
	last := 0
	for i := range w.entries {
		day := noDate
		if at := w.entries[i].Sort; !at.IsZero() {
			day = days(at)
		}
		data = appendZigzag(data, day-last)
		last = day
	}
	w.root.Columns["date"] = w.put(func(hash string) string { return columnName("date", hash) }, w.texts, data)
}

// days is the day of a time as it was written, counted from 1970.
func days(at incident.Time) int {
	text := at.String()
	year, month, day, _ := parseDate(text[:min(len(text), len("2006-01-02"))])
	return dayNumber(year, month, day)
}

func appendHeader(data []byte, header columnHeader) []byte {
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
	header := columnHeader{Values: make([][2]string, len(values))}
	for i, v := range values {
		seen[v] = i
		title := v
		if w.opts.Title != nil {
			title = w.opts.Title(field, v)
		}
		header.Values[i] = [2]string{v, title}
	}
	data := appendHeader(nil, header)
	for i := range w.entries {
		own := w.entries[i].Values[field]
		data = appendInt(data, len(own))
		for _, v := range own {
			data = appendInt(data, seen[v])
		}
	}
	return w.put(func(hash string) string { return columnName(field, hash) }, w.texts, data)
}

// What a document counts for by its class, in 1/256; own records lose a little with each year.
const (
	priorPrecedent = 208
	priorKnowledge = 256
	priorOwn       = 256
	priorYear      = 4
	priorYears     = 8
)

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

// synonyms keeps the sets that hold two phrases at least, each phrase as its words.
func synonyms(sets [][]string) [][]string {
	kept := [][]string{}
	for _, set := range sets {
		var phrases []string
		for _, phrase := range set {
			if text := strings.Join(slices.Collect(words.Tokens(phrase)), " "); text != "" && !slices.Contains(phrases, text) {
				phrases = append(phrases, text)
			}
		}
		if len(phrases) > 1 {
			kept = append(kept, phrases)
		}
	}
	slices.SortFunc(kept, slices.Compare)
	return kept
}
