package search

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
)

var lower32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// packer compresses. Texts repeat themselves; numbers don't, so that only their frequencies are used,
// which is faster and hardly larger.
type packer struct{ texts, numbers *zlib.Writer }

func newPacker() packer {
	return packer{newWriter(zlib.DefaultCompression), newWriter(zlib.HuffmanOnly)}
}

func newWriter(level int) *zlib.Writer {
	w, err := zlib.NewWriterLevel(nil, level)
	if err != nil {
		panic(err) // a level of the package itself
	}
	return w
}

// pack is data as published, and the hash that names it. Each part is compressed for itself, so that numbers of
// different kinds share no code.
func pack(w *zlib.Writer, parts ...[]byte) (packed []byte, hash string) {
	var b bytes.Buffer
	w.Reset(&b)
	var err error
	for i, part := range parts {
		if i > 0 {
			err = errors.Join(err, w.Flush())
		}
		_, failed := w.Write(part)
		err = errors.Join(err, failed)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		panic(fmt.Errorf("compress in memory: %w", err)) // a buffer takes all bytes
	}
	sum := sha256.Sum256(b.Bytes())
	return bytes.Clone(b.Bytes()), lower32.EncodeToString(sum[:4])[:hashLength]
}

// largest is how many bytes a file may unpack to.
const largest = 64 << 20

func decompress(packed []byte) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(r, largest+1))
	if len(data) > largest {
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

var errShort = errors.New("it ends too early")

// cursor reads varints; the first error stays.
type cursor struct {
	data []byte
	err  error
}

func (c *cursor) next() int {
	v, n := binary.Uvarint(c.data)
	if n <= 0 || v > 1<<40 {
		c.data, c.err = nil, errShort
		return 0
	}
	c.data = c.data[n:]
	return int(v)
}

func (c *cursor) zigzag() int { return unzigzag(c.next()) }

// count reads how many things follow, each at least a byte long.
func (c *cursor) count() int {
	n := c.next()
	if n > len(c.data) {
		c.data, c.err = nil, errShort
		return 0
	}
	return n
}

func (c *cursor) bytes(n int) []byte {
	if n < 0 || n > len(c.data) {
		c.data, c.err = nil, errShort
		return nil
	}
	b := c.data[:n]
	c.data = c.data[n:]
	return b
}

func appendInt(b []byte, v int) []byte { return binary.AppendUvarint(b, uint64(v)) }

func appendZigzag(b []byte, v int) []byte { return appendInt(b, zigzag(v)) }

// zigzag makes small numbers of small signed ones.
func zigzag(v int) int { return v<<1 ^ v>>63 }

func unzigzag(v int) int { return v>>1 ^ -(v & 1) }

// log2 is 256 times the binary logarithm of n, rounded down, for 1 ≤ n < 2^30. Whole numbers alone, so
// that every machine and the browser agree.
func log2(n int) int {
	bits := 0
	for n>>bits > 1 {
		bits++
	}
	m := n << 16 >> bits // in [1, 2) times 2^16
	result := bits
	for range 8 {
		m = m * m >> 16
		result <<= 1
		if m >= 2<<16 {
			m >>= 1
			result++
		}
	}
	return result
}

// idf is how much a word that n of all documents hold tells, in 1/256 bit; see the package comment. One that
// all hold tells next to nothing, and yet they hold it.
func idf(all, n int) int { return max(1, log2(2*all+2)-log2(2*n+1)) }
