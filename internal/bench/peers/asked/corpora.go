package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"hindcast/internal/bench/peers/engines"
	"hindcast/internal/bench/peers/question"
	repository "hindcast/internal/corpus"
	"hindcast/internal/disclose"
	"hindcast/internal/exchange"
	"hindcast/internal/load"
	"hindcast/internal/publish"
	"hindcast/internal/search/format"
	"hindcast/site"
	"hindcast/templates"
)

// project is the root of the repository, whose records are the demo.
const project = "../../.."

// now is when the questions about the demo are asked.
var now = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// readIncidents reads the table of the AI Incident Database.
func readIncidents(csv string) (*content, error) {
	records, err := engines.Incidents(csv)
	if err != nil {
		return nil, err
	}
	own, err := engines.Hindcast(records)
	return &content{records, own}, err
}

// readDemo reads the records below a folder as a site of all marks shows them. The rivals get every text that the
// document of a record has for search engines.
func readDemo(ctx context.Context, dir string) (*content, error) {
	files := os.DirFS(dir)
	log, err := load.NewLoader(load.DefaultLimits).Log(ctx, files)
	if err != nil {
		return nil, fmt.Errorf("load the demo: %w", err)
	}
	c := &repository.Corpus{FS: files, Log: log}
	opts := publish.Options{
		Options: disclose.Options{Audience: "restricted"}, Now: now, Templates: templates.FS, Assets: site.FS,
	}
	disclosed, err := publish.Disclose(ctx, c, opts)
	if err != nil {
		return nil, fmt.Errorf("disclose the demo: %w", err)
	}
	built, err := publish.Searchable(ctx, disclosed, c, opts)
	if err != nil {
		return nil, fmt.Errorf("index the demo: %w", err)
	}
	found := &content{}
	for d := range exchange.Documents(disclosed.Log) {
		text, err := textsOf(d)
		if err != nil {
			return nil, fmt.Errorf("write the document of %s: %w", d.ID, err)
		}
		found.records = append(found.records, question.Record{ID: d.ID, Title: d.Title, Text: text})
	}
	today, _ := format.DayOf(now.Format(time.DateOnly))
	found.own, err = engines.Over(built, today)
	return found, err
}

// textsOf is all texts of a document.
func textsOf(d exchange.Document) (string, error) {
	data, err := json.Marshal(d)
	if err != nil {
		return "", err
	}
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		return "", err
	}
	var texts []string
	var add func(v any)
	add = func(v any) {
		switch v := v.(type) {
		case string:
			texts = append(texts, v)
		case []any:
			for _, item := range v {
				add(item)
			}
		case map[string]any:
			for _, item := range v {
				add(item)
			}
		}
	}
	add(value)
	return strings.Join(texts, "\n"), nil
}
