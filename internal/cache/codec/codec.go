// Package codec writes values as bytes and reads them back, several times as fast as a format that describes itself.
// What is written can be read by the same types alone, so it is for caches whose key names the program. Read strings
// share the memory of what they are read from.
package codec

import (
	"encoding"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
)

// Codec writes and reads values of a type. It is safe for concurrent use.
type Codec[T any] struct{ form form }

// For makes the codec of a type. A field with the tag codec:"-" is left out; one that can't be written makes it panic.
func For[T any]() *Codec[T] {
	return &Codec[T]{formOf(reflect.TypeFor[T]())}
}

func formOf(t reflect.Type) form { return (&maker{map[reflect.Type]*form{}}).of(t) }

// Append appends a value to b.
func (c *Codec[T]) Append(b []byte, v *T) []byte { return c.form.write(b, reflect.ValueOf(v).Elem()) }

// Append appends the value that v points to, as the codec of its type does.
func Append(b []byte, v any) []byte {
	value := reflect.ValueOf(v).Elem()
	return formOf(value.Type()).write(b, value)
}

// ErrFormat is the error of bytes that are no value of the type.
var ErrFormat = errors.New("the bytes are no value of this type")

// Read reads a value from all of data.
func (c *Codec[T]) Read(data string, v *T) error {
	return c.form.readAll(data, reflect.ValueOf(v).Elem())
}

// Read reads the value that v points to from all of data, as the codec of its type does.
func Read(data string, v any) error {
	value := reflect.ValueOf(v).Elem()
	return formOf(value.Type()).readAll(data, value)
}

func (f form) readAll(data string, v reflect.Value) error {
	r := &reader{data: data}
	f.read(r, v)
	if r.failed || r.data != "" {
		return ErrFormat
	}
	return nil
}

// form is how values of a type are written and read. Values that are read into are zero.
type form struct {
	write func(b []byte, v reflect.Value) []byte
	read  func(r *reader, v reflect.Value)
}

type maker struct{ made map[reflect.Type]*form }

func (m *maker) of(t reflect.Type) form {
	if f := m.made[t]; f != nil { // a type that holds itself
		return form{
			func(b []byte, v reflect.Value) []byte { return f.write(b, v) },
			func(r *reader, v reflect.Value) { f.read(r, v) },
		}
	}
	f := &form{}
	m.made[t] = f
	*f = m.make(t)
	return *f
}

var (
	appender    = reflect.TypeFor[encoding.BinaryAppender]()
	unmarshaler = reflect.TypeFor[encoding.BinaryUnmarshaler]()
)

