package search

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Reader answers queries from a written index. It keeps what it has read. It is not safe for
// concurrent use.
type Reader struct {
	get    func(name string) ([]byte, error)
	root   Root
	first  []int // list of each pack of postings
	blocks map[int]*block
	inline map[int][]byte   // lists that stand in the dictionary
	packs  map[int][][]byte // postings, by pack
	lists  map[int]*posting
	places map[int]*places
	table  *positionTable
	cols   map[string]*column
	dates  []int
	docs   map[int][]Doc
}

var errMissing = errors.New("it is missing")

// Open reads the root of an index; get returns a file of it by its name.
func Open(get func(name string) ([]byte, error)) (*Reader, error) {
	r := &Reader{
		get: get, blocks: map[int]*block{}, inline: map[int][]byte{}, packs: map[int][][]byte{}, lists: map[int]*posting{},
		places: map[int]*places{}, cols: map[string]*column{}, docs: map[int][]Doc{},
	}
	data, err := r.file(RootName)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, &r.root); err != nil {
		return nil, fmt.Errorf("read %s of the search index: %w", RootName, err)
	}
	if r.root.Version != Version {
		return nil, fmt.Errorf("the search index has version %d of the format, not %d: build the site again", r.root.Version, Version)
	}
	next := 0
	for _, n := range r.root.Postings.Lists {
		r.first = append(r.first, next)
		next += n
	}
	return r, nil
}

func (r *Reader) file(name string) ([]byte, error) {
	packed, err := r.get(name)
	if err == nil {
		packed, err = decompress(packed)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s of the search index: %w", name, err)
	}
	return packed, nil
}

// numbered reads a numbered file of a kind.
func (r *Reader) numbered(kind string, number int, hashes string) ([]byte, error) {
	return r.file(fileName(kind, number, hashAt(hashes, number)))
}

// broken says that a file is whole and yet cannot be read.
func broken(kind string, number int, err error) error {
	return fmt.Errorf("read file %s%d of the search index: %w", kind, number, cmp.Or(err, errShort))
}

// block is a dictionary block.
type block struct {
	terms []string
	sizes []byte  // bits of the number of documents
	lists [][]int //
}

// block reads a dictionary block; nil where there is none of that number.
func (r *Reader) block(number int) (*block, error) {
	if number < 0 || number >= len(r.root.Terms.First) {
		return nil, nil
	}
	if b := r.blocks[number]; b != nil {
		return b, nil
	}
	data, err := r.numbered("t", number, r.root.Terms.Hashes)
	if err != nil {
		return nil, err
	}
	c := cursor{data: data}
	n := c.count()
	text := string(c.bytes(c.next()))
	b := &block{}
	term, last := "", [2]int{0, r.root.Postings.Few}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || int(line[0])-'0' > len(term) || line[0] < '0' {
			return nil, broken("t", number, nil)
		}
		term = term[:line[0]-'0'] + line[1:]
		info := c.bytes(1)
		if c.err != nil {
			return nil, broken("t", number, c.err)
		}
		lists := make([]int, 1+info[0]>>5)
		for i := range lists {
			v := c.next()
			last[v&1] += unzigzag(v >> 1)
			lists[i] = last[v&1]
		}
		b.terms, b.sizes, b.lists = append(b.terms, term), append(b.sizes, info[0]&31), append(b.lists, lists)
	}
	list := 0
	for range c.count() {
		list += c.zigzag()
		r.inline[list] = c.bytes(c.next())
	}
	if c.err != nil || len(b.terms) != n {
		return nil, broken("t", number, c.err)
	}
	r.blocks[number] = b
	return b, nil
}

// blockOf is the number of the block that holds a term if any does.
func (r *Reader) blockOf(term string) int {
	at, found := slices.BinarySearch(r.root.Terms.First, term)
	if found {
		return at
	}
	return max(at-1, 0)
}

// posting is the documents of a list and their impacts.
type posting struct {
	docs    []int
	impacts []byte
}

func (r *Reader) posting(number int) (*posting, error) {
	if p := r.lists[number]; p != nil {
		return p, nil
	}
	at, data, err := r.list(number)
	if err != nil {
		return nil, err
	}
	c := cursor{data: data}
	p := &posting{docs: make([]int, c.count())}
	doc := -1
	for j := range p.docs {
		doc += c.next() + 1
		p.docs[j] = doc
	}
	p.impacts = c.bytes(len(p.docs))
	if c.err != nil || doc >= r.root.Docs {
		return nil, broken("p", at, c.err)
	}
	r.lists[number] = p
	return p, nil
}

// list is a list as it is written, from the dictionary or from a pack, and the number of that.
func (r *Reader) list(number int) (at int, data []byte, err error) {
	if data, ok := r.inline[number]; ok {
		return 0, data, nil
	}
	at, found := slices.BinarySearch(r.first, number)
	if !found {
		at--
	}
	if at < 0 {
		return at, nil, broken("p", at, nil)
	}
	pack, err := r.postings(at)
	if err != nil {
		return at, nil, err
	}
	i := number - r.first[at]
	if i >= len(pack) {
		return at, nil, broken("p", at, nil)
	}
	return at, pack[i], nil
}

// postings is the lists of a pack, as bytes: of each its documents, then their impacts.
func (r *Reader) postings(at int) ([][]byte, error) {
	if lists := r.packs[at]; lists != nil {
		return lists, nil
	}
	data, err := r.numbered("p", at, r.root.Postings.Hashes)
	if err != nil {
		return nil, err
	}
	c := cursor{data: data}
	lists := make([][]byte, c.count())
	sizes := make([]int, len(lists))
	for i := range sizes {
		sizes[i] = c.next()
	}
	for i, size := range sizes {
		lists[i] = c.bytes(size)
	}
	for i, documents := range lists {
		if len(documents) > 0 {
			own := cursor{data: documents}
			lists[i] = slices.Concat(documents, c.bytes(own.next()))
		}
	}
	if c.err != nil {
		return nil, broken("p", at, c.err)
	}
	r.packs[at] = lists
	return lists, nil
}

