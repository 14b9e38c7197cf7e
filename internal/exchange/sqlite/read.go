package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// maxDepth bounds the levels of a b-tree, as SQLite does.
const maxDepth = 20

// Column calls each with the texts of a column of a table, in the order of their row ids; what is no text is "". It reads
// databases in UTF-8, tables with row ids, and no journal beside the file. The costs grow with the file and not with what
// it claims. An error is one sentence about the file, or what each returns.
func Column(file []byte, table, column string, each func(row uint64, text string) error) error {
	r, err := open(file)
	if err != nil {
		return err
	}
	root, at := 0, -1
	err = r.walk(1, 0, func(_ uint64, payload []byte) error {
		var of [5][]byte // type, name, name of the table, root page, SQL
		for i := range of {
			var err error
			if _, of[i], err = value(payload, i); err != nil {
				return err
			}
		}
		if string(of[0]) == "table" && strings.EqualFold(string(of[1]), table) {
			for _, b := range of[3] {
				root = root<<8 | int(b)
			}
			at = position(string(of[4]), column)
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case at < 0:
		return fmt.Errorf("the database has no table %s with a column %s", table, column)
	}
	return r.walk(root, 0, func(row uint64, payload []byte) error {
		kind, content, err := value(payload, at)
		if err != nil {
			return err
		}
		if kind%2 == 0 || kind < 13 {
			content = nil
		}
		return each(row, string(content))
	})
}

type reader struct {
	file             []byte
	pageSize, usable int    // bytes
	seen             []bool // pages that were read
	left             int    // bytes that rows may still have together, since those of a sound file don't overlap
}

func open(file []byte) (*reader, error) {
	if len(file) < headerSize || string(file[:len(magic)]) != magic {
		return nil, errors.New("it is no SQLite database")
	}
	r := &reader{file: file, pageSize: int(binary.BigEndian.Uint16(file[16:])), left: len(file)}
	if r.pageSize == 1 {
		r.pageSize = 1 << 16
	}
	r.usable = r.pageSize - int(file[20])
	pages := int(binary.BigEndian.Uint32(file[28:]))
	switch {
	case r.pageSize < 512 || r.usable < 480:
		return nil, errors.New("the header of the database is damaged")
	case file[19] > 1:
		return nil, errors.New("the database keeps changes in a write-ahead log: end that with PRAGMA journal_mode = DELETE")
	case binary.BigEndian.Uint32(file[56:]) > 1:
		return nil, errors.New("the database is not in UTF-8")
	case pages > len(file)/r.pageSize:
		return nil, fmt.Errorf("the database is cut: %d pages of %d bytes are in no file of %d bytes", pages, r.pageSize, len(file))
	}
	r.seen = make([]bool, len(file)/r.pageSize+1)
	return r, nil
}

// page is a page by its number, from 1. None is read twice, so that no cycle has an effect.
func (r *reader) page(number int) ([]byte, error) {
	if number < 1 || number >= len(r.seen) || r.seen[number] {
		return nil, fmt.Errorf("the database is damaged: it leads to page %d, which it does not have or leads to twice", number)
	}
	r.seen[number] = true
	return r.file[(number-1)*r.pageSize:][:r.usable], nil
}

// walk calls each with the rows of a table, of which a page is the root.
func (r *reader) walk(number, depth int, each func(row uint64, payload []byte) error) error {
	page, err := r.page(number)
	if err != nil {
		return err
	}
	damaged := fmt.Errorf("page %d of the database is damaged, or is not one of a table with row ids", number)
	at := 0
	if number == 1 {
		at = headerSize
	}
	cells, pointers := int(binary.BigEndian.Uint16(page[at+3:])), page[at+8:]
	isInterior := page[at] == tableLeaf-leafOver
	if isInterior {
		pointers = page[at+12:]
	}
	if page[at] != tableLeaf && !isInterior || depth == maxDepth || len(pointers) < 2*cells {
		return damaged
	}
	for i := range cells {
		offset := int(binary.BigEndian.Uint16(pointers[2*i:]))
		if offset > len(page)-4 { // the least that a cell has
			return damaged
		}
		if isInterior {
			err = r.walk(int(binary.BigEndian.Uint32(page[offset:])), depth+1, each)
		} else if row, payload, has := r.payload(page[offset:]); !has {
			err = damaged
		} else {
			err = each(row, payload)
		}
		if err != nil {
			return err
		}
	}
	if isInterior {
		return r.walk(int(binary.BigEndian.Uint32(page[at+8:])), depth+1, each)
	}
	return nil
}

// payload is that of a cell, with what stands on overflow pages.
func (r *reader) payload(cell []byte) (row uint64, payload []byte, has bool) {
	size, n := varint(cell)
	row, m := varint(cell[n:])
	if n == 0 || m == 0 || size > uint64(len(r.file)) {
		return 0, nil, false
	}
	if r.left -= 2 + n + m + int(size); r.left < 0 { // 2 of the pointer
		return 0, nil, false
	}
	cell = cell[n+m:]
	local := onPage(int(size), r.usable-35, r.usable)
	if local == int(size) {
		return row, cell[:min(local, len(cell))], local <= len(cell)
	}
	if local+4 > len(cell) {
		return 0, nil, false
	}
	payload = slices.Clone(cell[:local])
	for next := cell[local:]; len(payload) < int(size); {
		page, err := r.page(int(binary.BigEndian.Uint32(next)))
		if err != nil {
			return 0, nil, false
		}
		payload = append(payload, page[4:min(len(page), 4+int(size)-len(payload))]...)
		next = page
	}
	return row, payload, true
}

// value is the nth value of a record, from 0, by its serial type and its bytes; NULL where the record is older than the
// column.
func value(payload []byte, n int) (kind uint64, content []byte, err error) {
	damaged := errors.New("the database is damaged: a row is larger than it says")
	size, k := varint(payload)
	if size > uint64(len(payload)) || uint64(k) > size {
		return 0, nil, damaged
	}
	types, values := payload[k:size], payload[size:]
	for i := 0; len(types) > 0; i++ {
		kind, k = varint(types)
		length := (kind - 12) / 2
		if kind < 12 {
			length = uint64([12]byte{0, 1, 2, 3, 4, 6, 8, 8}[kind])
		}
		if k == 0 || length > uint64(len(values)) {
			return 0, nil, damaged
		}
		if i == n {
			return kind, values[:length], nil
		}
		types, values = types[k:], values[length:]
	}
	return 0, nil, nil
}

// varint is a number of one to nine bytes, and how many these are; 0 of them where it is cut.
func varint(b []byte) (value uint64, n int) {
	for i, c := range b[:min(9, len(b))] {
		if i == 8 {
			return value<<8 | uint64(c), 9
		}
		value = value<<7 | uint64(c&0x7f)
		if c < 0x80 {
			return value, i + 1
		}
	}
	return 0, 0
}

// position is that of a column in a statement CREATE TABLE; -1 where it has none.
func position(sql, column string) int {
	_, columns, _ := strings.Cut(sql, "(")
	return slices.IndexFunc(strings.Split(columns, ","), func(definition string) bool {
		name, _, _ := strings.Cut(strings.TrimSpace(definition), " ")
		return strings.EqualFold(strings.Trim(name, "\"`[])"), column)
	})
}
