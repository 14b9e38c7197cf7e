package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A note is one value under a name, which the next one replaces: magic, 8 bytes; key, 32 bytes; CRC-32C of the value, 4
// bytes; the value.
const (
	noteMagic  = "hcnote01"
	noteHead   = len(noteMagic) + sha256.Size + 4
	noteSuffix = ".note"
)

// note is the value that a name has in a folder, where it was given to it with this key.
func note(folder, name string, key Key) (string, bool) {
	f, err := os.Open(filepath.Join(folder, name+noteSuffix))
	if err != nil {
		return "", false
	}
	defer f.Close()
	head := make([]byte, noteHead)
	if _, err := io.ReadFull(f, head); err != nil || !bytes.Equal(head[:noteHead-4], append([]byte(noteMagic), key[:]...)) {
		return "", false
	}
	var value strings.Builder
	if info, err := f.Stat(); err == nil {
		value.Grow(int(info.Size()))
	}
	sum := crc32.New(castagnoli)
	if _, err := io.Copy(io.MultiWriter(&value, sum), f); err != nil ||
		sum.Sum32() != binary.LittleEndian.Uint32(head[noteHead-4:]) {
		return "", false
	}
	return value.String(), true
}

// setNote gives a name in a folder a value with a key. Others see the value before or this one, and whole.
func setNote(folder, name string, key Key, value []byte) error {
	if err := prepare(folder); err != nil {
		return fmt.Errorf("note %s: %w", name, err)
	}
	f, err := os.CreateTemp(folder, name+"*"+unfinished)
	if err != nil {
		return fmt.Errorf("note %s: %w", name, err)
	}
	head := slices.Concat([]byte(noteMagic), key[:])
	_, err = f.Write(binary.LittleEndian.AppendUint32(head, crc32.Checksum(value, castagnoli)))
	_, err2 := f.Write(value)
	err = errors.Join(err, err2, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(folder, name+noteSuffix))
	}
	if err != nil {
		return fmt.Errorf("note %s: %w", name, errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}
