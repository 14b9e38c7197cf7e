package format

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// MaxUnpacked is how many bytes a file may unpack to.
const MaxUnpacked = 64 << 20

// Decompress is the bytes of a file, of MaxUnpacked at most.
func Decompress(packed []byte) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(r, MaxUnpacked+1))
	if len(data) > MaxUnpacked {
		return nil, errors.New("it is too large")
	}
	return data, err
}

// FileName is the name of a numbered file.
func FileName(kind string, number int, hash string) string {
	return kind + strconv.Itoa(number) + "-" + hash + ".bin"
}

// ColumnName is the name of the file of a column.
func ColumnName(field, hash string) string { return field + "-" + hash + ".bin" }

// HashAt is the hash of a numbered file in a table; empty where there is none.
func HashAt(hashes string, number int) string {
	at := number / HashedTogether * HashLength
	if number < 0 || at+HashLength > len(hashes) {
		return ""
	}
	return hashes[at:][:HashLength]
}

// FileError is the error for a file that cannot be read.
func FileError(name string, cause error) error {
	return fmt.Errorf("read %s of the search index: %w", name, cause)
}

// Decode decodes the bytes of a file.
func Decode[T any](name string, data []byte, decode func(c *Cursor) T) (value T, err error) {
	c := Cursor{Data: data}
	got := decode(&c)
	if c.Err != nil {
		return value, FileError(name, c.Err)
	}
	return got, nil
}

// ErrShort is the error for a file that ends too early.
var ErrShort = errors.New("it ends too early")

// Cursor reads integers, bytes and JSON. The first error stays, and nothing is read after it.
type Cursor struct {
	Data []byte
	Err  error
}

// Fail notes an error, and that nothing is left.
func (c *Cursor) Fail(err error) {
	if c.Err == nil {
		c.Data, c.Err = nil, err
	}
}

// Next reads a varint.
func (c *Cursor) Next() int {
	v, n := binary.Uvarint(c.Data)
	if n <= 0 || v > 1<<40 {
		c.Fail(ErrShort)
		return 0
	}
	c.Data = c.Data[n:]
	return int(v)
}

// Zigzag reads a signed varint.
func (c *Cursor) Zigzag() int { return Unzigzag(c.Next()) }

// Count reads how many items follow, each at least a byte long.
func (c *Cursor) Count() int {
	n := c.Next()
	if n > len(c.Data) {
		c.Fail(ErrShort)
		return 0
	}
	return n
}

// Bytes reads n bytes.
func (c *Cursor) Bytes(n int) []byte {
	if n < 0 || n > len(c.Data) {
		c.Fail(ErrShort)
		return nil
	}
	b := c.Data[:n]
	c.Data = c.Data[n:]
	return b
}

// JSON reads a JSON value of n bytes.
func (c *Cursor) JSON(n int, value any) {
	if data := c.Bytes(n); c.Err == nil {
		if err := json.Unmarshal(data, value); err != nil {
			c.Fail(err)
		}
	}
}

// Unzigzag is the signed integer of a zigzag one.
func Unzigzag(v int) int { return v>>1 ^ -(v & 1) }
