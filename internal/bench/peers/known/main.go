// Command known asks search engines for records of the AI Incident Database by three words of their
// text, right and misspelt, and by their identifiers, and prints how high each engine ranks them.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"math/rand/v2"
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
	seed := flag.Uint64("seed", 1, "the same seed asks the same questions")
	n := flag.Int("n", 500, "questions of three words")
	sample := flag.Int("ids", 200, "records to ask for by their identifier")
	asJSON := flag.Bool("json", false, "print JSON")
	flag.Parse()
	records, err := engines.Incidents(*csv)
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Printf("known: skipped, there is no %s; -csv names the table\n", *csv)
		return
	}
	if err != nil {
		log.Fatal("known: ", err)
	}
	r := report{Seed: *seed, Records: len(records)}
	sets := questions(rand.New(rand.NewPCG(*seed, 0)), records, *n, *sample)
	if err := r.compare(records, sets); err != nil {
		log.Fatal("known: ", err)
	}
	if err := r.print(os.Stdout, *asJSON); err != nil {
		log.Fatal("known: ", err)
	}
}

// set is questions of one kind.
type set struct {
	name      string
	questions []question.Question
}

func questions(rng *rand.Rand, records []question.Record, n, sample int) []set {
	plain := question.KnownItems(rng, records, n)
	misspelt := make([]question.Question, len(plain))
	for i, q := range plain {
		misspelt[i] = q.Misspelt(rng)
	}
	sets := []set{{"three words", plain}, {"one of them misspelt", misspelt}}
	chosen := rng.Perm(len(records))[:min(sample, len(records))]
	for _, f := range forms {
		s := set{name: f.name}
		for _, i := range chosen {
			s.questions = append(s.questions, question.Question{Words: []string{f.write(records[i].ID)}, ID: records[i].ID})
		}
		sets = append(sets, s)
	}
	return sets
}

// compare asks every engine that can be had here everything.
func (r *report) compare(records []question.Record, sets []set) error {
	dir, err := os.MkdirTemp("", "hindcast-known-")
	if err != nil {
		return fmt.Errorf("make a folder for the indexes: %w", err)
	}
	defer os.RemoveAll(dir)
	own, err := engines.Hindcast(records)
	if err != nil {
		return err
	}
	others, session, err := engines.IndexOthers(dir, records)
	switch {
	case errors.Is(err, rivals.ErrMissing), errors.Is(err, browser.ErrNoChromium):
		r.Skipped = append(r.Skipped, "MiniSearch and Pagefind: "+err.Error())
	case err != nil:
		return err
	default:
		defer session.Close()
	}
	return r.ask(append([]engines.Engine{own}, others...), sets)
}

func (r *report) ask(list []engines.Engine, sets []set) error {
	for _, s := range sets {
		for _, e := range list {
			rated, err := score(e, s.questions)
			if err != nil {
				return fmt.Errorf("ask %s: %w", e.Name, err)
			}
			r.Rows = append(r.Rows, row{s.name, e.Name, rated})
		}
	}
	return nil
}

// score rates what an engine answers.
func score(e engines.Engine, questions []question.Question) (question.Score, error) {
	queries := make([]string, len(questions))
	for i, q := range questions {
		queries[i] = q.String()
	}
	found, err := e.Find(queries)
	if err != nil {
		return question.Score{}, err
	}
	ranks := make([]int, len(questions))
	for i, q := range questions {
		ranks[i] = question.Rank(q.ID, found[i])
	}
	return question.Rate(ranks), nil
}

// forms are the ways in which people write an identifier.
var forms = []struct {
	name  string
	write func(id string) string
}{
	{"AIID-0004", func(id string) string { return id }},
	{"aiid-0004", strings.ToLower},
	{"aiid-4", func(id string) string { return "aiid-" + number(id) }},
	{"4", number},
}

// number is that of an identifier, without the zeros it begins with.
func number(id string) string {
	_, digits, _ := strings.Cut(id, "-")
	return strings.TrimLeft(digits, "0")
}
