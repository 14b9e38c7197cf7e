package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// weigh is a program that adds the size of something in the site that a full build has written.
func (b *bench) weigh(name string, size func(site fs.FS) (int, error), prepares ...step) program {
	return program{name: name, run: func(context.Context) error {
		bytes, err := size(os.DirFS(b.path("site")))
		if err != nil {
			return fmt.Errorf("weigh pages: %w", err)
		}
		b.figures.add(name, kilobytes, float64(bytes)/1000)
		return nil
	}}.after(prepares...).once()
}

// recordPage is the size of the page that is looked at, with its styles and scripts.
func (b *bench) recordPage(site fs.FS) (int, error) {
	return pageWithParts(site, b.page.address()+"index.html")
}

// largestPage is the size of the page of a site that is the largest when compressed. No page is compressed that is
// smaller as it is than another is compressed.
func largestPage(site fs.FS) (most int, err error) {
	type file struct {
		name string
		size int64
	}
	var files []file
	err = fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".html" {
			return err
		}
		info, err := d.Info()
		if err == nil {
			files = append(files, file{name, info.Size()})
		}
		return err
	})
	slices.SortFunc(files, func(a, b file) int { return cmp.Compare(b.size, a.size) })
	for _, f := range files {
		if err != nil || f.size <= int64(most) {
			break
		}
		var data []byte
		data, err = fs.ReadFile(site, f.name)
		most = max(most, compressed(data))
	}
	return most, err
}

// pageWithParts is the size of a page with the styles and scripts that it names, each compressed by itself.
func pageWithParts(site fs.FS, name string) (int, error) {
	data, err := fs.ReadFile(site, name)
	if err != nil {
		return 0, err
	}
	total := compressed(data)
	for _, part := range parts(data) {
		data, err := fs.ReadFile(site, path.Join(path.Dir(name), part))
		if err != nil {
			return 0, err
		}
		total += compressed(data)
	}
	return total, nil
}

// parts are the addresses of styles and scripts in a page, each once.
func parts(page []byte) []string {
	var list []string
	for tokens := html.NewTokenizer(bytes.NewReader(page)); ; {
		switch tokens.Next() {
		case html.ErrorToken: // the end, since a buffer is read
			return list
		case html.StartTagToken, html.SelfClosingTagToken:
			token := tokens.Token()
			attributes := map[string]string{}
			for _, a := range token.Attr {
				attributes[a.Key] = a.Val
			}
			address := ""
			switch {
			case token.DataAtom == atom.Script:
				address = attributes["src"]
			case token.DataAtom == atom.Link && slices.Contains([]string{"stylesheet", "modulepreload"}, attributes["rel"]):
				address = attributes["href"]
			}
			if address != "" && !slices.Contains(list, address) {
				list = append(list, address)
			}
		}
	}
}

// compressed is the size of data with gzip, as hosts send it.
func compressed(data []byte) int {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(data) // a buffer takes everything
	_ = w.Close()
	return out.Len()
}
