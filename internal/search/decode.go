package search

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"hindcast/internal/search/format"
)

var errNone = errors.New("it refers to what is not there")

func decodeDocs(c *format.Cursor) []format.Doc {
	var rows []docRow
	c.JSON(len(c.Data), &rows)
	docs := make([]format.Doc, len(rows))
	for i, row := range rows {
		docs[i] = format.Doc(row)
	}
	return docs
}

// docRow reads a document as its pack has it.
type docRow format.Doc

func (d *docRow) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &[]any{&d.ID, &d.Title, &d.URL, &d.Summary, &d.Kind, &d.Severity, &d.Status, &d.Facts})
}

// block is a block of the dictionary.
type block struct {
	terms  []string
	sizes  []int          // bits of the document frequency
	lists  [][]int        // numbers of posting lists
	inline map[int][]byte // posting lists of few documents, by number
}

// decodeBlock reads a block. Posting lists of the second series are numbered after the few of the first.
func decodeBlock(c *format.Cursor, few int) *block {
	n := c.Count()
	text := string(c.Bytes(c.Next()))
	b := &block{inline: map[int][]byte{}}
	term, last := "", [2]int{0, few} // number, by series
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] < '0' || int(line[0])-'0' > len(term) {
			c.Fail(errNone)
			break
		}
		term = term[:line[0]-'0'] + line[1:]
		info := c.Bytes(1)
		if c.Err != nil {
			break
		}
		lists := make([]int, 1+info[0]>>5)
		for i := range lists {
			coded := c.Next()
			last[coded&1] += format.Unzigzag(coded >> 1)
			lists[i] = last[coded&1]
		}
		b.terms, b.sizes, b.lists = append(b.terms, term), append(b.sizes, int(info[0]&31)), append(b.lists, lists)
	}
	if len(b.terms) != n {
		c.Fail(format.ErrShort)
	}
	list := 0
	for range c.Count() {
		list += c.Zigzag()
		b.inline[list] = c.Bytes(c.Next())
	}
	return b
}

// decodePostingPack reads posting lists as bytes: of each its documents, then their impacts.
func decodePostingPack(c *format.Cursor) [][]byte {
	lists := decodePack(c, false)
	for i, documents := range lists {
		if len(documents) > 0 { // else it is inline in the dictionary
			own := format.Cursor{Data: documents}
			lists[i] = slices.Concat(documents, c.Bytes(own.Next()))
		}
	}
	return lists
}

// decodePositionPack reads the positions of consecutive posting lists as bytes.
func decodePositionPack(c *format.Cursor) [][]byte { return decodePack(c, true) }

// decodePack reads the bytes of consecutive lists; where they are counted, the number of documents of each comes
// before.
func decodePack(c *format.Cursor, counted bool) [][]byte {
	sizes := make([]int, c.Count())
	for i := range sizes {
		if counted {
			c.Next()
		}
		sizes[i] = c.Next()
	}
	lists := make([][]byte, len(sizes))
	for i, size := range sizes {
		lists[i] = c.Bytes(size)
	}
	return lists
}

// posting is the documents of a posting list, in rising order, and their impacts.
type posting struct {
	docs    []int
	impacts []byte
}

// decodePosting reads a posting list of an index of so many documents.
func decodePosting(c *format.Cursor, docs int) *posting {
	p := &posting{docs: make([]int, c.Count())}
	doc := -1
	for i := range p.docs {
		doc += c.Next() + 1
		p.docs[i] = doc
	}
	p.impacts = c.Bytes(len(p.docs))
	if doc >= docs {
		c.Fail(errNone)
	}
	return p
}

func decodePositionTable(c *format.Cursor) *format.PositionTable {
	table := &format.PositionTable{}
	c.JSON(len(c.Data), table)
	return table
}

// decodePositions reads the positions in one document.
func decodePositions(c *format.Cursor) []int {
	positions := make([]int, c.Count())
	last := 0
	for i := range positions {
		last += c.Next()
		positions[i] = last
	}
	return positions
}

// column is the values of a field.
type column struct {
	values  [][2]string // value and title
	former  [][2]string // name that a value had, and the value
	start   []int       // of each document in numbers, and the end
	numbers []int       // of values
}

// valuesOf is the numbers of the values of a document.
func (c *column) valuesOf(doc int) []int { return c.numbers[c.start[doc]:c.start[doc+1]] }

// decodeColumn reads a column of so many documents.
func decodeColumn(c *format.Cursor, docs int) *column {
	var header format.ColumnHeader
	c.JSON(c.Next(), &header)
	col := &column{values: header.Values, former: header.Former, start: make([]int, 1, docs+1)}
	for range docs {
		for range c.Count() {
			number := c.Next()
			if number >= len(header.Values) {
				c.Fail(errNone)
			}
			col.numbers = append(col.numbers, number)
		}
		col.start = append(col.start, len(col.numbers))
	}
	return col
}

// decodeDates reads the day of each of so many documents, counted from 1970, or noDate.
func decodeDates(c *format.Cursor, docs int) []int {
	c.Bytes(c.Next())
	dates := make([]int, docs)
	last := 0
	for i := range dates {
		last += c.Zigzag()
		dates[i] = last
	}
	return dates
}
