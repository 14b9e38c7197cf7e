package parquet

import "encoding/binary"

// The compact protocol of Thrift, in which Parquet has its metadata:
// https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md

// Types of fields and of the elements of lists.
const (
	compactTrue   = 1
	compactI32    = 5
	compactI64    = 6
	compactBinary = 8
	compactList   = 9
	compactStruct = 12
)

// structure is a struct: its fields in the order of their ids, no two of which are more than 15 apart.
type structure []field

// field has a number where it is an integer; of a boolean the kind is all there is.
type field struct {
	id     int
	kind   byte
	number int
	value  []byte
}

func (s structure) bytes() []byte {
	var b []byte
	last := 0
	for _, f := range s {
		b = append(b, byte(f.id-last)<<4|f.kind)
		if f.kind == compactI32 || f.kind == compactI64 {
			b = append(b, number(f.number)...)
		}
		b = append(b, f.value...)
		last = f.id
	}
	return append(b, 0)
}

// number is an integer of any size: in zigzag, seven bits a byte.
func number(n int) []byte { return binary.AppendVarint(nil, int64(n)) }

func text(s string) []byte { return append(binary.AppendUvarint(nil, uint64(len(s))), s...) }

func i32(id, n int) field                { return field{id: id, kind: compactI32, number: n} }
func i64(id, n int) field                { return field{id: id, kind: compactI64, number: n} }
func binaryField(id int, s string) field { return field{id: id, kind: compactBinary, value: text(s)} }

func nested(id int, s structure) field { return field{id: id, kind: compactStruct, value: s.bytes()} }

func structures(id int, l []structure) field {
	items := make([][]byte, len(l))
	for i, s := range l {
		items[i] = s.bytes()
	}
	return listOf(id, compactStruct, items...)
}

// listOf is a list of elements of a type.
func listOf(id int, kind byte, items ...[]byte) field {
	b := []byte{0xf0 | kind}
	if len(items) < 15 {
		b[0] = byte(len(items))<<4 | kind
	} else {
		b = binary.AppendUvarint(b, uint64(len(items)))
	}
	for _, item := range items {
		b = append(b, item...)
	}
	return field{id: id, kind: compactList, value: b}
}
