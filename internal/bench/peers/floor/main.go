// Command floor is what the libraries alone take: it reads the records of a repository and does with the same
// libraries as Hindcast the least that a site of them takes. It checks, links and searches nothing.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"html/template"
	"io/fs"
	"log"
	"os"
	"path/filepath"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"go.yaml.in/yaml/v4"
)

// The modes, each of which does what the one before does and more.
const (
	modeYAML     = "yaml"     // read, and parse front matter to nodes
	modeMarkdown = "markdown" // render bodies
	modeAll      = "all"      // write a page of each record
)

func main() {
	log.SetFlags(0)
	records := flag.String("records", "", "folder of Markdown files with front matter")
	mode := flag.String("mode", modeAll, "yaml, markdown or all")
	out := flag.String("out", "", "folder to write pages to, in mode all")
	flag.Parse()
	n, err := run(*records, *mode, *out)
	if err == nil && n == 0 {
		err = fmt.Errorf("there are no Markdown files below %q", *records)
	}
	if err != nil {
		log.Fatal("floor: ", err)
	}
}

// run does it for every file and returns how many there are.
func run(records, mode, out string) (n int, err error) {
	if mode != modeYAML && mode != modeMarkdown && (mode != modeAll || out == "") {
		return 0, fmt.Errorf("mode %q is unknown, or lacks a folder to write to", mode)
	}
	md := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithParserOptions(parser.WithAutoHeadingID()))
	err = filepath.WalkDir(records, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".md" {
			return err
		}
		n++
		front, body, err := read(name)
		if err != nil || mode == modeYAML {
			return err
		}
		var html bytes.Buffer
		if err := md.Convert(body, &html); err != nil || mode == modeMarkdown {
			return err
		}
		return write(out, front, template.HTML(html.String()))
	})
	return n, err
}

// read is the front matter of a file as a mapping, and its body.
func read(name string) (front *yaml.Node, body []byte, err error) {
	src, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, err
	}
	head, body, closed := bytes.Cut(bytes.TrimPrefix(src, []byte("---\n")), []byte("\n---\n"))
	var root yaml.Node
	if err := yaml.Load(head, &root, yaml.WithV4Defaults()); err != nil {
		return nil, nil, fmt.Errorf("read the front matter of %s: %w", name, err)
	}
	if !closed || len(root.Content) == 0 || root.Content[0].Kind != yaml.MappingNode {
		return nil, nil, fmt.Errorf("%s has no front matter", name)
	}
	return root.Content[0], body, nil
}

var page = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{.Front.title}}</title></head><body><h1>{{.Front.title}}</h1>
<dl>{{range $key, $value := .Front}}<dt>{{$key}}</dt><dd>{{$value}}</dd>
{{end}}</dl>
{{.Body}}
</body></html>
`))

// write writes the page of a record below a folder, with what in its front matter is neither list nor mapping.
func write(out string, front *yaml.Node, body template.HTML) error {
	values := map[string]string{}
	for i := 0; i+1 < len(front.Content); i += 2 {
		if value := front.Content[i+1]; value.Kind == yaml.ScalarNode {
			values[front.Content[i].Value] = value.Value
		}
	}
	folder := filepath.Join(out, values["id"])
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(folder, "index.html"))
	if err != nil {
		return err
	}
	err = page.Execute(f, struct {
		Front map[string]string
		Body  template.HTML
	}{values, body})
	return errors.Join(err, f.Close())
}
