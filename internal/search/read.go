package search

import (
	"fmt"
	"maps"
	"slices"

	"hindcast/internal/search/format"
)

// Reader reads an index, each file once, and answers queries from it. It is not safe for concurrent use.
type Reader struct {
	Today int // the day since 1970 that "last month" counts from; 0 for none

	get           func(name string) ([]byte, error)
	root          format.Root
	fields        []string // of filters and facets
	first         []int    // posting list of each pack
	blocks        map[int]*block
	inline        map[int][]byte // posting lists that are inline in the dictionary
	postingPacks  map[int][][]byte
	postings      map[int]*posting
	positionTable *format.PositionTable
	positionPacks map[int][][]byte
	columns       map[string]*column
	dateColumn    []int
	docs          map[int][]format.Doc // by pack
}

// Open reads the root of an index; get returns a file of it by its name.
func Open(get func(name string) ([]byte, error)) (*Reader, error) {
	r := &Reader{
		get: get, blocks: map[int]*block{}, inline: map[int][]byte{}, postingPacks: map[int][][]byte{},
		postings: map[int]*posting{}, positionPacks: map[int][][]byte{}, columns: map[string]*column{},
		docs: map[int][]format.Doc{},
	}
	var err error
	r.root, err = file(r, format.RootName, func(c *format.Cursor) (root format.Root) {
		c.JSON(len(c.Data), &root)
		return root
	})
	if err != nil {
		return nil, err
	}
	if r.root.Version != format.Version {
		return nil, fmt.Errorf("the search index has version %d of the format, not %d: build the site again",
			r.root.Version, format.Version)
	}
	if err := format.CheckRoot(&r.root); err != nil {
		return nil, format.FileError(format.RootName, err)
	}
	r.fields = r.root.Fields()
	next := 0
	for _, n := range r.root.Postings.Lists {
		r.first = append(r.first, next)
		next += n
	}
	return r, nil
}

// Fields are those that queries can filter by and that Facet counts.
func (r *Reader) Fields() []string { return r.fields }

// file reads a file by its name.
func file[T any](r *Reader, name string, decode func(c *format.Cursor) T) (value T, err error) {
	data, err := r.get(name)
	if err == nil {
		data, err = format.Decompress(data)
	}
	if err != nil {
		return value, format.FileError(name, err)
	}
	return format.Decode(name, data, decode)
}

// numbered reads a numbered file of a kind, once: what was read before is in the cache.
func numbered[T any](
	r *Reader, cache map[int]T, kind string, number int, hashes string, decode func(c *format.Cursor) T,
) (value T, err error) {
	if value, ok := cache[number]; ok {
		return value, nil
	}
	value, err = file(r, format.FileName(kind, number, format.HashAt(hashes, number)), decode)
	if err == nil {
		cache[number] = value
	}
	return value, err
}

// blockCount is the number of blocks of the dictionary.
func (r *Reader) blockCount() int { return len(r.root.Terms.First) }

// blockOf is the number of the block that holds a term if any does.
func (r *Reader) blockOf(term string) int {
	at, found := slices.BinarySearch(r.root.Terms.First, term)
	if found {
		return at
	}
	return max(at-1, 0)
}

func (r *Reader) block(number int) (*block, error) {
	return numbered(r, r.blocks, "t", number, r.root.Terms.Hashes, func(c *format.Cursor) *block {
		b := decodeBlock(c, r.root.Postings.Few)
		if c.Err == nil {
			maps.Copy(r.inline, b.inline)
		}
		return b
	})
}

// posting reads a posting list.
func (r *Reader) posting(list int) (*posting, error) {
	if p := r.postings[list]; p != nil {
		return p, nil
	}
	name, data, err := r.postingBytes(list)
	if err != nil {
		return nil, err
	}
	p, err := format.Decode(name, data, func(c *format.Cursor) *posting { return decodePosting(c, r.root.Docs) })
	if err == nil {
		r.postings[list] = p
	}
	return p, err
}

