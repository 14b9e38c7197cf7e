// Command asked puts questions that readers typed to search engines, over the demo and over the AI Incident
// Database, and prints by kind of question how often an answer is among the first five.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"strings"

	"hindcast/internal/bench/peers/engines"
	"hindcast/internal/bench/peers/question"
	"hindcast/internal/bench/peers/rivals"
	"hindcast/internal/browser"
)

func main() {
	log.SetFlags(0)
	csv := flag.String("csv", engines.Snapshot, "incidents.csv of a snapshot of the AI Incident Database")
	held := flag.Bool("held", false, "ask the part that was held out, too")
	misses := flag.Bool("misses", false, "print the questions that Hindcast fails; of the part held out none")
	alone := flag.Bool("alone", false, "ask Hindcast alone")
	flag.Parse()
	asked, err := parse(typed)
	if err != nil {
		log.Fatal("asked: ", err)
	}
	r := report{held: *held, misses: *misses}
	for _, c := range []corpus{
		{demo, func() (*content, error) { return readDemo(context.Background(), project) }},
		{aiid, func() (*content, error) { return readIncidents(*csv) }},
	} {
		if err := r.ask(c, of(asked, c.name), *alone); err != nil {
			log.Fatal("asked: ", err)
		}
	}
	if err := r.print(os.Stdout); err != nil {
		log.Fatal("asked: ", err)
	}
}

// corpus is what is searched.
type corpus struct {
	name string
	read func() (*content, error)
}

// content is the records of a corpus for the rivals, and Hindcast over the same.
type content struct {
	records []question.Record
	own     engines.Engine
}

// ask asks every engine that can be had here everything about a corpus.
func (r *report) ask(c corpus, asked []typedQuestion, alone bool) error {
	found, err := c.read()
	if errors.Is(err, fs.ErrNotExist) {
		r.skipped = append(r.skipped, fmt.Sprintf("%s, %d questions: %v; -csv names the table", c.name, len(asked), err))
		return nil
	}
	if err != nil {
		return err
	}
	list := []engines.Engine{found.own}
	if !alone {
		dir, err := os.MkdirTemp("", "hindcast-asked-")
		if err != nil {
			return fmt.Errorf("make a folder for the indexes: %w", err)
		}
		defer os.RemoveAll(dir)
		others, session, err := engines.IndexOthers(dir, found.records)
		switch {
		case errors.Is(err, rivals.ErrMissing), errors.Is(err, browser.ErrNoChromium):
			r.skipped = append(r.skipped, "MiniSearch and Pagefind: "+err.Error())
		case err != nil:
			return err
		default:
			defer session.Close()
		}
		list = append(list, others...)
	}
	queries := make([]string, len(asked))
	for i, q := range asked {
		queries[i] = q.query
	}
	for _, e := range list {
		answers, err := e.Find(queries)
		if err != nil {
			return fmt.Errorf("ask %s: %w", e.Name, err)
		}
		for i, q := range asked {
			r.answers = append(r.answers, answer{q, e.Name, q.rank(answers[i]), answers[i][:min(len(answers[i]), five)]})
		}
	}
	return nil
}

// five is how many results a reader looks at.
const five = 5

// answer is how high an engine ranks what a question wants.
type answer struct {
	typedQuestion
	engine string
	rank   int // 0 where it is missing
	first  []string
}

func (a answer) String() string {
	return fmt.Sprintf("%s %s: %q wants %s, rank %d, found %s", a.corpus, a.kind, a.query, strings.Join(a.wanted, ","),
		a.rank, strings.Join(a.first, " "))
}
