// Package parquet writes a table as a file of Apache Parquet: flat, optional columns of texts and of times, with nothing
// compressed. It knows nothing of what tables hold, and reads nothing. The form is that of
// https://github.com/apache/parquet-format, whose files README.md, Encodings.md, LogicalTypes.md and
// src/main/thrift/parquet.thrift the comments name.
package parquet

import (
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"time"
)

// Kind is what the values of a column are.
type Kind int

// The kinds, each with the type of its values in Go.
const (
	Text Kind = iota // string: UTF-8
	Time             // time.Time: milliseconds since 1970 in UTC
)

// Column is a column of a table.
type Column struct {
	Name string
	Kind Kind
}

// A row group ends when it has one of these. It is kept in memory until then.
const (
	groupRows  = 1 << 16
	groupBytes = 32 << 20 // of values
)

// magic is at both ends of a file (README.md, File format).
const magic = "PAR1"

// Numbers of enumerations in parquet.thrift.
const (
	typeInt64, typeByteArray           = 2, 6 // Type
	repetitionOptional                 = 1    // FieldRepetitionType
	convertedUTF8, convertedTimeMillis = 0, 9 // ConvertedType
	encodingPlain, encodingRLE         = 0, 3 // Encoding
	codecNone                          = 0    // CompressionCodec
	pageOfData                         = 0    // PageType
	formatVersion                      = 1
)

// Write writes a table, the same bytes for the same rows: each has a value for each column, or nil where there is none. It
// keeps one row group in memory.
func Write(to io.Writer, columns []Column, rows iter.Seq[[]any]) error {
	w := writer{to: to, columns: columns, chunks: make([]chunk, len(columns))}
	w.write([]byte(magic))
	for row := range rows {
		for i, value := range row {
			if err := w.chunks[i].add(w.inGroup, value, columns[i].Kind); err != nil {
				return fmt.Errorf("column %s: %w", columns[i].Name, err)
			}
		}
		w.inGroup++
		if w.inGroup == groupRows || w.bytesOfValues() >= groupBytes {
			w.endGroup()
		}
	}
	if w.inGroup > 0 {
		w.endGroup()
	}
	footer := w.fileMetaData()
	w.write(footer)
	w.write(binary.LittleEndian.AppendUint32(nil, uint32(len(footer))))
	w.write([]byte(magic))
	return w.err
}

type writer struct {
	to      io.Writer
	err     error // the first of to
	at      int   // bytes written
	columns []Column
	chunks  []chunk // of the row group that is open
	inGroup int     // rows of it
	rows    int     // of the groups that are written
	groups  []structure
}

func (w *writer) write(b []byte) {
	if w.err == nil {
		_, w.err = w.to.Write(b)
	}
	w.at += len(b)
}

func (w *writer) bytesOfValues() (n int) {
	for _, c := range w.chunks {
		n += len(c.values)
	}
	return n
}

// chunk is what a column has in a row group: for each row a bit that tells whether there is a value, and the values.
type chunk struct {
	defined []byte // the first row in the lowest bit
	values  []byte // in the encoding PLAIN
}

func (c *chunk) add(row int, value any, kind Kind) error {
	if row%8 == 0 {
		c.defined = append(c.defined, 0)
	}
	switch v := value.(type) {
	case nil:
		return nil
	case string:
		if kind != Text {
			return fmt.Errorf("a text among times: %q", v)
		}
		c.values = append(binary.LittleEndian.AppendUint32(c.values, uint32(len(v))), v...)
	case time.Time:
		if kind != Time {
			return fmt.Errorf("a time among texts: %s", v)
		}
		c.values = binary.LittleEndian.AppendUint64(c.values, uint64(v.UnixMilli()))
	default:
		return fmt.Errorf("a value of type %T", value)
	}
	c.defined[row/8] |= 1 << (row % 8)
	return nil
}

// page is the only page of a chunk, in the first version of data pages (README.md, Data Pages): the definition levels with
// their length before them, as one bit-packed run (Encodings.md, RLE), then the values.
func (c *chunk) page(rows int) []byte {
	levels := append(binary.AppendUvarint(nil, uint64(len(c.defined))<<1|1), c.defined...)
	size := 4 + len(levels) + len(c.values)
	page := structure{
		i32(1, pageOfData), i32(2, size), i32(3, size), // PageHeader
		nested(5, structure{i32(1, rows), i32(2, encodingPlain), i32(3, encodingRLE), i32(4, encodingRLE)}), // DataPageHeader
	}.bytes()
	page = binary.LittleEndian.AppendUint32(page, uint32(len(levels)))
	return append(append(page, levels...), c.values...)
}

// endGroup writes the row group that is open, and opens another.
func (w *writer) endGroup() {
	begin := w.at
	var list []structure
	for i, column := range w.columns {
		at, page := w.at, w.chunks[i].page(w.inGroup)
		w.write(page)
		list = append(list, structure{i64(2, at), nested(3, structure{ // ColumnChunk, ColumnMetaData
			i32(1, column.Kind.physical()), listOf(2, compactI32, number(encodingPlain), number(encodingRLE)),
			listOf(3, compactBinary, text(column.Name)), i32(4, codecNone), i64(5, w.inGroup),
			i64(6, len(page)), i64(7, len(page)), i64(9, at),
		})})
	}
	w.groups = append(w.groups, structure{structures(1, list), i64(2, w.at-begin), i64(3, w.inGroup)}) // RowGroup
	w.rows += w.inGroup
	w.inGroup, w.chunks = 0, make([]chunk, len(w.columns))
}

func (k Kind) physical() int {
	if k == Time {
		return typeInt64
	}
	return typeByteArray
}

// fileMetaData is the footer, a FileMetaData: the schema, a root with columns, and where the row groups are.
func (w *writer) fileMetaData() []byte {
	schema := []structure{{binaryField(4, "table"), i32(5, len(w.columns))}} // SchemaElement
	for _, c := range w.columns {
		converted, logical := convertedUTF8, structure{nested(1, nil)} // StringType in LogicalType
		if c.Kind == Time {
			converted, logical = convertedTimeMillis, structure{nested(8, structure{ // TimestampType
				{id: 1, kind: compactTrue}, nested(2, structure{nested(1, nil)}), // isAdjustedToUTC, MILLIS in TimeUnit
			})}
		}
		schema = append(schema, structure{
			i32(1, c.Kind.physical()), i32(3, repetitionOptional), binaryField(4, c.Name), i32(6, converted), nested(10, logical),
		})
	}
	return structure{i32(1, formatVersion), structures(2, schema), i64(3, w.rows), structures(4, w.groups)}.bytes()
}
