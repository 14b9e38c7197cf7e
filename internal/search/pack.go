package search

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

// maxUnpacked is how many bytes a file may unpack to.
const maxUnpacked = 64 << 20

func decompress(packed []byte) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(r, maxUnpacked+1))
	if len(data) > maxUnpacked {
		return nil, errors.New("it is too large")
	}
	return data, err
}

func fileName(kind string, number int, hash string) string {
	return kind + strconv.Itoa(number) + "-" + hash + ".bin"
}

func columnName(field, hash string) string { return field + "-" + hash + ".bin" }

// hashAt is the hash of a numbered file in a table; empty where there is none.
func hashAt(hashes string, number int) string {
	if number < 0 || (number+1)*hashLength > len(hashes) {
		return ""
	}
	return hashes[number*hashLength:][:hashLength]
}

// broken is the error for a file that cannot be read.
func broken(name string, cause error) error {
	return fmt.Errorf("read %s of the search index: %w", name, cause)
}

// decoded decodes the bytes of a file.
func decoded[T any](name string, data []byte, decode func(c *cursor) T) (value T, err error) {
	c := cursor{data: data}
	got := decode(&c)
	if c.err != nil {
		return value, broken(name, c.err)
	}
	return got, nil
}

var errShort = errors.New("it ends too early")

// cursor reads integers, bytes and JSON. The first error stays, and nothing is read after it.
type cursor struct {
	data []byte
	err  error
}

func (c *cursor) fail(err error) {
	if c.err == nil {
		c.data, c.err = nil, err
	}
}

func (c *cursor) next() int {
	v, n := binary.Uvarint(c.data)
	if n <= 0 || v > 1<<40 {
		c.fail(errShort)
		return 0
	}
	c.data = c.data[n:]
	return int(v)
}

func (c *cursor) zigzag() int { return unzigzag(c.next()) }

// count reads how many items follow, each at least a byte long.
func (c *cursor) count() int {
	n := c.next()
	if n > len(c.data) {
		c.fail(errShort)
		return 0
	}
	return n
}

func (c *cursor) bytes(n int) []byte {
	if n < 0 || n > len(c.data) {
		c.fail(errShort)
		return nil
	}
	b := c.data[:n]
	c.data = c.data[n:]
	return b
}

// json reads a JSON value of n bytes.
func (c *cursor) json(n int, value any) {
	if data := c.bytes(n); c.err == nil {
		if err := json.Unmarshal(data, value); err != nil {
			c.fail(err)
		}
	}
}

func unzigzag(v int) int { return v>>1 ^ -(v & 1) }
