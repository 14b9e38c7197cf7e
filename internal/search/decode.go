package search

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

var errNone = errors.New("it refers to what is not there")

func decodeDocs(c *cursor) []Doc {
	var rows []docRow
	c.json(len(c.data), &rows)
	docs := make([]Doc, len(rows))
	for i, row := range rows {
		docs[i] = Doc(row)
	}
	return docs
}

// docRow reads a document as its pack has it.
type docRow Doc

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
func decodeBlock(c *cursor, few int) *block {
	n := c.count()
	text := string(c.bytes(c.next()))
	b := &block{inline: map[int][]byte{}}
	term, last := "", [2]int{0, few} // number, by series
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] < '0' || int(line[0])-'0' > len(term) {
			c.fail(errNone)
			break
		}
		term = term[:line[0]-'0'] + line[1:]
		info := c.bytes(1)
		if c.err != nil {
			break
		}
		lists := make([]int, 1+info[0]>>5)
		for i := range lists {
			coded := c.next()
			last[coded&1] += unzigzag(coded >> 1)
			lists[i] = last[coded&1]
		}
		b.terms, b.sizes, b.lists = append(b.terms, term), append(b.sizes, int(info[0]&31)), append(b.lists, lists)
	}
	if len(b.terms) != n {
		c.fail(errShort)
	}
	list := 0
	for range c.count() {
		list += c.zigzag()
		b.inline[list] = c.bytes(c.next())
	}
	return b
}

// decodePostingPack reads posting lists as bytes: of each its documents, then their impacts.
func decodePostingPack(c *cursor) [][]byte {
	lists := decodePack(c, false)
	for i, documents := range lists {
		if len(documents) > 0 { // else it is inline in the dictionary
			own := cursor{data: documents}
			lists[i] = slices.Concat(documents, c.bytes(own.next()))
		}
	}
	return lists
}

// decodePositionPack reads the positions of consecutive posting lists as bytes.
func decodePositionPack(c *cursor) [][]byte { return decodePack(c, true) }

// decodePack reads the bytes of consecutive lists; where they are counted, the number of documents of each comes before.
func decodePack(c *cursor, counted bool) [][]byte {
	sizes := make([]int, c.count())
	for i := range sizes {
		if counted {
			c.next()
		}
		sizes[i] = c.next()
	}
	lists := make([][]byte, len(sizes))
	for i, size := range sizes {
		lists[i] = c.bytes(size)
	}
	return lists
}

// posting is the documents of a posting list, in rising order, and their impacts.
type posting struct {
	docs    []int
	impacts []byte
}

// decodePosting reads a posting list of an index of so many documents.
func decodePosting(c *cursor, docs int) *posting {
	p := &posting{docs: make([]int, c.count())}
	doc := -1
	for i := range p.docs {
		doc += c.next() + 1
		p.docs[i] = doc
	}
	p.impacts = c.bytes(len(p.docs))
	if doc >= docs {
		c.fail(errNone)
	}
	return p
}

func decodePositionTable(c *cursor) *positionTable {
	table := &positionTable{}
	c.json(len(c.data), table)
	return table
}

// decodePositions reads the positions in one document.
func decodePositions(c *cursor) []int {
	positions := make([]int, c.count())
	last := 0
	for i := range positions {
		last += c.next()
		positions[i] = last
	}
	return positions
}

// column is the values of a field.
type column struct {
	values  [][2]string // value and title
	start   []int       // of each document in numbers, and the end
	numbers []int       // of values
}

// valuesOf is the numbers of the values of a document.
func (c *column) valuesOf(doc int) []int { return c.numbers[c.start[doc]:c.start[doc+1]] }

// decodeColumn reads a column of so many documents.
func decodeColumn(c *cursor, docs int) *column {
	var header columnHeader
	c.json(c.next(), &header)
	col := &column{values: header.Values, start: make([]int, 1, docs+1)}
	for range docs {
		for range c.count() {
			number := c.next()
			if number >= len(header.Values) {
				c.fail(errNone)
			}
			col.numbers = append(col.numbers, number)
		}
		col.start = append(col.start, len(col.numbers))
	}
	return col
}

// decodeDates reads the day of each of so many documents, counted from 1970, or noDate.
func decodeDates(c *cursor, docs int) []int {
	c.bytes(c.next())
	dates := make([]int, docs)
	last := 0
	for i := range dates {
		last += c.zigzag()
		dates[i] = last
	}
	return dates
}
