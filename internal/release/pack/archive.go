package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// mode is what may be done with a file.
func (f file) mode() fs.FileMode {
	if f.program {
		return 0o755
	}
	return 0o644
}

// archive writes the files, below a folder with the name of the archive, and returns the name of its
// file: a zip for Windows, else a tar.gz.
func (p *pack) archive(name, goos string, files []file) (string, error) {
	write, ending := p.tarGz, ".tar.gz"
	if goos == "windows" {
		write, ending = p.zip, ".zip"
	}
	f, err := os.Create(filepath.Join(p.dir, name+ending))
	if err != nil {
		return "", err
	}
	return name + ending, errors.Join(write(f, name, files), f.Close())
}

func (p *pack) tarGz(out *os.File, folder string, files []file) error {
	packed, err := gzip.NewWriterLevel(out, gzip.BestCompression)
	if err != nil {
		return err
	}
	w := tar.NewWriter(packed)
	for _, f := range files {
		header := tar.Header{Name: folder + "/" + f.name, Size: int64(len(f.content)), Mode: int64(f.mode()), ModTime: p.when}
		if err := w.WriteHeader(&header); err != nil {
			return err
		}
		if _, err := w.Write(f.content); err != nil {
			return err
		}
	}
	return errors.Join(w.Close(), packed.Close())
}

func (p *pack) zip(out *os.File, folder string, files []file) error {
	w := zip.NewWriter(out)
	for _, f := range files {
		header := zip.FileHeader{Name: folder + "/" + f.name, Method: zip.Deflate, Modified: p.when}
		header.SetMode(f.mode())
		entry, err := w.CreateHeader(&header)
		if err != nil {
			return err
		}
		if _, err := entry.Write(f.content); err != nil {
			return err
		}
	}
	return w.Close()
}
