package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"go.yaml.in/yaml/v4"
	"golang.org/x/net/html"

	"hindcast/internal/bench/gen"
	"hindcast/internal/bench/peers/question"
	"hindcast/internal/bench/peers/rivals"
)

// corpus is a folder of generated records in the forms that the engines index: records/ for
// Hindcast, pages/ for Pagefind, docs for MiniSearch. The bodies are the same.
type corpus struct {
	dir        string
	vocabulary *question.Vocabulary
}

func (c *corpus) path(name string) string { return filepath.Join(c.dir, name) }

func writeCorpus(dir string, seed uint64, n int) (*corpus, error) {
	c := &corpus{dir, question.NewVocabulary()}
	if err := gen.Write(c.path("records"), gen.Corpus(seed, n)); err != nil {
		return nil, err
	}
	f, err := os.Create(c.path("docs"))
	if err != nil {
		return nil, fmt.Errorf("write the documents: %w", err)
	}
	defer f.Close()
	docs := bufio.NewWriter(f)
	for name, text := range gen.Hugo(seed, n) {
		page, err := pageOf(strings.TrimSuffix(filepath.Base(name), ".md"), text)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		c.vocabulary.Add(page.Text)
		if err := errors.Join(page.Write(c.path("pages")), rivals.WriteDoc(docs, page.Record)); err != nil {
			return nil, err
		}
	}
	return c, errors.Join(docs.Flush(), f.Close())
}

// pageOf makes a page of a record as Hugo reads it: front matter between two lines, then Markdown.
func pageOf(id string, source []byte) (rivals.Page, error) {
	parts := bytes.SplitN(source, []byte("---\n"), 3)
	if len(parts) != 3 {
		return rivals.Page{}, errors.New("there is no front matter")
	}
	var front struct {
		Title, Date, Description         string
		Tags, Types, Severities, Systems []string
	}
	var body bytes.Buffer
	if err := errors.Join(yaml.Unmarshal(parts[1], &front),
		goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert(parts[2], &body)); err != nil {
		return rivals.Page{}, err
	}
	page := rivals.Page{
		Record:  question.Record{ID: id, Title: front.Title, Text: front.Description + "\n" + textOf(body.Bytes())},
		Summary: front.Description, HTML: template.HTML(body.String()),
		Facets: []rivals.Facet{{Name: "year", Value: front.Date[:4]}},
	}
	for name, values := range map[string][]string{
		"type": front.Types, "severity": front.Severities, "system": front.Systems, "tag": front.Tags,
	} {
		for _, value := range values {
			page.Facets = append(page.Facets, rivals.Facet{Name: name, Value: value})
		}
	}
	return page, nil
}

// textOf is the text between the tags.
func textOf(page []byte) string {
	var text strings.Builder
	for tokens := html.NewTokenizer(bytes.NewReader(page)); ; {
		switch tokens.Next() {
		case html.ErrorToken: // the end, since a buffer is read
			return text.String()
		case html.TextToken:
			text.Write(tokens.Text())
		}
	}
}

// holders are the ids of the records whose text holds each of the words.
func (c *corpus) holders(words []string) (map[string]map[string]bool, error) {
	f, err := os.Open(c.path("docs"))
	if err != nil {
		return nil, fmt.Errorf("read the documents: %w", err)
	}
	defer f.Close()
	holders := map[string]map[string]bool{}
	for _, word := range words {
		holders[word] = map[string]bool{}
	}
	dec := json.NewDecoder(bufio.NewReader(f))
	for dec.More() {
		var r question.Record
		if err := dec.Decode(&r); err != nil {
			return nil, fmt.Errorf("read the documents: %w", err)
		}
		for _, word := range question.Words(r.Text) {
			if ids := holders[word]; ids != nil {
				ids[r.ID] = true
			}
		}
	}
	return holders, nil
}