// places is a file of positions: of consecutive lists, how many documents and which bytes.
type places struct {
	documents []int
	bytes     [][]byte
}

func (r *Reader) placesIn(at int) (*places, error) {
	if p := r.places[at]; p != nil {
		return p, nil
	}
	data, err := r.numbered("q", at, r.table.Hashes)
	if err != nil {
		return nil, err
	}
	c := cursor{data: data}
	n := c.count()
	p := &places{make([]int, n), make([][]byte, n)}
	sizes := make([]int, n)
	for i := range n {
		p.documents[i], sizes[i] = c.next(), c.next()
	}
	for i, size := range sizes {
		p.bytes[i] = c.bytes(size)
	}
	if c.err != nil {
		return nil, broken("q", at, c.err)
	}
	r.places[at] = p
	return p, nil
}

// positions reads where a list's words stand in some of its documents, given by ordinals in rising
// order; it loads only the files that hold these.
func (r *Reader) positions(list int, ordinals []int) (map[int][]int, error) {
	if r.table == nil {
		data, err := r.file(columnName("positions", r.root.Positions))
		if err != nil {
			return nil, err
		}
		var table positionTable
		if err := json.Unmarshal(data, &table); err != nil {
			return nil, fmt.Errorf("read the table of positions of the search index: %w", err)
		}
		r.table = &table
	}
	found := map[int][]int{}
	for len(ordinals) > 0 {
		at, exact := slices.BinarySearchFunc(r.table.First, [2]int{list, ordinals[0]}, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
		if !exact {
			at--
		}
		if at < 0 {
			return nil, broken("q", at, nil)
		}
		p, err := r.placesIn(at)
		if err != nil {
			return nil, err
		}
		first := 0 // ordinal of the first document of the list in this file
		if r.table.First[at][0] == list {
			first = r.table.First[at][1]
		}
		i := list - r.table.First[at][0]
		if i >= len(p.bytes) || ordinals[0] >= first+p.documents[i] {
			return nil, broken("q", at, nil)
		}
		c := cursor{data: p.bytes[i]}
		for ordinal := first; ordinal < first+p.documents[i] && len(ordinals) > 0; ordinal++ {
			places := make([]int, c.count())
			last := 0
			for j := range places {
				last += c.next()
				places[j] = last
			}
			if ordinal == ordinals[0] {
				found[ordinal] = places
				ordinals = ordinals[1:]
			}
		}
		if c.err != nil {
			return nil, broken("q", at, c.err)
		}
	}
	return found, nil
}

// column is the values of a field.
type column struct {
	values [][2]string
	start  []int // of each document in numbers, and the end
	number []int
}

func (c *column) of(doc int) []int { return c.number[c.start[doc]:c.start[doc+1]] }

func (r *Reader) columnData(field string) (columnHeader, cursor, error) {
	var header columnHeader
	data, err := r.file(columnName(field, r.root.Columns[field]))
	c := cursor{data: data}
	if err == nil {
		if err = json.Unmarshal(c.bytes(c.next()), &header); err != nil {
			err = fmt.Errorf("read the column %s of the search index: %w", field, err)
		}
	}
	return header, c, err
}

func (r *Reader) column(field string) (*column, error) {
	if col := r.cols[field]; col != nil {
		return col, nil
	}
	header, c, err := r.columnData(field)
	if err != nil {
		return nil, err
	}
	col := &column{values: header.Values, start: make([]int, 1, r.root.Docs+1)}
	for range r.root.Docs {
		for range c.next() {
			number := c.next()
			if c.err != nil || number >= len(header.Values) {
				return nil, broken(field, 0, c.err)
			}
			col.number = append(col.number, number)
		}
		col.start = append(col.start, len(col.number))
	}
	if c.err != nil {
		return nil, broken(field, 0, c.err)
	}
	r.cols[field] = col
	return col, nil
}

// dateColumn is the day of each document.
func (r *Reader) dateColumn() ([]int, error) {
	if r.dates != nil {
		return r.dates, nil
	}
	_, c, err := r.columnData("date")
	if err != nil {
		return nil, err
	}
	dates := make([]int, r.root.Docs)
	last := 0
	for i := range dates {
		last += c.zigzag()
		dates[i] = last
	}
	if c.err != nil {
		return nil, broken("date", 0, c.err)
	}
	r.dates = dates
	return dates, nil
}

// Doc is a document by its number.
func (r *Reader) Doc(number int) (Doc, error) {
	size := r.root.Documents.Size
	if number < 0 || number >= r.root.Docs || size < 1 {
		return Doc{}, fmt.Errorf("the search index has no document %d", number)
	}
	pack := number / size
	if r.docs[pack] == nil {
		data, err := r.numbered("d", pack, r.root.Documents.Hashes)
		if err != nil {
			return Doc{}, err
		}
		var rows []docRow
		if err := json.Unmarshal(data, &rows); err != nil {
			return Doc{}, broken("d", pack, err)
		}
		docs := make([]Doc, len(rows))
		for i, row := range rows {
			docs[i] = Doc(row)
		}
		r.docs[pack] = docs
	}
	if number%size >= len(r.docs[pack]) {
		return Doc{}, broken("d", pack, nil)
	}
	return r.docs[pack][number%size], nil
}

// docRow reads a document as its pack has it.
type docRow Doc

func (d *docRow) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &[]any{&d.ID, &d.Title, &d.URL, &d.Summary, &d.Kind, &d.Severity, &d.Status, &d.Facts})
}
