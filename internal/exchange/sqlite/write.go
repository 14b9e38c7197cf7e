// Package sqlite writes tables of texts as an SQLite database, and reads a column of a table of one that nobody has to
// trust. It knows nothing of SQL but the statements that it writes, and nothing of what tables hold. The form and its
// terms are those of https://www.sqlite.org/fileformat2.html.
package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"
)

const (
	magic      = "SQLite format 3\x00"
	headerSize = 100                // bytes at the beginning of page 1
	pageSize   = 4096               // bytes of the pages that are written
	lockPage   = 1<<30/pageSize + 1 // the page of the byte at which SQLite locks a file; nothing may stand there
)

// Kinds of pages, and the largest payloads that stay on a leaf as a whole, in bytes.
const (
	indexLeaf, tableLeaf = 10, 13
	leafOver             = 8 // a leaf beside a page above leaves

	mostInTable = pageSize - 35
	mostInIndex = (pageSize-12)*64/255 - 23
)

// PrimaryKey is the constraint of a column whose texts are all different.
const PrimaryKey = "PRIMARY KEY"

// Table is a table of texts; an empty one is written as NULL.
type Table struct {
	Name       string
	Columns    []string   // at least two
	Constraint string     // of the first column: PrimaryKey, or REFERENCES with a table and its column
	Rows       [][]string // each with a text for each column
}

// Write gives a database with tables: the same bytes for the same tables. A primary key that is not unique is an error.
func Write(tables []Table) ([]byte, error) {
	w := &writer{file: make([]byte, pageSize)} // page 1 is filled at the end, when the roots of all trees are known
	for _, t := range tables {
		cells := make([]cell, len(t.Rows))
		for i, row := range t.Rows {
			cells[i] = w.row(i+1, record(row, 0, 0))
		}
		w.add("table", t.Name, t.Name, w.tree(tableLeaf, cells), `CREATE TABLE "`+t.Name+`" ("`+t.Columns[0]+`" TEXT `+
			t.Constraint+`, "`+strings.Join(t.Columns[1:], `" TEXT, "`)+`" TEXT)`)
		if t.Constraint == PrimaryKey {
			cells, err := w.index(t.Rows)
			if err != nil {
				return nil, fmt.Errorf("table %s: %w", t.Name, err)
			}
			w.add("index", "sqlite_autoindex_"+t.Name+"_1", t.Name, w.tree(indexLeaf, cells), "")
		}
	}
	copy(w.file, header)
	binary.BigEndian.PutUint32(w.file[28:], uint32(len(w.file)/pageSize))
	if !fill(w.file[:pageSize], headerSize, tableLeaf, w.schema, 0) {
		return nil, errors.New("the schema of the tables is larger than a page")
	}
	return w.file, nil
}

// header is that of the database, but for the number of pages.
const header = magic + "\x10\x00" + // bytes of a page
	"\x01\x01" + // a rollback journal
	"\x00\x40\x20\x20" + // no reserved bytes; fixed fractions of payloads
	"\x00\x00\x00\x01" + // changes
	"\x00\x00\x00\x00" + // pages
	"\x00\x00\x00\x00\x00\x00\x00\x00" + // no free pages
	"\x00\x00\x00\x01\x00\x00\x00\x04" + // changes of the schema, and its format
	"\x00\x00\x00\x00\x00\x00\x00\x00" + // the cache as usual, no auto-vacuum
	"\x00\x00\x00\x01" + // UTF-8
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" + // no versions and ids of applications
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x01\x00\x2e\x76\x88" // the changes that the number of pages is of; like SQLite 3.45.0

// record is a row in the record format: the serial types of its values, and the values. Where at is not 0, the value there
// is a number.
func record(row []string, at, number int) []byte {
	var types, values []byte
	for i, text := range row {
		switch {
		case at > 0 && i == at:
			types = append(types, 4) // an integer of 32 bits
			values = binary.BigEndian.AppendUint32(values, uint32(number))
		case text == "":
			types = append(types, 0) // NULL
		default:
			types = appendVarint(types, 13+2*len(text))
			values = append(values, text...)
		}
	}
	size := 1 + len(types) // it counts itself
	if size > 127 {
		size++
	}
	return append(append(appendVarint(nil, size), types...), values...)
}

// appendVarint appends a number below 2⁵⁶: seven bits a byte, the highest first.
func appendVarint(b []byte, n int) []byte {
	for shift := (bits.Len(uint(n)|1) - 1) / 7 * 7; shift > 0; shift -= 7 {
		b = append(b, byte(n>>shift)|0x80)
	}
	return append(b, byte(n)&0x7f)
}

// cell is a cell of a b-tree page.
type cell struct {
	child int // the page to its left; 0 on leaves
	body  []byte
}

type writer struct {
	file   []byte
	schema []cell
}