func (m *maker) make(t reflect.Type) form {
	if t.Implements(appender) && reflect.PointerTo(t).Implements(unmarshaler) {
		return itself
	}
	switch t.Kind() {
	case reflect.Bool:
		return form{
			func(b []byte, v reflect.Value) []byte {
				if v.Bool() {
					return append(b, 1)
				}
				return append(b, 0)
			},
			func(r *reader, v reflect.Value) { v.SetBool(r.byte() != 0) },
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return form{
			func(b []byte, v reflect.Value) []byte { return binary.AppendVarint(b, v.Int()) },
			func(r *reader, v reflect.Value) { v.SetInt(r.int()) },
		}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return form{
			func(b []byte, v reflect.Value) []byte { return binary.AppendUvarint(b, v.Uint()) },
			func(r *reader, v reflect.Value) { v.SetUint(r.uint()) },
		}
	case reflect.Float64:
		return form{
			func(b []byte, v reflect.Value) []byte { return binary.AppendUvarint(b, math.Float64bits(v.Float())) },
			func(r *reader, v reflect.Value) { v.SetFloat(math.Float64frombits(r.uint())) },
		}
	case reflect.String:
		return form{
			func(b []byte, v reflect.Value) []byte { return appendString(b, v.String()) },
			func(r *reader, v reflect.Value) { v.SetString(r.string()) },
		}
	case reflect.Interface:
		if t.NumMethod() == 0 {
			return m.tree()
		}
	case reflect.Array:
		if t.Elem().Kind() == reflect.Uint8 {
			return form{
				func(b []byte, v reflect.Value) []byte {
					for i := range v.Len() {
						b = append(b, byte(v.Index(i).Uint()))
					}
					return b
				},
				func(r *reader, v reflect.Value) { reflect.Copy(v, reflect.ValueOf(r.bytes(v.Len()))) },
			}
		}
	case reflect.Pointer:
		return m.pointer(t)
	case reflect.Slice:
		return m.slice(t)
	case reflect.Map:
		return m.mapping(t)
	case reflect.Struct:
		return m.structure(t)
	}
	panic(fmt.Sprintf("codec: %s can't be written", t))
}

// itself is the form of a type that writes and reads itself.
var itself = form{
	func(b []byte, v reflect.Value) []byte {
		data, err := v.Interface().(encoding.BinaryAppender).AppendBinary(nil)
		if err != nil {
			panic(err)
		}
		return appendString(b, string(data))
	},
	func(r *reader, v reflect.Value) {
		if v.Addr().Interface().(encoding.BinaryUnmarshaler).UnmarshalBinary([]byte(r.string())) != nil {
			r.failed = true
		}
	},
}

func (m *maker) pointer(t reflect.Type) form {
	elem := m.of(t.Elem())
	return form{
		func(b []byte, v reflect.Value) []byte {
			if v.IsNil() {
				return append(b, 0)
			}
			return elem.write(append(b, 1), v.Elem())
		},
		func(r *reader, v reflect.Value) {
			if r.byte() != 0 {
				v.Set(reflect.New(t.Elem()))
				elem.read(r, v.Elem())
			}
		},
	}
}

// A length is written plus one, so that zero is nil.
func (m *maker) slice(t reflect.Type) form {
	if t.Elem().Kind() == reflect.Uint8 {
		return octets
	}
	elem := m.of(t.Elem())
	return form{
		func(b []byte, v reflect.Value) []byte {
			if v.IsNil() {
				return append(b, 0)
			}
			b = binary.AppendUvarint(b, uint64(v.Len())+1)
			for i := range v.Len() {
				b = elem.write(b, v.Index(i))
			}
			return b
		},
		func(r *reader, v reflect.Value) {
			n, ok := r.length()
			if !ok {
				return
			}
			v.Set(reflect.MakeSlice(t, n, n))
			for i := 0; i < n && !r.failed; i++ {
				elem.read(r, v.Index(i))
			}
		},
	}
}

// octets is the form of a list of bytes, as they are.
var octets = form{
	func(b []byte, v reflect.Value) []byte {
		if v.IsNil() {
			return append(b, 0)
		}
		return append(binary.AppendUvarint(b, uint64(v.Len())+1), v.Bytes()...)
	},
	func(r *reader, v reflect.Value) {
		if n, ok := r.length(); ok {
			v.SetBytes([]byte(r.take(uint64(n))))
		}
	},
}

func (m *maker) mapping(t reflect.Type) form {
	key, elem := m.of(t.Key()), m.of(t.Elem())
	return form{
		func(b []byte, v reflect.Value) []byte {
			if v.IsNil() {
				return append(b, 0)
			}
			b = binary.AppendUvarint(b, uint64(v.Len())+1)
			for entries := v.MapRange(); entries.Next(); {
				b = elem.write(key.write(b, entries.Key()), entries.Value())
			}
			return b
		},
		func(r *reader, v reflect.Value) {
			n, ok := r.length()
			if !ok {
				return
			}
			v.Set(reflect.MakeMapWithSize(t, n))
			for i := 0; i < n && !r.failed; i++ {
				k, e := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
				key.read(r, k)
				elem.read(r, e)
				v.SetMapIndex(k, e)
			}
		},
	}
}

// A struct is written as bits that tell which fields are not zero, then these.
func (m *maker) structure(t reflect.Type) form {
	var fields []int
	var forms []form
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Tag.Get("codec") == "-" {
			continue
		}
		if !f.IsExported() {
			panic(fmt.Sprintf("codec: %s.%s is not exported", t, f.Name))
		}
		fields = append(fields, i)
		forms = append(forms, m.of(f.Type))
	}
	return form{
		func(b []byte, v reflect.Value) []byte {
			for from := 0; from < len(fields); from += 64 {
				some := fields[from:min(from+64, len(fields))]
				bits := uint64(0)
				for i, field := range some {
					if !v.Field(field).IsZero() {
						bits |= 1 << i
					}
				}
				b = binary.AppendUvarint(b, bits)
				for i, field := range some {
					if bits&(1<<i) != 0 {
						b = forms[from+i].write(b, v.Field(field))
					}
				}
			}
			return b
		},
		func(r *reader, v reflect.Value) {
			for from := 0; from < len(fields) && !r.failed; from += 64 {
				bits := r.uint()
				for i, field := range fields[from:min(from+64, len(fields))] {
					if bits&(1<<i) != 0 {
						forms[from+i].read(r, v.Field(field))
					}
				}
			}
		},
	}
}

