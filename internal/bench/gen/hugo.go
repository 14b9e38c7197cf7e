package gen

import (
	"embed"
	"fmt"
	"io/fs"
	"iter"
	"time"
)

// theme is what a site of Hugo has beside its content: settings and layouts.
//
//go:embed hugo
var theme embed.FS

// hugoFront is what a page of Hugo carries of a record, taxonomies included.
type hugoFront struct {
	Title       string   `key:"title"`
	Date        string   `key:"date"`
	Description string   `key:"description"`
	Tags        []string `key:"tags"`
	Types       []string `key:"types"`
	Severities  []string `key:"severities"`
	Statuses    []string `key:"statuses"`
	Systems     []string `key:"systems"`
	Causes      []string `key:"causes"`
}

func hugoFrontOf(r *record) *hugoFront {
	causes := []string{}
	for _, c := range r.front.Causes {
		causes = append(causes, c.Factor)
	}
	return &hugoFront{
		Title: r.front.Title, Date: r.times[detected].Format(time.RFC3339), Description: r.front.Summary,
		Tags: r.front.Tags, Types: []string{r.front.Type}, Severities: []string{r.front.Rank()},
		Statuses: []string{r.front.Status}, Systems: r.front.Systems, Causes: causes,
	}
}

// Hugo yields the same n records as content pages of Hugo: the same bodies below a front matter of its own.
func Hugo(seed uint64, n int) iter.Seq2[string, []byte] {
	g := newGenerator(seed, n)
	return func(yield func(string, []byte) bool) {
		for i := range n {
			r := g.record(i)
			if !yield(HugoPath(r.front.ID), compose(hugoFrontOf(r), r.body())) {
				return
			}
		}
	}
}

// HugoPath is the file of a record in a site of Hugo.
func HugoPath(id string) string { return "content/incidents/" + id + ".md" }

// HugoSite yields everything that Hugo builds a site of: a minimal theme, then what Hugo yields.
func HugoSite(seed uint64, n int) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for _, f := range themeFiles() {
			if !yield(f.path, f.text) {
				return
			}
		}
		Hugo(seed, n)(yield)
	}
}

// themeFiles are the files of the theme. An error would be a fault of the binary.
func themeFiles() (files []file) {
	below, err := fs.Sub(theme, "hugo")
	if err == nil {
		err = fs.WalkDir(below, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := fs.ReadFile(below, path)
			files = append(files, file{path, text})
			return err
		})
	}
	if err != nil {
		panic(fmt.Errorf("read the embedded theme: %w", err))
	}
	return files
}
