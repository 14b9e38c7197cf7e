// Package static gathers the files that a site gets as they are: the built-in ones, those that the repository adds,
// and what lies beside its records.
package static

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"hindcast/internal/address"
	"hindcast/internal/attachment"
	"hindcast/internal/disclose"
	"hindcast/internal/incident"
	"hindcast/internal/view"
)

// Files are the bytes of the files by their path in the site.
type Files map[string][]byte

// Read reads the built-in files, then those that the repository adds and that take the place of these, then each
// picture or file that a record refers to. The names of the last are made of their bytes, so that a name tells
// nothing about the record; they come back by the path of their file.
func Read(d *disclose.Disclosure, records, builtin fs.FS) (Files, map[string]view.Asset, error) {
	files, assets := Files{}, map[string]view.Asset{}
	if err := files.copyAll(builtin); err != nil {
		return nil, nil, err
	}
	for to, name := range d.Own.Static() {
		if err := files.copy(records, name, to); err != nil {
			return nil, nil, err
		}
	}
	limit := int64(d.Log.Config.Limit(incident.LimitAsset))
	for _, asset := range d.Log.Assets {
		file, err := attachment.Read(records, asset.Path, limit, d.Audience == incident.Restricted)
		if err != nil {
			return nil, nil, fmt.Errorf("read %s, which a text refers to: %w", asset.Path, err)
		}
		sum := sha256.Sum256(file.Data)
		address := "files/" + hex.EncodeToString(sum[:10]) + file.Ending
		assets[asset.Path] = view.Asset{
			Address: address, Width: file.Width, Height: file.Height, IsPicture: attachment.IsPicture(asset.Path),
		}
		files[address] = file.Data
	}
	return files, assets, nil
}

// copyAll takes over the built-in files of the site.
func (f Files) copyAll(fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), ".") {
			return err
		}
		return f.copy(fsys, name, name)
	})
}

func (f Files) copy(fsys fs.FS, name, to string) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("read a file for the site: %w", err)
	}
	f[to] = data
	return nil
}

// Merge yields generated files and these; where both have a path, the bytes are of these. What is in the way of a
// generated file is left out, and note gets the reason. An error of the generated ones ends them.
func (f Files) Merge(generated iter.Seq2[view.File, error], note func(string)) iter.Seq2[view.File, error] {
	return func(yield func(view.File, error) bool) {
		taken, replaced := address.NewPaths(), map[string]bool{}
		for page, err := range generated {
			if err == nil {
				if own, ok := f[page.Path]; ok {
					page.Body, page.Make, replaced[page.Path] = own, nil, true
				}
				err = take(taken, page.Path)
			}
			if !yield(page, err) || err != nil {
				return
			}
		}
		for _, name := range slices.Sorted(maps.Keys(f)) {
			if replaced[name] {
				continue
			}
			if err := take(taken, name); err != nil {
				note(fmt.Sprintf("site/static/%s is left out: %v", name, err))
				continue
			}
			if !yield(view.File{Path: name, Body: f[name]}, nil) {
				return
			}
		}
	}
}

// take notes the path of a file; the error tells that another is in its way.
func take(taken *address.Paths, name string) error {
	if !taken.Free(name) {
		return fmt.Errorf("the site has a file or folder in the place of %s already", name)
	}
	taken.Add(name)
	return nil
}