// add adds something to the schema.
func (w *writer) add(kind, name, table string, root int, sql string) {
	w.schema = append(w.schema, w.row(len(w.schema)+1, record([]string{kind, name, table, "", sql}, 3, root)))
}

// allocate appends a page and gives its number.
func (w *writer) allocate() (number int, page []byte) {
	if len(w.file)/pageSize == lockPage-1 {
		w.file = append(w.file, make([]byte, pageSize)...)
	}
	w.file = append(w.file, make([]byte, pageSize)...)
	return len(w.file) / pageSize, w.file[len(w.file)-pageSize:]
}

// row is the cell of a row in a table.
func (w *writer) row(id int, payload []byte) cell {
	return cell{body: w.payload(appendVarint(appendVarint(nil, len(payload)), id), payload, mostInTable)}
}

// index is the cells of the index of the first column.
func (w *writer) index(rows [][]string) ([]cell, error) {
	ids, keys := map[string]int{}, make([]string, len(rows))
	for i, row := range rows {
		keys[i] = row[0]
		if ids[row[0]] > 0 {
			return nil, fmt.Errorf("two rows have the key %s", row[0])
		}
		ids[row[0]] = i + 1
	}
	slices.Sort(keys) // by bytes, as SQLite does
	cells := make([]cell, len(keys))
	for i, key := range keys {
		payload := record([]string{key, ""}, 1, ids[key])
		cells[i].body = w.payload(appendVarint(nil, len(payload)), payload, mostInIndex)
	}
	return cells, nil
}

// payload appends to a cell what stands on its page of a payload, of which most bytes at most stay there as a whole, and
// writes the rest to overflow pages, the last one first.
func (w *writer) payload(cell, payload []byte, most int) []byte {
	local := onPage(len(payload), most, pageSize)
	cell = append(cell, payload[:local]...)
	if local == len(payload) {
		return cell
	}
	const room = pageSize - 4
	next := 0
	for end := len(payload); end > local; {
		begin := local + (end-local-1)/room*room
		number, page := w.allocate()
		binary.BigEndian.PutUint32(page, uint32(next))
		copy(page[4:], payload[begin:end])
		next, end = number, begin
	}
	return binary.BigEndian.AppendUint32(cell, uint32(next))
}

// onPage tells how many bytes of a payload stand on a b-tree page.
func onPage(size, most, usable int) int {
	if size <= most {
		return size
	}
	least := (usable-12)*32/255 - 23
	if n := least + (size-least)%(usable-4); n <= most {
		return n
	}
	return least
}

// tree writes a b-tree, level by level from its leaves up, and gives the number of its root.
func (w *writer) tree(leaf byte, cells []cell) (root int) {
	cells, root = w.level(leaf, cells, 0)
	for len(cells) > 0 {
		cells, root = w.level(leaf-leafOver, cells, root)
	}
	return root
}

// level writes cells to as many pages as they need, and gives the cells above that lead to all of these but the last.
// Right is the page to the right of all cells. The last cell of a page that is full goes up; but a leaf of a table keeps
// it, and the row id alone goes up.
func (w *writer) level(kind byte, cells []cell, right int) (up []cell, last int) {
	begin, size := 0, 0
	for i, c := range cells {
		need := 6 + len(c.body) // with its pointer, and its child where it has one
		if size+need > pageSize-12 {
			middle, end := cell{body: appendVarint(nil, i)}, i
			if kind != tableLeaf {
				middle, end = cells[i-1], i-1
			}
			middle.child = w.page(kind, cells[begin:end], middle.child)
			up = append(up, middle)
			begin, size = i, 0
		}
		size += need
	}
	return up, w.page(kind, cells[begin:], right)
}

func (w *writer) page(kind byte, cells []cell, right int) int {
	number, page := w.allocate()
	fill(page, 0, kind, cells, right)
	return number
}

// fill writes the header of a b-tree page at an offset, pointers to its cells, and the cells from the end of the page on,
// and reports whether there was room for them.
func fill(page []byte, at int, kind byte, cells []cell, right int) bool {
	page[at] = kind
	binary.BigEndian.PutUint16(page[at+3:], uint16(len(cells)))
	pointers, content := page[at+8:], len(page)
	if right > 0 {
		binary.BigEndian.PutUint32(pointers, uint32(right))
		pointers = pointers[4:]
	}
	for i, c := range cells {
		body := c.body
		if right > 0 {
			body = append(binary.BigEndian.AppendUint32(nil, uint32(c.child)), body...)
		}
		content -= len(body)
		if content < len(page)-len(pointers)+2*len(cells) {
			return false
		}
		copy(page[content:], body)
		binary.BigEndian.PutUint16(pointers[2*i:], uint16(content))
	}
	binary.BigEndian.PutUint16(page[at+5:], uint16(content))
	return true
}