// The kinds of what a tree of any values holds.
const (
	treeNil = iota
	treeString
	treeList
	treeMap
)

// tree is the form of any value that is nothing, a text, a list or a map by texts of such values.
func (m *maker) tree() form {
	list, keyed := m.of(reflect.TypeFor[[]any]()), m.of(reflect.TypeFor[map[string]any]())
	return form{
		func(b []byte, v reflect.Value) []byte {
			switch value := v.Interface().(type) {
			case nil:
				return append(b, treeNil)
			case string:
				return appendString(append(b, treeString), value)
			case []any:
				return list.write(append(b, treeList), reflect.ValueOf(value))
			case map[string]any:
				return keyed.write(append(b, treeMap), reflect.ValueOf(value))
			}
			panic(fmt.Sprintf("codec: %s can't be written", v.Elem().Type()))
		},
		func(r *reader, v reflect.Value) {
			if r.depth++; r.depth > mostDepth {
				r.failed = true
				return
			}
			defer func() { r.depth-- }()
			switch r.byte() {
			case treeNil:
			case treeString:
				v.Set(reflect.ValueOf(r.string()))
			case treeList:
				read := reflect.New(reflect.TypeFor[[]any]()).Elem()
				list.read(r, read)
				v.Set(read)
			case treeMap:
				read := reflect.New(reflect.TypeFor[map[string]any]()).Elem()
				keyed.read(r, read)
				v.Set(read)
			default:
				r.failed = true
			}
		},
	}
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// mostDepth is how deeply trees are read; far above what front matter may nest.
const mostDepth = 1000

// reader reads from the front of data. After a failure it gives zeros.
type reader struct {
	data   string
	failed bool
	depth  int // of trees
}

func (r *reader) take(n uint64) string {
	if n > uint64(len(r.data)) {
		r.failed, r.data = true, ""
		return ""
	}
	taken := r.data[:n]
	r.data = r.data[n:]
	return taken
}

func (r *reader) byte() byte {
	if b := r.take(1); b != "" {
		return b[0]
	}
	return 0
}

func (r *reader) bytes(n int) []byte {
	b := []byte(r.take(uint64(n)))
	return slices.Grow(b, n-len(b))[:n]
}

func (r *reader) uint() uint64 {
	var n uint64
	for shift := 0; ; shift += 7 {
		b := r.byte()
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
		if shift > 63 {
			r.failed = true
			return 0
		}
	}
}

func (r *reader) int() int64 {
	n := r.uint()
	return int64(n>>1) ^ -int64(n&1)
}

func (r *reader) string() string { return r.take(r.uint()) }

// length is that of a list or map; false where it is nil. Each item has a byte at least, but one without fields.
func (r *reader) length() (int, bool) {
	n := r.uint()
	if n == 0 || n-1 > uint64(len(r.data)) {
		r.failed = r.failed || n > 0
		return 0, false
	}
	return int(n - 1), true
}
