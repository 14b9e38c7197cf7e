package federation

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
)

// archive is files by path.
type archive map[string][]byte

// bytes is the files as a ZIP archive: the same bytes for the same files.
func (a archive) bytes(method uint16) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(a)) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = f.Write(a[name])
		}
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack the files: %w", err)
	}
	return out.Bytes(), nil
}

// repacked is the digest of an archive of packed files. It is that of the archive which they came out of where this holds
// nothing but the files: no bytes around them, no comments, and no header that disagrees with the directory.
func repacked(files []*zip.File) (string, error) {
	const version = 20 // of the format, as bytes writes it
	sum := sha256.New()
	w := zip.NewWriter(sum)
	for _, f := range files {
		raw, err := f.OpenRaw()
		if err != nil {
			return "", err
		}
		to, err := w.CreateRaw(&zip.FileHeader{
			Name: f.Name, Method: f.Method, Flags: f.Flags, CreatorVersion: version, ReaderVersion: version,
			CRC32: f.CRC32, CompressedSize64: f.CompressedSize64, UncompressedSize64: f.UncompressedSize64,
		})
		if err == nil {
			_, err = io.Copy(to, raw)
		}
		if err != nil {
			return "", err
		}
	}
	err := w.Close()
	return hex.EncodeToString(sum.Sum(nil)), err
}

// fs is the files as a file system.
func (a archive) fs() (fs.FS, error) {
	data, err := a.bytes(zip.Store)
	if err != nil {
		return nil, err
	}
	files, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("read the packed files: %w", err)
	}
	return files, nil
}
