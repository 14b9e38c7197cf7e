// Package cache keeps what was derived of files from one command to the next, below a folder that may be deleted,
// copied or cut off at any time. It knows keys and bytes, and neither what they are nor whether they are right: a key
// holds all that its value depends on.
//
// The folder holds packs. A pack is written once, under a name of its own, and is read whole, so that any number of
// processes can use a folder at once:
//
//	magic, 8 bytes; program, 32 bytes
//	entries: key, 32 bytes; length of the value, 4 bytes; CRC-32C of key, length and value, 4 bytes; the value
//
// Of a pack that was cut off or corrupted the entries before that place count.
package cache

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Key is the hash of all that a value depends on.
type Key = [sha256.Size]byte

// Cache is the values of a folder. It is safe for concurrent use. A nil cache holds nothing.
type Cache struct {
	folder  string
	program Key

	mu    sync.Mutex
	packs []string       // paths of those that were read
	held  map[Key]string // of the packs
	used  map[Key]bool   // keys that were asked for
	fresh *os.File       // the pack being written; nil where nothing is new
	out   *bufio.Writer  // to it
	err   error          // the first of writing; nothing is written after it
}

const (
	magic  = "hccache1"
	head   = len(magic) + sha256.Size
	before = sha256.Size + 4 + 4 // bytes of an entry before its value

	suffix     = ".pack"
	unfinished = ".new"
	// mostPacks is how many packs a folder holds before they become one.
	mostPacks = 8
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Open reads a folder, which need not be there. Program names what writes and reads: values of another one are not
// found. What can't be read counts as not there.
func Open(folder, program string) *Cache {
	c := &Cache{
		folder: folder, program: sha256.Sum256([]byte(program)), held: map[Key]string{}, used: map[Key]bool{},
	}
	names, _ := filepath.Glob(filepath.Join(folder, "*"+suffix))
	for _, name := range names {
		info, err := os.Lstat(name)
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		c.packs = append(c.packs, name)
		if data, err := os.ReadFile(name); err == nil {
			c.read(string(data))
		}
	}
	return c
}

func (c *Cache) read(pack string) {
	if len(pack) < head || pack[:len(magic)] != magic || pack[len(magic):head] != string(c.program[:]) {
		return
	}
	for rest := pack[head:]; len(rest) >= before; {
		length := uint64(binary.LittleEndian.Uint32([]byte(rest[sha256.Size:])))
		if length > uint64(len(rest)-before) {
			return
		}
		entry := rest[:before+int(length)]
		rest = rest[len(entry):]
		if binary.LittleEndian.Uint32([]byte(entry[sha256.Size+4:])) != sum(entry[:sha256.Size+4], entry[before:]) {
			return
		}
		c.held[Key([]byte(entry[:sha256.Size]))] = entry[before:]
	}
}

func sum(key, value string) uint32 {
	return crc32.Update(crc32.Checksum([]byte(key), castagnoli), castagnoli, []byte(value))
}

// Get is the value of a key that was there when the folder was opened.
func (c *Cache) Get(key Key) (string, bool) {
	if c == nil {
		return "", false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	value, ok := c.held[key]
	if ok {
		c.used[key] = true
	}
	return value, ok
}

// Put gives a key its value, which is written at once and found from the next time on that the folder is opened. An
// error is that of Save.
func (c *Cache) Put(key Key, value []byte) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.put(key, value)
}

func (c *Cache) put(key Key, value []byte) {
	if c.err == nil && c.fresh == nil {
		c.err = c.begin()
	}
	if c.err != nil {
		return
	}
	entry := make([]byte, 0, before)
	entry = append(entry, key[:]...)
	entry = binary.LittleEndian.AppendUint32(entry, uint32(len(value)))
	entry = binary.LittleEndian.AppendUint32(entry, crc32.Update(crc32.Checksum(entry, castagnoli), castagnoli, value))
	_, err := c.out.Write(entry)
	_, err2 := c.out.Write(value)
	c.err = errors.Join(err, err2)
}

func (c *Cache) begin() (err error) {
	if err := prepare(c.folder); err != nil {
		return err
	}
	if c.fresh, err = os.CreateTemp(c.folder, "*"+unfinished); err != nil {
		return err
	}
	c.out = bufio.NewWriterSize(c.fresh, 1<<20)
	_, err = c.out.WriteString(magic + string(c.program[:]))
	return err
}

// Save ends the pack of what is new, which others see whole or not at all. What was not asked for since the folder was
// opened goes when packs become one, which they do where there are many, or most of what they hold was not asked for.
func (c *Cache) Save() error {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	whole := len(c.packs) >= mostPacks || len(c.held)-len(c.used) > len(c.used)
	if whole {
		for key := range c.used {
			c.put(key, []byte(c.held[key]))
		}
	}
	err := c.end()
	if err != nil {
		return fmt.Errorf("keep what was derived for the next time: %w", err)
	}
	if whole {
		for _, pack := range c.packs[:len(c.packs)-1] {
			_ = os.Remove(pack) // another process may have done so
		}
		c.packs = c.packs[len(c.packs)-1:]
	}
	return nil
}

func (c *Cache) end() error {
	if c.fresh == nil {
		return c.err
	}
	name := c.fresh.Name()
	err := errors.Join(c.err, c.out.Flush(), c.fresh.Close())
	c.fresh, c.err = nil, nil
	pack := strings.TrimSuffix(name, unfinished) + suffix
	if err == nil {
		err = os.Rename(name, pack)
	}
	if err != nil {
		return errors.Join(err, os.Remove(name))
	}
	c.packs = append(c.packs, pack)
	return nil
}

// prepare makes the folder, for its owner alone since it holds what records say, and keeps it out of Git.
func prepare(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	ignore := filepath.Join(filepath.Dir(folder), ".gitignore")
	f, err := os.OpenFile(ignore, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString("*\n")
	return errors.Join(err, f.Close())
}

// Remove removes the packs and notes of a folder, such as when a record was erased whose text they may hold.
func Remove(folder string) error {
	names, err := filepath.Glob(filepath.Join(folder, "*"))
	for _, name := range names {
		if slices.Contains([]string{suffix, noteSuffix, unfinished}, filepath.Ext(name)) {
			err = errors.Join(err, os.Remove(name))
		}
	}
	return err
}