// postingBytes is a posting list as it is written, from the dictionary or from a pack, and what that is called.
func (r *Reader) postingBytes(list int) (name string, data []byte, err error) {
	name = fmt.Sprintf("posting list %d", list)
	if data, ok := r.inline[list]; ok {
		return name, data, nil
	}
	at, found := slices.BinarySearch(r.first, list)
	if !found {
		at--
	}
	if at < 0 {
		return name, nil, format.FileError(name, errNone)
	}
	pack, err := numbered(r, r.postingPacks, "p", at, r.root.Postings.Hashes, decodePostingPack)
	if err != nil {
		return name, nil, err
	}
	i := list - r.first[at]
	if i < 0 || i >= len(pack) {
		return name, nil, format.FileError(name, errNone)
	}
	return name, pack[i], nil
}

// positions reads the positions of a posting list's words in some of its documents, given by ordinals in rising
// order. Only the packs that hold these are read.
func (r *Reader) positions(list int, ordinals []int) (positions [][]int, err error) {
	name := fmt.Sprintf("positions of list %d", list)
	if r.positionTable == nil {
		if r.positionTable, err = file(r, format.ColumnName("positions", r.root.Positions), decodePositionTable); err != nil {
			return nil, err
		}
	}
	table := r.positionTable
	for len(ordinals) > 0 {
		at := r.positionPackOf(list, ordinals[0])
		n := 1
		for n < len(ordinals) && r.positionPackOf(list, ordinals[n]) == at {
			n++
		}
		if at < 0 {
			return nil, format.FileError(name, errNone)
		}
		pack, err := numbered(r, r.positionPacks, "q", at, table.Hashes, decodePositionPack)
		if err != nil {
			return nil, err
		}
		from := 0 // ordinal of the first document of the list in this pack
		if table.First[at][0] == list {
			from = table.First[at][1]
		}
		i := list - table.First[at][0]
		if i < 0 || i >= len(pack) {
			return nil, format.FileError(name, errNone)
		}
		own, err := format.Decode(name, pack[i], func(c *format.Cursor) [][]int { return positionsIn(c, from, ordinals[:n]) })
		if err != nil {
			return nil, err
		}
		positions, ordinals = append(positions, own...), ordinals[n:]
	}
	return positions, nil
}

// positionPackOf is the number of the pack with the positions in a document of a posting list; -1 for none.
func (r *Reader) positionPackOf(list, ordinal int) int {
	at, exact := slices.BinarySearchFunc(r.positionTable.First, [2]int{list, ordinal}, func(a, b [2]int) int {
		return slices.Compare(a[:], b[:])
	})
	if exact {
		return at
	}
	return at - 1
}

// positionsIn reads the positions in some documents; from is the ordinal of the first one in the data.
func positionsIn(c *format.Cursor, from int, ordinals []int) [][]int {
	positions := make([][]int, len(ordinals))
	at := from
	for i, ordinal := range ordinals {
		for ; at < ordinal && c.Err == nil; at++ {
			decodePositions(c)
		}
		at++
		positions[i] = decodePositions(c)
	}
	return positions
}

// column reads the values of a field.
func (r *Reader) column(field string) (*column, error) {
	if col := r.columns[field]; col != nil {
		return col, nil
	}
	col, err := file(r, format.ColumnName(field, r.root.Columns[field]), func(c *format.Cursor) *column {
		return decodeColumn(c, r.root.Docs)
	})
	if err == nil {
		r.columns[field] = col
	}
	return col, err
}

// dates is the day of each document.
func (r *Reader) dates() (days []int, err error) {
	if r.dateColumn == nil {
		r.dateColumn, err = file(r, format.ColumnName("date", r.root.Columns["date"]), func(c *format.Cursor) []int {
			return decodeDates(c, r.root.Docs)
		})
	}
	return r.dateColumn, err
}

// Doc is a document by its number.
func (r *Reader) Doc(number int) (format.Doc, error) {
	size := r.root.Documents.Size
	if number < 0 || number >= r.root.Docs || size < 1 {
		return format.Doc{}, fmt.Errorf("the search index has no document %d", number)
	}
	pack, err := numbered(r, r.docs, "d", number/size, r.root.Documents.Hashes, decodeDocs)
	if err != nil {
		return format.Doc{}, err
	}
	if number%size >= len(pack) {
		return format.Doc{}, format.FileError(fmt.Sprintf("document %d", number), errNone)
	}
	return pack[number%size], nil
}
